/** `vedette probe`: a live page of metrics, compared with a catalogue or made into the beginning of a service. */
import { join } from 'node:path';
import { mebibytes, seconds } from '../model/quantity';
import { services } from '../services/registry';
import { EXIT, type ExitCode } from './exit';
import { pageRequest } from './probe/address';
import type { PageRequest, RequestFlags } from './probe/address';
import { readPage } from './probe/exposition';
import { fetchPage } from './probe/fetch-page';
import type { Fetched } from './probe/fetch-page';
import { requireId } from './probe/new/names';
import { skeletonOf } from './probe/new/skeleton';
import { summaryText } from './probe/new/summary';
import { placeOf, requireRoom, writeFolder } from './probe/new/write';
import type { Page } from './probe/page';
import { ofLevel, reportOn } from './probe/report';
import { reportJson } from './probe/report-json';
import { reportText } from './probe/report-text';

export interface ProbeFlags extends RequestFlags {
  readonly service?: string;
  readonly dialect?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly json?: true;
  /** Id of a service to begin. */
  readonly new?: string;
  /** Folder of services that gets it. */
  readonly out: string;
}

/** Room for half a million series; a larger page is no page of one program. */
const LARGEST_PAGE = mebibytes(64);

/** Compares, and returns 1 when there is an error; or writes the folder of a new service. */
export async function probeVerb(address: string, flags: ProbeFlags): Promise<ExitCode> {
  const { new: id, out } = flags;
  const request = pageRequest(address, flags);
  if (id !== undefined) {
    requireId(
      id,
      services.map((service) => service.id),
    );
    requireRoom(out, id);
  }
  const fetched = await fetchPage(request, { timeout: seconds(flags.timeout), size: LARGEST_PAGE });
  const page = readPage(fetched.text, fetched.format, request.url.href);
  return id === undefined ? compared(page, fetched, request, flags) : begun(id, page, request, out);
}

function compared(page: Page, fetched: Fetched, { url }: PageRequest, flags: ProbeFlags): ExitCode {
  const { service, dialect, json } = flags;
  const wanted = { ...(service !== undefined && { service }), ...(dialect !== undefined && { dialect }) };
  const report = reportOn(services, page, fetched, wanted, url.href);
  console.log(json === true ? reportJson(report) : reportText(report));
  return ofLevel(report, 'error').length > 0 ? EXIT.problems : EXIT.ok;
}

function begun(id: string, page: Page, request: PageRequest, out: string): ExitCode {
  const skeleton = skeletonOf(id, page, request, placeOf(out));
  const folder = join(out, id);
  writeFolder(folder, skeleton.files);
  console.log(summaryText(id, folder, request.url.href, skeleton));
  return EXIT.ok;
}

/** `vedette probe`: a live page of metrics, compared with a catalogue. */
import { mebibytes, seconds } from '../model/quantity';
import { services } from '../services/registry';
import { EXIT, type ExitCode } from './exit';
import { pageRequest } from './probe/address';
import type { RequestFlags } from './probe/address';
import { readPage } from './probe/exposition';
import { fetchPage } from './probe/fetch-page';
import { ofLevel, reportOn } from './probe/report';
import { reportJson } from './probe/report-json';
import { reportText } from './probe/report-text';

export interface ProbeFlags extends RequestFlags {
  readonly service?: string;
  readonly dialect?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly json?: true;
}

/** Four times what a target with 100,000 series has; a larger page would be no page of one program. */
const LARGEST_PAGE = mebibytes(64);

/** Compares; returns 1 when there is an error. */
export async function probeVerb(address: string, flags: ProbeFlags): Promise<ExitCode> {
  const { service, dialect, json } = flags;
  const request = pageRequest(address, flags);
  const where = request.url.href;
  const fetched = await fetchPage(request, { timeout: seconds(flags.timeout), size: LARGEST_PAGE });
  const page = readPage(fetched.text, fetched.format, where);
  const wanted = { ...(service !== undefined && { service }), ...(dialect !== undefined && { dialect }) };
  const report = reportOn(services, page, fetched, wanted, where);
  console.log(json === true ? reportJson(report) : reportText(report));
  return ofLevel(report, 'error').length > 0 ? EXIT.problems : EXIT.ok;
}

/** Silences, and where an Alertmanager of theirs is asked for them. */
import type { ServiceDelivery } from '../../model/delivery';
import type { Silence } from '../alertmanager/silences/silence';
import { checkSilences } from '../alertmanager/silences/validate';
import type { Report } from '../check/report';

/** Quiet that was asked for, and of whom. */
export interface GuestSilences {
  /** An empty list ends what an earlier one made; without a list nothing is asked of Alertmanager. */
  readonly silences?: readonly Silence[];
  /**
   * Base URL of every member of their Alertmanager, with its path and without a trailing slash:
   * `http://alertmanager-main-0.alertmanager-operated.monitoring.svc:9093`.
   */
  readonly alertmanagers?: readonly string[];
}

/** Problems of addresses and silences. */
export function checkGuestSilences(
  { silences, alertmanagers = [] }: GuestSilences,
  deliveries: readonly ServiceDelivery[],
  report: Report,
): void {
  for (const url of alertmanagers) checkAlertmanagerUrl(url, report);
  if (silences === undefined) return;
  checkSilences(
    silences,
    deliveries.flatMap(({ alerts }) => alerts),
    report,
  );
  if (alertmanagers.length === 0) {
    report.refuse('alertmanagers is empty, must have the URL of their Alertmanager: silences are made there');
  }
}

/** A URL that is refused may hold a password, so the message does not repeat it. */
function checkAlertmanagerUrl(url: string, report: Report): void {
  if (/^https?:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9._/-]*[A-Za-z0-9])?$/.test(url)) return;
  report.refuse(
    'a URL of alertmanagers is another text, must be http or https, a host, and no password, query or trailing slash',
    'http://alertmanager-NAME-0.alertmanager-operated.NAMESPACE.svc:9093',
  );
}

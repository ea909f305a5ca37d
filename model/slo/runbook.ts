/** The runbook sections of a service's objectives, made from what the objectives say of themselves. */
import { durationText, quantityText, ratio } from '../quantity';
import { sectionText } from '../runbook';
import type { RunbookSection } from '../runbook';
import { SLO_ALERTS, sloBoardUid } from './alerts';
import type { SloAlertName } from './alerts';
import type { Slo } from './slo';

/** Markdown of a section `## <alert>` for each alert; empty for a service without objectives. */
export function sloRunbook(service: string, slos: readonly Slo[]): string {
  if (slos.length === 0) return '';
  return SLO_ALERTS.map((name) => sectionText(name, SECTIONS[name](service, slos))).join('');
}

const SECTIONS: Readonly<Record<SloAlertName, (service: string, slos: readonly Slo[]) => RunbookSection>> = {
  SloErrorBudgetBurn: burnSection,
  SloErrorBudgetExhausted: exhaustedSection,
  SloSliAbsent: absentSection,
};

/** One line an objective. */
const list = (slos: readonly Slo[], service: string, line: (slo: Slo) => string): string =>
  slos.map((slo) => `- **${service}-${slo.name}**: ${line(slo)}`).join('\n');

const promise = (slo: Slo): string =>
  `${slo.spec.title}, ${quantityText(slo.spec.objective)} over ${durationText(slo.period)}; ${slo.spec.sli.meaning}. ` +
  `${quantityText(ratio(slo.budget))} may fail.`;

const board = (service: string): string => `the board [${sloBoardUid(service)}](/d/${sloBoardUid(service)})`;

function burnSection(service: string, slos: readonly Slo[]): RunbookSection {
  return {
    meaning:
      'More events fail than the objective allows, so fast that the error budget will not last. Label `slo` says ' +
      `which objective:\n\n${list(slos, service, promise)}\n\n${tierTable(slos, service)}\n\nThe value in the page is ` +
      'the short-window error ratio of the tier that fired. Both windows of a tier must be above its limit; the short ' +
      'one ends the alert soon after the failures end.',
    impact: `Users cannot do this:\n\n${list(slos, service, ({ spec }) => sentence(spec.journey))}`,
    diagnosis:
      `Open ${board(service)} and choose the objective. The error ratio by window says when it began and whether it ` +
      'still rises. Compare that moment with the marks of restarts, deploys and configuration changes, and with the ' +
      `other alerts of ${service} that fire: they name causes. An error ratio of 100% is an outage, one of a few per ` +
      'cent is one instance, one operation or one client.',
    mitigation:
      `Undo what changed. Where nothing did, follow the section of the alert of ${service} that names the cause. ` +
      'Critical: stop the failures first, and look for the cause afterwards. Warning: it goes on for hours, find the ' +
      'cause within the working day.',
    escalation: owners(slos, service),
  };
}

function exhaustedSection(service: string, slos: readonly Slo[]): RunbookSection {
  return {
    meaning:
      'All failures that the objective allows in its period have happened. It ends by itself as old failures leave the ' +
      `period.\n\n${list(slos, service, promise)}`,
    impact: `The promise to users is broken. What they wanted to do:\n\n${list(slos, service, ({ spec }) => sentence(spec.journey))}`,
    diagnosis:
      `On ${board(service)} the budget left over the period shows the days when it went: one outage, or a slow loss ` +
      'that no page told of.',
    mitigation: `The policy of each objective says what is done now:\n\n${list(slos, service, ({ spec }) => sentence(spec.policy))}`,
    escalation: owners(slos, service),
  };
}

function absentSection(service: string, slos: readonly Slo[]): RunbookSection {
  return {
    meaning:
      `Nothing is measured for the objective, so that neither a burn nor a spent budget would be told:\n\n` +
      list(slos, service, absence),
    impact:
      'No user feels it. Until it is mended, nobody is told when users do: the other alerts of the objective are blind.',
    diagnosis:
      `See whether the targets of ${service} are scraped and which metrics they expose; \`vedette probe URL\` compares ` +
      'them with the catalogue. Then see on the Rules page of Prometheus whether the groups ' +
      `\`${service}.slo-…\` are evaluated without errors.`,
    mitigation:
      'Bring the target back, or adopt the release that renamed its metrics as a dialect of the service. Repair a rule ' +
      'that fails.',
    escalation: owners(slos, service),
  };
}

const absence = ({ spec: { sli } }: Slo): string =>
  sli.bornLate
    ? 'its counters are born with the first event, so it is missed only where there were events within a day.'
    : 'its metric must always be there.';

function tierTable(slos: readonly Slo[], service: string): string {
  const rows = slos.flatMap((slo) =>
    slo.tiers.map(
      ({ severity, long, short, share, factor, limit }) =>
        `| ${service}-${slo.name} | ${severity} | ${durationText(long)} and ${durationText(short)} | ${factor} × | ` +
        `${quantityText(ratio(limit))} | ${quantityText(share)} of the budget |`,
    ),
  );
  return [
    '| slo | severity | windows | burn rate | error ratio above | spent by then |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const owners = (slos: readonly Slo[], service: string): string =>
  list(slos, service, ({ spec }) => `team ${spec.owner}. The objective is looked at again by ${spec.review}.`);

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

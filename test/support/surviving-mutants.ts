/** Faults that no proof notices, each with the reason why none needs to. */

/** Such faults of one alert, as the run of `make mutants` names them. */
export interface SurvivingMutants {
  readonly alert: string;
  readonly mutants: readonly string[];
  /** Why the broken rule does the same as the sound one, or why the difference is none to a person. */
  readonly reason: string;
}

const SAME_LABELS = "'unless' takes away what has the same labels, and the side before it still has the matcher";
const SOONER = 'it is the trend of a day, and a falling line that ends within four hours ends within a day';
const OTHER_SIDE = "'and' keeps what has the same labels on both sides, and the other side still has the matcher";

/** Of an objective whose bad events are all but the good ones, so that zero never stands in for them. */
function differenceOf(slo: string, matcher: string): readonly SurvivingMutants[] {
  const series = ['bad:rate5m', ...['30m', '1h', '2h', '6h'].map((window) => `error:ratio_rate${window}`)];
  return [
    {
      alert: `SloErrorBudgetBurn of ${slo}`,
      mutants: [
        "what is behind 'or' was dropped in slo:sli_bad:rate5m",
        ...series.map((name) => `${matcher} was dropped in slo:sli_${name}, place 3`),
      ],
      reason: 'bad is all but the good, and there wherever all are: the zero behind it never stands in for it',
    },
  ];
}

/** By service. Faults of a threshold, of `for` and of the severity must not be among them. */
export const survivingMutants: Readonly<Record<string, readonly SurvivingMutants[]>> = {
  blackbox: [
    {
      alert: 'BlackboxProbeSlow',
      mutants: [
        'service="blackbox" was dropped in BlackboxProbeSlow',
        'probe="public_url" was dropped in BlackboxProbeSlow',
        'service="blackbox" was dropped in BlackboxProbeSlow, place 2',
        'probe="public_url" was dropped in BlackboxProbeSlow, place 2',
      ],
      reason: OTHER_SIDE,
    },
  ],
  grafana: [
    {
      alert: 'GrafanaRequestsFailing',
      mutants: ['', ', place 2', ', place 3'].map(
        (place) =>
          `handler!~"/api/datasources/(uid/)?proxy/.*|/api/ds/query" was dropped in GrafanaRequestsFailing${place}`,
      ),
      reason: 'the ratio is one for each handler, and the other side of the division still has none of these',
    },
    {
      alert: 'GrafanaDatasourceFailing',
      mutants: ['endpoint="queryData" was dropped in GrafanaDatasourceFailing, place 2'],
      reason: 'it is multiplied by 0 and stands in for queries that never failed; without queries there is no ratio',
    },
  ],
  node: [
    {
      alert: 'NodeFilesystemSpaceFillingUp',
      mutants: ["what is behind 'and' was dropped in NodeFilesystemSpaceFillingUp (critical), place 3"],
      reason: SOONER,
    },
    {
      alert: 'NodeFilesystemFilesFillingUp',
      mutants: ["what is behind 'and' was dropped in NodeFilesystemFilesFillingUp (critical), place 3"],
      reason: SOONER,
    },
  ],
  rstmdb: differenceOf('rstmdb-latency', 'op="APPLY_EVENT"'),
  sequencer: [
    ...differenceOf('sequencer-readiness', 'probe="ready"'),
    {
      alert: 'SequencerCommitmentsFailing',
      mutants: [
        'path=~"/api/v1/(ves/)?commitments.*" was dropped in SequencerCommitmentsFailing, place 3',
        'status=~"5.." was dropped in SequencerCommitmentsFailing, place 3',
      ],
      reason: SAME_LABELS,
    },
    {
      alert: 'SequencerAnchoringFailing',
      mutants: [
        'path=~"/api/v1/(ves/)?anchor.*" was dropped in SequencerAnchoringFailing, place 3',
        'status=~"500|502|504" was dropped in SequencerAnchoringFailing, place 3',
      ],
      reason: SAME_LABELS,
    },
  ],
};

/** An incident is an alert's firing scenario, played from now on. */
import type { ScenarioSeries } from '../../model/scenario';
import type { Step } from '../../model/proof/timeline';
import type { Exposure } from './exposure';
import type { DemoIncident, DemoService, DemoTrack, Unplayable } from './plan';
import type { Story } from './story';
import { playedTracks, trackKey } from './tracks';
import type { PlayedTrack } from './tracks';

/** What the incidents of a service are made of. */
export interface IncidentInput {
  readonly id: string;
  readonly stories: readonly Story[];
  /** The healthy tracks. */
  readonly tracks: readonly DemoTrack[];
  readonly exposure: Exposure;
  /** Targets that are always there. */
  readonly standing: readonly string[];
  /** Alerts that are left out in this release. */
  readonly unplayable: readonly Unplayable[];
}

/** The incidents, the tracks that they need beside the healthy ones, and the alerts that have none. */
export function incidentsOf(input: IncidentInput): Pick<DemoService, 'tracks' | 'incidents' | 'unplayable'> {
  const stage = new Stage(input);
  const incidents: DemoIncident[] = [];
  const unplayable: Unplayable[] = [...input.unplayable];
  for (const story of input.stories) {
    const reason = obstacle(story, input);
    const isFirst = story.alert.fires[0]?.name === story.name;
    if (reason === undefined) incidents.push(stage.incident(story, incidentName(input.id, story, isFirst)));
    else unplayable.push({ alert: story.alert.name, reason });
  }
  return { tracks: stage.tracks, incidents, unplayable };
}

/** `RstmdbWALGrowing` of rstmdb is `wal-growing`; a further scenario adds its own name. */
function incidentName(id: string, { alert, name }: Story, isFirst: boolean): string {
  const own = alert.name.toLowerCase().startsWith(id) ? alert.name.slice(id.length) : alert.name;
  const kebab = own
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
  const scenario = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return isFirst ? kebab : `${kebab}/${scenario}`;
}

/** Why a scenario cannot be played. */
function obstacle({ series, alert }: Story, { id, exposure }: IncidentInput): string | undefined {
  if (series.length === 0) return `it reads no series: ${alert.name} always fires, or never`;
  for (const { metric, labels, dispensable } of series) {
    const { job } = labels;
    if (job !== undefined && job !== id) return `its scenario plays in the job '${job}'`;
    if (metric.name === 'up' || dispensable) continue;
    const reason = exposure.lacks(metric.name);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** The tracks of a service while incidents are added. */
class Stage {
  readonly tracks: DemoTrack[];
  readonly #index = new Map<string, number>();

  constructor(readonly input: IncidentInput) {
    this.tracks = [...input.tracks];
    this.tracks.forEach((track, i) => this.#index.set(trackKey(track), i));
  }

  incident(story: Story, name: string): DemoIncident {
    const { alert, series, reads } = story;
    const { standing, exposure } = this.input;
    const ofTarget = series.filter(({ metric }) => metric.name === 'up');
    const ofPage = series.filter(({ metric }) => metric.name !== 'up' && exposure.lacks(metric.name) === undefined);
    const plays = this.#plays(ofPage.flatMap((each) => playedTracks(each, exposure, true)));
    const named = [...new Set(series.map(({ labels }) => labels['instance'] ?? ''))];
    const targets = (wanted: (up: ScenarioSeries) => boolean): readonly string[] =>
      ofTarget.filter(wanted).map(({ labels }) => labels['instance'] ?? '');
    const rests = this.#rests(story, plays);
    const gone = targets(({ broken }) => broken.kind === 'gone');
    const shows = named.filter((each) => !standing.includes(each));
    const others = standing.filter((each) => !named.includes(each));
    return {
      name,
      alert: alert.name,
      severity: alert.spec.severity,
      when: story.name,
      trueAfter: story.trueAfter + (this.#isSudden(story, rests, shows) ? story.range : 0),
      waits: alert.spec.for.value,
      memory: story.memory,
      plays,
      rests,
      fails: targets(({ broken }) => broken.kind === 'holds' && broken.value === 0),
      hides: reads.includes('up') || shows.length > 0 ? [...gone, ...others] : gone,
      shows: shows.filter((each) => !gone.includes(each)),
    };
  }

  /** Indices of tracks with what they do; tracks that were not there are added, and have no sample while all is well. */
  #plays(played: readonly PlayedTrack[]): Record<number, Step> {
    const plays: Record<number, Step> = {};
    for (const { track, broken } of played) {
      const index = this.#find(track);
      const other = plays[index];
      plays[index] =
        other?.kind === 'grows' && broken.kind === 'grows'
          ? { kind: 'grows', perSecond: other.perSecond + broken.perSecond }
          : broken;
    }
    return plays;
  }

  #find(track: DemoTrack): number {
    const key = trackKey(track);
    const found = this.#index.get(key);
    if (found !== undefined) return found;
    this.tracks.push(this.input.standing.includes(track.instance) ? track : { ...track, healthy: { kind: 'gone' } });
    this.#index.set(key, this.tracks.length - 1);
    return this.tracks.length - 1;
  }

  /** Tracks that the condition reads and the scenario does not speak of: it must not see them move. */
  #rests({ reads }: Story, plays: Readonly<Record<number, Step>>): readonly number[] {
    const played = Object.keys(plays).map((index) => this.tracks[Number(index)]?.name);
    const names = new Set([...played, ...reads.flatMap((name) => this.input.exposure.names(name))]);
    return this.tracks.flatMap(({ name }, i) => (names.has(name) && !(i in plays) ? [i] : []));
  }

  /** What was before differs from the scenario's healthy past: the condition must forget it first. */
  #isSudden({ series }: Story, rests: readonly number[], shows: readonly string[]): boolean {
    const moves = rests.some((index) => isMoving(this.tracks[index]));
    const differs = series.some((each) =>
      playedTracks(each, this.input.exposure, true).some(({ track }) => {
        const other = this.tracks[this.#index.get(trackKey(track)) ?? -1];
        return JSON.stringify(other?.healthy) !== JSON.stringify(track.healthy);
      }),
    );
    return moves || differs || shows.length > 0;
  }
}

function isMoving(track: DemoTrack | undefined): boolean {
  return track !== undefined && track.healthy.kind !== 'gone' && !(track.counter && isIdle(track.healthy));
}

const isIdle = (step: Step): boolean => step.kind === 'grows' && step.perSecond === 0;

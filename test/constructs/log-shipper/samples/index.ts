/** One table for every shipper: the same lines make the same documents. */
import { goProgramSamples } from './go-programs';
import { nginxSamples } from './nginx';
import { rstmdbSamples } from './rstmdb';
import type { Sample } from './sample';
import { secretSamples } from './secrets';
import { sequencerSamples } from './sequencer';
import { shopSamples } from './shop';

export { SECRETS } from './secrets';
export { type Sample, envelope } from './sample';

export const samples: readonly Sample[] = [
  ...rstmdbSamples,
  ...shopSamples,
  ...secretSamples,
  ...goProgramSamples,
  ...nginxSamples,
  ...sequencerSamples,
];

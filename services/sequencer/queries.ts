/** Questions about the sequencer. Alerts and panels ask the same ones, so that screen and page agree. */
export * from './queries/commitments';
export * from './queries/ingest';
export * from './queries/limits';
export * from './queries/outside';
export * from './queries/pool';
export * from './queries/requests';
export * from './queries/servers';

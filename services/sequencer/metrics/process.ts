/** The process itself. It exposes neither its CPU nor its memory. */
import { gauge } from '../../../model';

export const process = {
  uptime: gauge('sequencer_uptime_seconds', { help: 'Whole seconds since the start', unit: 'seconds' }),
};

/** The difference for programs. */
import type { DiffReport } from '../../stacks/diff/report';

/** Raised when a field changes its meaning or goes; a field that is added raises nothing. */
const VERSION = 1;

export const diffJson = (report: DiffReport): string => JSON.stringify({ version: VERSION, ...report }, undefined, 2);

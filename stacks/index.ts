/** The Pulumi program; see stacks/pulumi/program.ts. */
import { guardInspect } from './pulumi/inspect-guard';

guardInspect();

import { program } from './pulumi/program';

const { outputs } = program();

export const { url, prometheusUrl, alertmanagerUrl, runbooksUrl, namespaces, dashboards, credentials } = outputs;

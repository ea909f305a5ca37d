/** The Pulumi program: the environment that the stack is named after, with everything that the registry lists. */
import { guardInspect } from './pulumi/inspect-guard';

guardInspect();

import * as pulumi from '@pulumi/pulumi';
import { environmentNamed } from './environments';
import { program } from './pulumi/program';
import { synthesize } from './synth';

const outputs = program(() => {
  const environment = environmentNamed(pulumi.getStack());
  return { environment, ...synthesize(environment) };
});

export const { url, prometheusUrl, alertmanagerUrl, runbooksUrl, namespaces, dashboards } = outputs;

/**
 * A Pulumi output that was put into a template string is not its value but a sentence that says so. The sentence is
 * valid in most places, so it would be deployed.
 */
import type { Problem } from '../../model/problem';
import { type KubernetesObject, objectText } from './kubernetes-object';
import { texts } from './texts';

/** How the SDK's sentence begins. https://www.pulumi.com/docs/iac/concepts/inputs-outputs/ */
const SENTENCE = /Calling \[to(?:String|JSON)\] on an \[Output<T>\]/;

/** A problem for each place that holds the sentence. */
export function stringifiedOutputs(objects: readonly KubernetesObject[]): Problem[] {
  return objects.flatMap((object) =>
    texts(object)
      .filter(({ text }) => SENTENCE.test(text))
      .map(({ path }) => ({
        where: objectText(object),
        what: `${SENTENCE.test(path) ? 'a key' : path} holds an Output that became a text, must hold its value`,
        remedy:
          'hand the Output itself to the environment of MonitoringStack, or put it together with pulumi.interpolate',
      })),
  );
}

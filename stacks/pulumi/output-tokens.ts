/**
 * Outputs in an environment: while objects are rendered a token stands for each, since its value is not known yet;
 * afterwards the outputs take their places again, each in its own, so that a preview hides nothing else.
 */
import * as pulumi from '@pulumi/pulumi';
import type { Problem } from '../../model/problem';
import type { KubernetesObject } from '../plan/kubernetes-object';
import { texts } from '../plan/texts';

/** `T` with outputs of other resources in place of texts. */
export type WithOutputs<T> = T extends string
  ? string extends T
    ? T | pulumi.Output<T>
    : T
  : T extends object
    ? { readonly [K in keyof T]: WithOutputs<T[K]> }
    : T;

/** A host name that nobody has, since it must pass where host names are checked: RFC 2606, section 2. */
const TOKEN = /output-(\d+)\.pulumi\.invalid/g;

/** The outputs of one environment. */
export class OutputTokens {
  readonly #outputs: { readonly path: string; readonly output: pulumi.Output<string> }[] = [];

  /** The value with a token in place of each output; the value itself where it holds none. */
  replace<T>(value: WithOutputs<T>, path: string): T {
    return this.#replace(value, path) as T;
  }

  #replace(value: unknown, path: string): unknown {
    if (pulumi.Output.isInstance<string>(value)) return this.#token(value, path);
    if (typeof value !== 'object' || value === null) return value;
    const isList = Array.isArray(value);
    const fields = Object.entries(value).map(([key, old]: [string, unknown]) => {
      const item = this.#replace(old, isList ? `${path}[${key}]` : `${path}.${key}`);
      return { key, item, isNew: item !== old };
    });
    if (!fields.some(({ isNew }) => isNew)) return value;
    return isList ? fields.map(({ item }) => item) : Object.fromEntries(fields.map(({ key, item }) => [key, item]));
  }

  #token(output: pulumi.Output<string>, path: string): string {
    return `output-${this.#outputs.push({ path, output: notSecret(output, path) }) - 1}.pulumi.invalid`;
  }

  /** The value with the outputs back in their places. */
  lift(value: unknown): pulumi.Input<unknown> {
    if (this.#outputs.length === 0) return value;
    if (typeof value === 'string') return value.search(TOKEN) === -1 ? value : this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.lift(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.lift(item)]));
  }

  /** A text with the outputs back in their places. */
  text(value: string): pulumi.Output<string> {
    // Split at tokens: every second part is the number of an output.
    const parts = value.split(TOKEN);
    return pulumi.concat(...parts.map((part, index) => (index % 2 === 0 ? part : this.#output(part))));
  }

  /** The outputs whose tokens an object holds. */
  outputsIn(object: KubernetesObject): readonly pulumi.Output<string>[] {
    const found = texts(object).flatMap(({ text }) => [...text.matchAll(TOKEN)].map(([, index]) => index ?? ''));
    return [...new Set(found)].map((index) => this.#output(index));
  }

  /** A problem in the words of whoever gave the output. */
  named(problem: Problem): Problem {
    const told = (text: string): string =>
      text.replace(TOKEN, (_token, index: string) => `<the Output ${this.#outputs[Number(index)]?.path ?? ''}>`);
    const { where, what, remedy } = problem;
    return {
      ...problem,
      where: told(where),
      what: told(what),
      ...(remedy === undefined ? {} : { remedy: told(remedy) }),
    };
  }

  #output(index: string): pulumi.Output<string> {
    const known = this.#outputs[Number(index)];
    if (known === undefined) throw new Error(`output-${index}.pulumi.invalid stands for no output of this environment`);
    return known.output;
  }
}

/** Fails the deployment where the output is a secret: an environment's texts end in ConfigMaps, readable in the cluster. */
function notSecret(output: pulumi.Output<string>, path: string): pulumi.Output<string> {
  return pulumi.all([output, pulumi.isSecret(output)]).apply(([value, isSecret]) => {
    if (isSecret) throw new pulumi.RunError(`${path}: is a secret Output, must be none; hand secrets in by 'secrets'`);
    return value;
  });
}

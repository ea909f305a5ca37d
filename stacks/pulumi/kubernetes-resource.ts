/** One Kubernetes object as a Pulumi resource, of whatever kind, with the type token that the typed SDK would use. */
import * as pulumi from '@pulumi/pulumi';

/** Values of one Secret by key. */
export type SecretValues = Readonly<Record<string, pulumi.Output<string>>>;

/** A resource of the Kubernetes provider whose inputs are the object itself. */
export class KubernetesResource extends pulumi.CustomResource {
  /**
   * @param object - the object, in which outputs may stand for values
   * @param values - of a Secret; they are encrypted in the state and masked in previews
   */
  constructor(
    token: string,
    name: string,
    object: pulumi.Inputs,
    options: pulumi.CustomResourceOptions,
    values?: SecretValues,
  ) {
    if (values === undefined) super(token, name, { ...object }, options);
    else {
      const inputs = { ...object, stringData: pulumi.secret({ ...values }) };
      // The API server answers with `data`, which the provider returns as an output of its own.
      super(token, name, inputs, { ...options, additionalSecretOutputs: ['data', 'stringData'] });
    }
  }

  /** An object that somebody else makes: a preview fails where it is not there, and nothing changes it. */
  static find(token: string, name: string, options: pulumi.CustomResourceOptions): KubernetesResource {
    return new KubernetesResource(token, name, {}, { ...options, id: name });
  }
}

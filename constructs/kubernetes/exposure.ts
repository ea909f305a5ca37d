/** How the world reaches a Service. */
export type Exposure =
  | { readonly type: 'ClusterIP' }
  | {
      readonly type: 'LoadBalancer';
      /** CIDR blocks that may connect. */
      readonly sourceRanges: readonly string[];
    };

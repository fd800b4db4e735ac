import type * as pulumi from "@pulumi/pulumi";

/** Where and how the parts are made that each region has for itself. */
export interface RegionScope {
  /** The component's name. */
  readonly component: string;
  /** The name of what a part makes: `<component>-<part>`, with the region when several are named. */
  readonly nameOf: (part: string) => string;
  /** The provider's own when absent. */
  readonly region: string | undefined;
  readonly child: { readonly parent: pulumi.Resource };
  readonly tags: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  /** Whether a part isn't to be left out. */
  readonly has: (part: string) => boolean;
}

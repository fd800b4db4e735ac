import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument } from "../check-argument";

/** A component that roles can be let at. */
export interface Grantor {
  readonly name: string;
  /** Known in a preview: put together from the place and a name. */
  readonly arn: pulumi.Output<string>;
  /** ARN of the key that encrypts it, if it has its own. */
  readonly keyArn?: pulumi.Input<string> | undefined;
}

/** What a role is let do. */
export interface Grant {
  /** Such as `send`; the last part of the child's name. */
  readonly verb: string;
  readonly actions: readonly string[];
  readonly keyActions: readonly string[];
  /** What follows the ARN in the resources that are meant; the ARN itself unless said otherwise. */
  readonly suffixes?: readonly string[];
}

// A private field would be an output of the component in other languages.
const grantors = new WeakMap<pulumi.ComponentResource, Grantor>();

export function setGrantor(component: pulumi.ComponentResource, grantor: Grantor): void {
  grantors.set(component, grantor);
}

/**
 * Gives a role an inline policy that names the component, and its key. Child of the component: `<name>-<grantee>-<verb>`.
 *
 * @param grantee a name for who is let, unique among those of this verb
 */
export function grant(
  component: pulumi.ComponentResource,
  { verb, actions, keyActions, suffixes = [""] }: Grant,
  grantee: string,
  roleName: pulumi.Input<string>,
): void {
  expectArgument(/^[\w-]+$/.test(grantee), "grantee", "of letters, digits, - and _", grantee);
  const { name, arn, keyArn } = grantors.get(component) as Grantor;
  const policy = pulumi.all([arn, pulumi.output(keyArn)]).apply(([resource, key]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: actions, Resource: suffixes.map((suffix) => `${resource}${suffix}`) },
        ...(key === undefined ? [] : [{ Effect: "Allow", Action: keyActions, Resource: key }]),
      ],
    }),
  );
  new aws.iam.RolePolicy(`${name}-${grantee}-${verb}`, { role: roleName, policy }, { parent: component });
}

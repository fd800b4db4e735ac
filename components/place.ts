import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Where the provider of a component deploys to. */
export interface Place {
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
  /** Such as `eu-west-1`. */
  readonly region: string;
}

// Every policy of a component asks, and the engine would be called three times for each.
const places = new WeakMap<pulumi.Resource, pulumi.Output<Place>>();

/**
 * Known already in a preview, which the `arn` of a resource to be made is not: a policy whose ARNs are put together from the
 * place and the resource's name can be judged before anything exists.
 *
 * @param child options of the component's children, so that the answer comes from the same provider
 */
export function placeOf(child: { readonly parent: pulumi.Resource }): pulumi.Output<Place> {
  const asked = places.get(child.parent);
  if (asked) return asked;
  const place = pulumi
    .all([
      aws.getPartitionOutput({}, child).partition,
      aws.getCallerIdentityOutput({}, child).accountId,
      aws.getRegionOutput({}, child).region,
    ])
    .apply(([partition, account, region]) => ({ partition, account, region }));
  places.set(child.parent, place);
  return place;
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>`, known as soon as the resource's name is. */
export function arnIn(
  place: pulumi.Output<Place>,
  service: string,
  resource: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi
    .all([place, resource])
    .apply(([{ partition, account, region }, of]) => `arn:${partition}:${service}:${region}:${account}:${of}`);
}

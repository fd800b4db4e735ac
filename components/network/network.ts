import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EncryptionMode, Nat, type VpcArgs } from "./vpc-args";
import type { Layout } from "./vpc-layout";

/** What every part of a VPC is made of. */
export interface Network {
  readonly name: string;
  readonly args: VpcArgs;
  readonly layout: Layout;
  readonly vpc: aws.ec2.Vpc;
  /** Known before the VPC is, unless an IPAM pool gives it. */
  readonly cidr: pulumi.Output<string>;
  readonly child: { readonly parent: pulumi.Resource };
}

/** The tags, and the name that the console shows. */
export function named(tags: VpcArgs["tags"], name: string): pulumi.Output<Record<string, string>> {
  return pulumi.output(tags ?? {}).apply((all): Record<string, string> => ({ ...all, Name: name }));
}

/** AWS makes each VPC with a group, an ACL and a route table that let traffic pass; adopted and emptied, they let none. */
export function closeDefaults({ name, args, vpc, child }: Network): void {
  const tags = named(args.tags, `${name}-default`);
  new aws.ec2.DefaultSecurityGroup(`${name}-default`, { vpcId: vpc.id, tags }, child);
  new aws.ec2.DefaultNetworkAcl(`${name}-default`, { defaultNetworkAclId: vpc.defaultNetworkAclId, tags }, child);
  new aws.ec2.DefaultRouteTable(
    `${name}-default`,
    { defaultRouteTableId: vpc.defaultRouteTableId, routes: [], tags },
    child,
  );
}

/** Switches that concern the VPC as a whole. */
export function declareControls({ name, args, layout, vpc, child }: Network): void {
  const { encryptionControl: mode, publicAccessExclusion, tags } = args;
  if (mode !== undefined) {
    new aws.ec2.VpcEncryptionControl(
      name,
      { vpcId: vpc.id, mode, ...(mode === EncryptionMode.Enforce ? waysOut(layout) : {}), tags },
      child,
    );
  }
  if (publicAccessExclusion !== undefined) {
    new aws.ec2.VpcBlockPublicAccessExclusion(
      name,
      { vpcId: vpc.id, internetGatewayExclusionMode: publicAccessExclusion, tags },
      child,
    );
  }
}

/**
 * Traffic that leaves AWS is encrypted by nobody but the application: enforcement demands that its ways be named.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html
 */
function waysOut({ hasInternetGateway, hasIpv6, nat }: Layout): Partial<aws.ec2.VpcEncryptionControlArgs> {
  return {
    ...(hasInternetGateway ? { internetGatewayExclusion: "enable" } : {}),
    ...(nat === Nat.None || nat === Nat.Instance ? {} : { natGatewayExclusion: "enable" }),
    ...(hasIpv6 && nat !== Nat.None ? { egressOnlyInternetGatewayExclusion: "enable" } : {}),
  };
}

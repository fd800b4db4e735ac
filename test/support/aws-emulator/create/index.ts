import type { Clients } from "../clients";
import { createCompute } from "./compute";
import { createData } from "./data";
import { createNetwork } from "./network";
import { createRouting } from "./routing";
import { createSecurityGroups } from "./security-groups";
import { createServerless } from "./serverless";
import { createStorage } from "./storage";

/** What the emulator made: the id, and outputs that other resources need beside the inputs. */
export interface Created {
  readonly id: string;
  readonly [output: string]: unknown;
}

/** Makes one resource from its inputs as the AWS provider does; inputs have the shape of their type's args. */
export type Create = (inputs: any, clients: Clients, name: string) => Promise<Created>;

const creators: Readonly<Record<string, Create>> = {
  ...createCompute,
  ...createData,
  ...createNetwork,
  ...createRouting,
  ...createSecurityGroups,
  ...createServerless,
  ...createStorage,
};

/** Types that moto doesn't know, or not enough of; they get an id and no more. Each is left out of what the tests prove. */
export const beyondEmulator: Readonly<Record<string, string>> = {
  "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion": "moto has no block of public access",
  "aws:ec2/vpcEncryptionControl:VpcEncryptionControl": "moto has no encryption controls",
  "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": "moto has no DNS firewall",
  "aws:route53/resolverFirewallRule:ResolverFirewallRule": "moto has no DNS firewall",
  "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": "moto has no DNS firewall",
  "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": "moto has no DNS firewall",
  "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": "no client of Route 53 Resolver is installed",
  "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation":
    "no client of Route 53 Resolver is installed",
  "aws:ssm/association:Association": "moto has no associations",
};

export async function create(type: string, inputs: unknown, clients: Clients, name: string): Promise<Created> {
  if (type in beyondEmulator) return { id: `beyond-${name}` };
  const creator = creators[type];
  if (!creator) throw new Error(`expected a type that test/support/aws-emulator/create knows, got ${type}`);
  return creator(inputs, clients, name);
}

/** Tags as most services want them. */
export function tagList(tags: Readonly<Record<string, string>> | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

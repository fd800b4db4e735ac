import * as ec2 from "@aws-sdk/client-ec2";
import type { Clients } from "../clients";
import { type Create, tagList } from ".";

const group: Create = async (inputs, clients, name) => {
  const { GroupId = "" } = await clients.ec2.send(
    new ec2.CreateSecurityGroupCommand({
      GroupName: inputs.name ?? name,
      Description: inputs.description,
      VpcId: inputs.vpcId,
      TagSpecifications: tagged("security-group", inputs.tags),
    }),
  );
  // AWS lets a new group's traffic out; the provider takes that away.
  await revoke(clients, GroupId, await rulesOf(clients, GroupId));
  return {
    id: GroupId,
    name: inputs.name ?? name,
    arn: `arn:aws:ec2:eu-west-1:123456789012:security-group/${GroupId}`,
  };
};

const defaultGroup: Create = async ({ vpcId }, clients) => {
  const { SecurityGroups = [] } = await clients.ec2.send(
    new ec2.DescribeSecurityGroupsCommand({
      Filters: [
        { Name: "vpc-id", Values: [vpcId] },
        { Name: "group-name", Values: ["default"] },
      ],
    }),
  );
  const id = SecurityGroups[0]?.GroupId ?? "";
  await revoke(clients, id, await rulesOf(clients, id));
  return { id };
};

const exclusiveRules: Create = async ({ securityGroupId, ingressRuleIds, egressRuleIds }, clients) => {
  const wanted = new Set<unknown>([...ingressRuleIds, ...egressRuleIds]);
  const foreign = (await rulesOf(clients, securityGroupId)).filter((rule) => !wanted.has(rule.SecurityGroupRuleId));
  await revoke(clients, securityGroupId, foreign);
  return { id: securityGroupId };
};

async function rulesOf({ ec2: client }: Clients, groupId: string): Promise<ec2.SecurityGroupRule[]> {
  const { SecurityGroupRules = [] } = await client.send(
    new ec2.DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: [groupId] }] }),
  );
  return SecurityGroupRules;
}

async function revoke(
  { ec2: client }: Clients,
  GroupId: string,
  rules: readonly ec2.SecurityGroupRule[],
): Promise<void> {
  for (const { IsEgress, SecurityGroupRuleId = "" } of rules) {
    const which = { GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId] };
    if (IsEgress) await client.send(new ec2.RevokeSecurityGroupEgressCommand(which));
    else await client.send(new ec2.RevokeSecurityGroupIngressCommand(which));
  }
}

function permission(inputs: any): ec2.IpPermission {
  const { description: Description, ipProtocol, cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId } = inputs;
  return {
    IpProtocol: ipProtocol,
    FromPort: inputs.fromPort,
    ToPort: inputs.toPort,
    ...(cidrIpv4 && { IpRanges: [{ CidrIp: cidrIpv4, Description }] }),
    ...(cidrIpv6 && { Ipv6Ranges: [{ CidrIpv6: cidrIpv6, Description }] }),
    ...(prefixListId && { PrefixListIds: [{ PrefixListId: prefixListId, Description }] }),
    ...(referencedSecurityGroupId && { UserIdGroupPairs: [{ GroupId: referencedSecurityGroupId, Description }] }),
  };
}

function rule(isEgress: boolean): Create {
  return async (inputs, clients) => {
    const asked = {
      GroupId: inputs.securityGroupId,
      IpPermissions: [permission(inputs)],
      TagSpecifications: tagged("security-group-rule", inputs.tags),
    };
    const { SecurityGroupRules = [] } = isEgress
      ? await clients.ec2.send(new ec2.AuthorizeSecurityGroupEgressCommand(asked))
      : await clients.ec2.send(new ec2.AuthorizeSecurityGroupIngressCommand(asked));
    const id = SecurityGroupRules[0]?.SecurityGroupRuleId ?? "";
    return { id, securityGroupRuleId: id };
  };
}

/** Tags as EC2 wants them when something is made. */
export function tagged(
  ResourceType: ec2.ResourceType,
  tags: Readonly<Record<string, string>> | undefined,
): ec2.TagSpecification[] | undefined {
  return tags && [{ ResourceType, Tags: tagList(tags) }];
}

export const createSecurityGroups: Readonly<Record<string, Create>> = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": defaultGroup,
  "aws:ec2/securityGroup:SecurityGroup": group,
  "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive": exclusiveRules,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule(true),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule(false),
};

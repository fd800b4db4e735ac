import type { Instance, IpPermission } from "@aws-sdk/client-ec2";
import type { Instant } from "../../core/decider";
import { ask, type Send, unlessMissing } from "../calls";
import type { Target } from "../target";
import { readPolicies } from "./deny";
import { type Before, closedGroup, denialOf, evidenceOf, evidenceTag, openGroup, type Present } from "./host";
import { tagsOf } from "./kind";

export interface Group {
  readonly id: string;
  readonly ingress: readonly IpPermission[];
  readonly egress: readonly IpPermission[];
}

interface Reading {
  readonly since: Instant;
  readonly before?: Before;
}

/** Reads an instance and all that quarantine touches. */
export async function readHost(
  send: Send,
  target: Target,
  _settings: unknown,
  { since, before }: Reading,
): Promise<Present | undefined> {
  const instance = await instanceOf(send, target);
  if (!instance) return before && gone(send, target, before);
  const InstanceId = target.name;
  const isSpot = instance.InstanceLifecycle === "spot";
  const protection = isSpot
    ? undefined
    : await ask(send, "ec2", "DescribeInstanceAttribute", { InstanceId, Attribute: "disableApiTermination" });
  const vpc = instance.VpcId ?? "";
  const role = await roleOf(send, target, instance, before);
  const { account, region, name } = target;
  const arn = `arn:aws:ec2:${region}:${account}:instance/${name}`;
  return {
    names: [arn, ...(role ? [role.arn] : [])],
    tags: tagsOf(instance.Tags),
    interfaces: await interfacesOf(send, target),
    terminationProtection: protection?.DisableApiTermination?.Value,
    ...(role && { role: { name: role.name, id: role.id, policies: role.policies } }),
    ...{ vpc, groups: await groupsOf(send, vpc) },
    volumes: (instance.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.VolumeId ?? []),
    preserved: await preservedOf(send, evidenceOf({ target, since })),
  };
}

async function instanceOf(send: Send, { name }: Target): Promise<Instance | undefined> {
  const found = await unlessMissing(
    ask(send, "ec2", "DescribeInstances", { InstanceIds: [name] }),
    "InvalidInstanceID.NotFound",
  );
  const instance = found?.Reservations?.[0]?.Instances?.[0];
  return instance?.State?.Name === "terminated" ? undefined : instance;
}

/** Of an instance that is gone only its role's policies are left to be restored. */
async function gone(send: Send, target: Target, before: Before): Promise<Present> {
  const role = before.role && (await withPolicies(send, target, before.role));
  const nothing = { names: [], tags: {}, interfaces: {}, vpc: "", groups: {}, volumes: [], preserved: [] };
  return { ...nothing, ...(role && { role }) };
}

/** The role on record, even when the instance has another one by now: its policies are ours. */
async function roleOf(send: Send, target: Target, { IamInstanceProfile }: Instance, before: Before | undefined) {
  const profile = /\/([^/]+)$/.exec(IamInstanceProfile?.Arn ?? "")?.[1];
  const found =
    profile === undefined ? undefined : await ask(send, "iam", "GetInstanceProfile", { InstanceProfileName: profile });
  const role = found?.InstanceProfile?.Roles?.[0];
  const now = role && { name: role.RoleName ?? "", id: role.RoleId ?? "" };
  const recorded = before ? before.role : now;
  return recorded && { ...(await withPolicies(send, target, recorded)), arn: role?.Arn ?? "" };
}

async function withPolicies(send: Send, target: Target, role: { readonly name: string; readonly id: string }) {
  const { name, id } = role;
  return { name, id, policies: await readPolicies(send, denialOf(target, role)) };
}

async function interfacesOf(send: Send, { name }: Target): Promise<Present["interfaces"]> {
  const { NetworkInterfaces = [] } = await ask(send, "ec2", "DescribeNetworkInterfaces", {
    Filters: [{ Name: "attachment.instance-id", Values: [name] }],
  });
  return Object.fromEntries(
    NetworkInterfaces.map(({ NetworkInterfaceId = "", Groups = [] }) => [
      NetworkInterfaceId,
      Groups.flatMap(({ GroupId }) => GroupId ?? []),
    ]),
  );
}

async function groupsOf(send: Send, vpc: string): Promise<Present["groups"]> {
  const { SecurityGroups = [] } = await ask(send, "ec2", "DescribeSecurityGroups", {
    Filters: [
      { Name: "vpc-id", Values: [vpc] },
      { Name: "group-name", Values: [openGroup, closedGroup] },
    ],
  });
  return Object.fromEntries(
    SecurityGroups.map(({ GroupName = "", GroupId = "", IpPermissions = [], IpPermissionsEgress = [] }) => [
      GroupName,
      { id: GroupId, ingress: IpPermissions, egress: IpPermissionsEgress },
    ]),
  );
}

/** By the tags of snapshots, of which there are fewer to look through than there are snapshots. */
async function preservedOf(send: Send, evidence: string): Promise<readonly string[]> {
  const { Tags = [] } = await ask(send, "ec2", "DescribeTags", {
    Filters: [
      { Name: "resource-type", Values: ["snapshot"] },
      { Name: "key", Values: [evidenceTag] },
      { Name: "value", Values: [`${evidence} *`] },
    ],
  });
  return Tags.flatMap(({ Value = "" }) => Value.slice(evidence.length + 1));
}

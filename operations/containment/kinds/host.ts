import { type Call, call } from "../calls";
import type { Target } from "../target";
import { containCalls, type Denial, type Policies, releasePlan } from "./deny";
import { type Group, readHost } from "./host-read";
import type { ContainmentKind, Context, Plan } from "./kind";

export interface Before {
  /** The security groups of each network interface, in AWS's order. */
  readonly interfaces: Readonly<Record<string, readonly string[]>>;
  /** Absent where it can't be set, as of a spot instance, and of an instance that is gone. */
  readonly terminationProtection?: boolean;
  readonly role?: { readonly name: string; readonly id: string; readonly policies: Policies };
}

export interface Present extends Before {
  readonly names: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly vpc: string;
  /** The groups of the VPC that quarantine hosts, by name, as far as they are there. */
  readonly groups: Readonly<Record<string, Group>>;
  readonly volumes: readonly string[];
  /** The volumes of which a snapshot was taken for this containment. */
  readonly preserved: readonly string[];
}

/**
 * Quarantines an instance. Its open connections outlive a change of groups while they are tracked; a group that allows all
 * makes them untracked, so that the empty one, which comes next, ends them:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const openGroup = "guardrails-quarantine-open";
export const closedGroup = "guardrails-quarantine";

export const host: ContainmentKind<Present, Before> = {
  read: readHost,
  facts: ({ names, tags }) => ({ names, tags }),
  record: ({ interfaces, terminationProtection, role }) => ({ interfaces, terminationProtection, role }),
  contain(before, present, context) {
    const added = Object.keys(present.interfaces).filter((id) => !(id in before.interfaces));
    const protect = present.terminationProtection === false ? [protection(context.target, true)] : [];
    const groups = groupCalls(present);
    // Evidence first; then the swap, in one go, as the host is open to all in between.
    const calls = groups.length > 0 ? [...protect, ...groups] : [...protect, ...isolation(present, context)];
    return { calls, different: added.map((id) => `expected no interface since it was recorded, got ${id}`) };
  },
  release(before, present, context) {
    const plans = [releaseInterfaces(before, present), releaseRole(before, present, context)];
    const isProtected = present.terminationProtection;
    const unprotect = before.terminationProtection === false && isProtected ? [protection(context.target, false)] : [];
    return {
      calls: [...plans.flatMap(({ calls }) => calls), ...unprotect],
      different: plans.flatMap(({ different = [] }) => different),
      restUntil: plans.find(({ restUntil }) => restUntil !== undefined)?.restUntil,
    };
  },
  foresee: (present) => ({
    ...present,
    groups: Object.fromEntries(
      [openGroup, closedGroup].map((name) => {
        const id = present.groups[name]?.id ?? `<${name}>`;
        return [name, { id, ingress: rulesOf(name), egress: rulesOf(name) }];
      }),
    ),
  }),
};

const all = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }], Ipv6Ranges: [{ CidrIpv6: "::/0" }] }];
const rulesOf = (name: string) => (name === openGroup ? all : []);

function groupCalls({ vpc, groups }: Present): readonly Call[] {
  return [openGroup, closedGroup].flatMap((name): readonly Call[] => {
    const group = groups[name];
    if (!group) {
      const Description = name === openGroup ? "Makes connections untracked" : "Allows nothing";
      return [call("ec2", "CreateSecurityGroup", { GroupName: name, Description, VpcId: vpc })];
    }
    const { id: GroupId, ingress, egress } = group;
    if (name === openGroup) {
      return [
        ...(isOpen(ingress)
          ? []
          : [call("ec2", "AuthorizeSecurityGroupIngress", { GroupId, IpPermissions: missing(ingress) })]),
        ...(isOpen(egress)
          ? []
          : [call("ec2", "AuthorizeSecurityGroupEgress", { GroupId, IpPermissions: missing(egress) })]),
      ];
    }
    // AWS gives every new group a rule that lets all out.
    return [
      ...(ingress.length > 0
        ? [call("ec2", "RevokeSecurityGroupIngress", { GroupId, IpPermissions: [...ingress] })]
        : []),
      ...(egress.length > 0 ? [call("ec2", "RevokeSecurityGroupEgress", { GroupId, IpPermissions: [...egress] })] : []),
    ];
  });
}

const hasIpv4 = (rules: Group["ingress"]) =>
  rules.some(
    ({ IpProtocol, IpRanges }) => IpProtocol === "-1" && IpRanges?.some(({ CidrIp }) => CidrIp === "0.0.0.0/0"),
  );
const hasIpv6 = (rules: Group["ingress"]) =>
  rules.some(
    ({ IpProtocol, Ipv6Ranges }) => IpProtocol === "-1" && Ipv6Ranges?.some(({ CidrIpv6 }) => CidrIpv6 === "::/0"),
  );
const isOpen = (rules: Group["ingress"]) => hasIpv4(rules) && hasIpv6(rules);

/** A rule that is there already may not be asked for again. */
function missing(rules: Group["ingress"]) {
  return [
    {
      IpProtocol: "-1",
      ...(hasIpv4(rules) ? {} : { IpRanges: [{ CidrIp: "0.0.0.0/0" }] }),
      ...(hasIpv6(rules) ? {} : { Ipv6Ranges: [{ CidrIpv6: "::/0" }] }),
    },
  ];
}

function isolation(present: Present, context: Context): readonly Call[] {
  const { interfaces, groups, role, volumes, preserved } = present;
  const [open = "", closed = ""] = [openGroup, closedGroup].map((name) => groups[name]?.id);
  const swaps = Object.entries(interfaces).flatMap(([id, present]): readonly Call[] => {
    if (isSame(present, [closed])) return [];
    return isSame(present, [open]) ? [swap(id, [closed])] : [swap(id, [open]), swap(id, [closed])];
  });
  const denials = role ? containCalls(denialOf(context.target, role), role.policies, context) : [];
  const left = volumes.filter((volume) => !preserved.includes(volume));
  return [...swaps, ...denials, ...left.map((volume) => snapshot(volume, context))];
}

function releaseInterfaces(before: Before, present: Present): Plan {
  const [open = "", closed = ""] = [openGroup, closedGroup].map((name) => present.groups[name]?.id);
  const calls: Call[] = [];
  const different: string[] = [];
  for (const [id, was] of Object.entries(before.interfaces)) {
    const is = present.interfaces[id];
    // Detached since, or gone with the host.
    if (is === undefined || isSame(is, was)) continue;
    if (isSame(is, [open]) || isSame(is, [closed])) calls.push(swap(id, was));
    else different.push(`expected interface ${id} in quarantine, got it with ${is.join(", ") || "no group"}`);
  }
  return { calls, different };
}

function releaseRole(before: Before, { role }: Present, context: Context): Plan {
  if (!before.role || !role) return { calls: [] };
  return releasePlan(denialOf(context.target, before.role), before.role.policies, role.policies, context);
}

/** Only this host's sessions of the role, so that others which have it go on. */
export function denialOf({ name }: Target, role: { readonly name: string; readonly id: string }): Denial {
  return {
    principal: { type: "role", name: role.name },
    ...{ deny: `guardrails-containment-${name}`, revoke: `guardrails-revoked-sessions-${name}` },
    userId: `${role.id}:${name}`,
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}

function swap(NetworkInterfaceId: string, Groups: readonly string[]): Call {
  return call("ec2", "ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, Groups: [...Groups] });
}

function protection({ name }: Target, Value: boolean): Call {
  return call("ec2", "ModifyInstanceAttribute", { InstanceId: name, DisableApiTermination: { Value } });
}

/** What evidence is found by: the target, since when it is contained, and the volume. */
export const evidenceTag = "guardrails:containment";

export function evidenceOf({ target, since }: Pick<Context, "target" | "since">): string {
  return `${target.id} ${since}`;
}

function snapshot(VolumeId: string, context: Context): Call {
  const Tags = [{ Key: evidenceTag, Value: `${evidenceOf(context)} ${VolumeId}` }];
  const Description = `Evidence of ${context.target.name}`;
  const TagSpecifications = [{ ResourceType: "snapshot" as const, Tags }];
  return call("ec2", "CreateSnapshot", { VolumeId, Description, TagSpecifications });
}

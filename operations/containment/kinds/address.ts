import type { NetworkAclEntry } from "@aws-sdk/client-ec2";
import type { ContainmentSettings, IpSetSettings } from "../../settings/settings";
import { ask, type Call, call, type Send } from "../calls";
import { cidrOf, type Target, textOf } from "../target";
import type { ContainmentKind, Plan } from "./kind";

/** A list of addresses of AWS WAF, as it is now. */
interface IpSet extends IpSetSettings {
  readonly addresses: readonly string[];
  readonly lockToken: string;
}

interface Acl {
  readonly id: string;
  readonly entries: readonly NetworkAclEntry[];
}

/** Only whether the block is there: of both lists, the rest is others'. */
interface Before {
  readonly ipSets: Readonly<Record<string, boolean>>;
  /** Whether a network ACL denies it already, by the ACL and the direction, such as `acl-0abc ingress`. */
  readonly acls: Readonly<Record<string, boolean>>;
}

interface Present {
  readonly block: string;
  readonly ipSets: readonly IpSet[];
  readonly acls: readonly Acl[];
}

const directions = ["ingress", "egress"] as const;
type Direction = (typeof directions)[number];

/** Blocks an address at AWS WAF and at the network ACLs that the settings name. */
export const address: ContainmentKind<Present, Before> = {
  async read(send, target, settings) {
    const ipSets = await ipSetsOf(send, target, settings);
    const acls = await aclsOf(send, target, settings);
    if (ipSets.length + acls.length === 0) {
      throw new Error(`expected settings with an IP set or a network ACL for ${target.name}, got none`);
    }
    return { block: target.name, ipSets, acls };
  },
  facts: ({ ipSets }) => ({ names: ipSets.map(({ id }) => id), tags: {} }),
  record: ({ block, ipSets, acls }) => ({
    ipSets: Object.fromEntries(ipSets.map((set) => [set.id, isListed(set, block)])),
    acls: Object.fromEntries(
      acls.flatMap((acl) => directions.map((way) => [`${acl.id} ${way}`, denials(acl, block, way).length > 0])),
    ),
  }),
  contain: (_before, { block, ipSets, acls }) => ({
    calls: [
      ...ipSets.filter((set) => !isListed(set, block)).map((set) => update(set, [...set.addresses, block])),
      ...acls.flatMap((acl) => directions.flatMap((way) => deny(acl, block, way))),
    ],
  }),
  release(before, { block, ipSets, acls }): Plan {
    const listed = ipSets.filter((set) => before.ipSets[set.id] === false && isListed(set, block));
    const entries = acls.flatMap((acl) =>
      directions
        .filter((way) => before.acls[`${acl.id} ${way}`] === false)
        .flatMap((way) => denials(acl, block, way).map((entry) => allow(acl, entry))),
    );
    return {
      calls: [
        ...listed.map((set) =>
          update(
            set,
            set.addresses.filter((each) => normal(each) !== block),
          ),
        ),
        ...entries,
      ],
    };
  },
};

async function ipSetsOf(
  send: Send,
  { name, region }: Target,
  settings: ContainmentSettings,
): Promise<readonly IpSet[]> {
  const version = name.includes(":") ? "IPV6" : "IPV4";
  const found: IpSet[] = [];
  for (const each of settings.ipSets ?? []) {
    // What CloudFront uses is kept in one region: https://docs.aws.amazon.com/waf/latest/APIReference/API_GetIPSet.html
    if (region !== (each.scope === "CLOUDFRONT" ? "us-east-1" : each.region)) continue;
    const { IPSet, LockToken = "" } = await ask(send, "wafv2", "GetIPSet", {
      ...{ Name: each.name, Scope: each.scope, Id: each.id },
    });
    if (IPSet?.IPAddressVersion !== version) continue;
    found.push({ ...each, addresses: IPSet.Addresses ?? [], lockToken: LockToken });
  }
  return found;
}

async function aclsOf(
  send: Send,
  { region }: Target,
  { networkAcls = [] }: ContainmentSettings,
): Promise<readonly Acl[]> {
  const NetworkAclIds = networkAcls.filter((acl) => acl.region === region).map(({ id }) => id);
  if (NetworkAclIds.length === 0) return [];
  const { NetworkAcls = [] } = await ask(send, "ec2", "DescribeNetworkAcls", { NetworkAclIds });
  return NetworkAcls.map(({ NetworkAclId = "", Entries = [] }) => ({ id: NetworkAclId, entries: Entries }));
}

function isListed({ addresses }: IpSet, block: string): boolean {
  return addresses.some((each) => normal(each) === block);
}

/** AWS WAF writes IPv6 addresses in full. */
function normal(text: string): string {
  const block = cidrOf(text);
  return block ? textOf(block) : text;
}

/** The whole list is replaced; the token refuses that if another wrote it since it was read. */
function update({ name, id, scope, lockToken }: IpSet, Addresses: readonly string[]): Call {
  return call("wafv2", "UpdateIPSet", {
    Name: name,
    Id: id,
    Scope: scope,
    Addresses: [...Addresses],
    LockToken: lockToken,
  });
}

function denials({ entries }: Acl, block: string, way: Direction): readonly NetworkAclEntry[] {
  return entries.filter(
    ({ CidrBlock, Ipv6CidrBlock, Egress, RuleAction, Protocol }) =>
      (Egress === true) === (way === "egress") &&
      RuleAction === "deny" &&
      Protocol === "-1" &&
      normal(CidrBlock ?? Ipv6CidrBlock ?? "") === block,
  );
}

function deny(acl: Acl, block: string, way: Direction): readonly Call[] {
  if (denials(acl, block, way).length > 0) return [];
  const family = block.includes(":") ? { Ipv6CidrBlock: block } : { CidrBlock: block };
  const rule = { Protocol: "-1", RuleAction: "deny" as const, Egress: way === "egress", ...family };
  return [call("ec2", "CreateNetworkAclEntry", { NetworkAclId: acl.id, RuleNumber: freeNumber(acl, way), ...rule })];
}

/** The entry with the lowest number decides, so ours has to come before the first one that allows. */
function freeNumber({ id, entries }: Acl, way: Direction): number {
  const ours = entries.filter(({ Egress }) => (Egress === true) === (way === "egress"));
  const taken = new Set(ours.map(({ RuleNumber }) => RuleNumber));
  const allowed = ours.filter(({ RuleAction }) => RuleAction === "allow").map(({ RuleNumber = 0 }) => RuleNumber);
  const first = Math.min(...allowed, 32_766);
  for (let number = first - 1; number >= 1; number--) if (!taken.has(number)) return number;
  throw new Error(`expected a free rule number below ${String(first)} in network ACL ${id}, got none`);
}

function allow({ id }: Acl, { RuleNumber, Egress }: NetworkAclEntry): Call {
  return call("ec2", "DeleteNetworkAclEntry", { NetworkAclId: id, RuleNumber, Egress });
}

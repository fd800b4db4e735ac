import ipaddr from "ipaddr.js";
import { expectArgument, isWithin } from "../check-argument";

/** One kind of traffic that is wanted. What isn't listed is not possible, in either direction. */
export interface Flow {
  /**
   * Who opens the connection: a group, one of `external` or `prefixLists`, `internet`, `vpc`, a CIDR block or the id of a prefix
   * list (`pl-…`).
   */
  from: string;
  /** Who answers: as `from`. One of the two is a group. */
  to: string;
  /**
   * Port that answers, or the first of several. For `icmp` and `icmpv6`, and for `all`, there is none.
   * @default - none
   */
  port?: number;
  /**
   * The last of several ports.
   * @default - `port`
   */
  toPort?: number;
  /**
   * `tcp`, `udp`, `icmp`, `icmpv6` or `all`.
   * @default tcp
   */
  protocol?: string;
  /**
   * Why it is needed; stands in AWS as the rules' description. Required from and to the `internet`.
   * @default - `<from> to <to>`
   */
  reason?: string;
}

/** Who or what a rule lets through, beside the group that it belongs to. */
export interface Peer {
  readonly kind: "group" | "external" | "vpc" | "cidr" | "prefixList";
  /** Name of the group, CIDR block, name or id of the prefix list; `vpc` or `vpc-ipv6`. */
  readonly value: string;
}

/** Ports of a protocol; all of them where there are none. */
export interface Ports {
  readonly protocol: string;
  readonly first?: number;
  readonly last?: number;
}

/** A rule of a security group, planned: one resource. */
export interface PlannedRule extends Ports {
  readonly group: string;
  readonly direction: "ingress" | "egress";
  readonly peer: Peer;
  /** Unique among the rules, made of what the rule says: `web-from-alb-tcp-8080`. */
  readonly name: string;
  readonly description: string;
}

const internetNames: Readonly<Record<string, string>> = { "0.0.0.0/0": "internet-ipv4", "::/0": "internet-ipv6" };

/** What strangers may reach: our own rule for ports that face the internet allows these, and Security Hub's EC2.18 by default. */
const publicPorts = [80, 443];

/** The names that are meant in `from` and `to`. */
export interface Names {
  readonly groups: readonly string[];
  readonly external: readonly string[];
  /** The ids of prefix lists by their names; undefined while they are not known. */
  readonly prefixLists: Readonly<Record<string, string | undefined>>;
  readonly vpc: VpcBlocks;
}

/** What is known of the VPC's blocks. */
export interface VpcBlocks {
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly hasIpv6: boolean;
}

/**
 * The rules that carry out the flows: an egress rule where a flow begins in a group, an ingress rule where it ends in one. The
 * same rules come of the same flows in whatever order, and a rule that two flows ask for comes once.
 */
export function planRules(flows: readonly Flow[], names: Names): PlannedRule[] {
  const planned = new Map<string, { readonly rule: Omit<PlannedRule, "description">; readonly reasons: Set<string> }>();
  for (const [index, flow] of flows.entries()) {
    const reason = flow.reason ?? `${flow.from} to ${flow.to}`;
    for (const rule of rulesOf(flow, `flows[${index}]`, names)) {
      const before = planned.get(rule.name);
      const isSame = before?.rule.group === rule.group && isPeer(before.rule.peer, rule.peer);
      expectArgument(!before || isSame, "groups", "names that tell rules apart, as two would be", rule.name);
      if (before) before.reasons.add(reason);
      else planned.set(rule.name, { rule, reasons: new Set([reason]) });
    }
  }
  return [...planned.values()]
    .map(({ rule, reasons }) => ({ ...rule, description: [...reasons].sort().join("; ").slice(0, 255) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function rulesOf(flow: Flow, path: string, names: Names): Omit<PlannedRule, "description">[] {
  const ports = portsOf(flow, path);
  const [from, to] = [peersOf(flow.from, `${path}.from`, names), peersOf(flow.to, `${path}.to`, names)];
  const [isFromGroup, isToGroup] = [names.groups.includes(flow.from), names.groups.includes(flow.to)];
  expectArgument(isFromGroup || isToGroup, path, "from or to a group of this table", `${flow.from} to ${flow.to}`);
  expectReason(flow, ports, path);
  const egress = isFromGroup ? to.filter(carries(ports)).map((peer) => ruleOf("egress", flow.from, peer, ports)) : [];
  const ingress = isToGroup ? from.filter(carries(ports)).map((peer) => ruleOf("ingress", flow.to, peer, ports)) : [];
  expectArgument(egress.length + ingress.length > 0, path, `a block that carries ${ports.protocol}`, flow);
  return [...egress, ...ingress];
}

/** Each version of IP has an ICMP of its own. */
function carries({ protocol }: Ports): (peer: Peer) => boolean {
  return (peer) => {
    const version = versionOf(peer);
    return version === undefined || protocol !== (version === "ipv6" ? "icmp" : "icmpv6");
  };
}

/** The version of IP that a peer is of; undefined when it is of both. */
export function versionOf({ kind, value }: Peer): "ipv4" | "ipv6" | undefined {
  if (kind === "cidr") return value.includes(":") ? "ipv6" : "ipv4";
  return kind === "vpc" ? (value === "vpc" ? "ipv4" : "ipv6") : undefined;
}

/** Whether two peers are the same. */
export function isPeer(a: Peer, b: Peer): boolean {
  return a.kind === b.kind && a.value === b.value;
}

function ruleOf(direction: PlannedRule["direction"], group: string, peer: Peer, ports: Ports) {
  const { protocol, first, last } = ports;
  const port = first === undefined ? "" : last === first ? `-${first}` : `-${first}-${last}`;
  // Logical names stand in URNs, whose parts `::` divides.
  const other = internetNames[peer.value] ?? peer.value.replaceAll("/", "_").replaceAll(":", ".");
  const name = `${group}-${direction === "ingress" ? "from" : "to"}-${other}-${protocol}${port}`;
  return { ...ports, group, direction, peer, name };
}

/** What a name in a flow, or in `never`, stands for. */
export function peersOf(name: string, path: string, { groups, external, prefixLists, vpc }: Names): Peer[] {
  if (groups.includes(name)) return [{ kind: "group", value: name }];
  if (external.includes(name)) return [{ kind: "external", value: name }];
  if (name === "internet") return Object.keys(internetNames).map((value) => ({ kind: "cidr", value }));
  if (name === "vpc") return (vpc.hasIpv6 ? ["vpc", "vpc-ipv6"] : ["vpc"]).map((value) => ({ kind: "vpc", value }));
  if (Object.hasOwn(prefixLists, name)) return [{ kind: "prefixList", value: name }];
  if (/^pl-[0-9a-f]+$/.test(name)) return [{ kind: "prefixList", value: nameOf(name, prefixLists) ?? name }];
  const known = [...groups, ...external, ...Object.keys(prefixLists), "internet", "vpc"].join(", ");
  expectArgument(name.includes("/"), path, `one of ${known}, a CIDR block or a prefix list (pl-…)`, name);
  const block = blockOf(name, path);
  // EC2 refuses the same rule a second time, whatever it is called here.
  if (block === vpc.ipv4) return [{ kind: "vpc", value: "vpc" }];
  return [block === vpc.ipv6 ? { kind: "vpc", value: "vpc-ipv6" } : { kind: "cidr", value: block }];
}

function nameOf(id: string, prefixLists: Names["prefixLists"]): string | undefined {
  return Object.entries(prefixLists).find(([, known]) => known === id)?.[0];
}

/** A block as EC2 writes it: any other spelling of it would be a change in each update. */
export function blockOf(text: string, path: string): string {
  const isIpv6 = text.includes(":");
  const isValid = isIpv6 ? ipaddr.IPv6.isValidCIDR(text) : ipaddr.IPv4.isValidCIDRFourPartDecimal(text);
  expectArgument(isValid, path, "a CIDR block such as 10.1.0.0/16", text);
  const family = isIpv6 ? ipaddr.IPv6 : ipaddr.IPv4;
  const [, prefix] = family.parseCIDR(text);
  const network = family.networkAddressFromCIDR(text);
  expectArgument(
    `${network.toString()}/${prefix}` === text.toLowerCase(),
    path,
    `${network.toString()}/${prefix}`,
    text,
  );
  const isWide = isIpv6 ? prefix < 32 && network.range() !== "uniqueLocal" : prefix < 8;
  expectArgument(!isWide, path, "`internet`, which so wide a block is", text);
  return text.toLowerCase();
}

const protocols = ["tcp", "udp", "icmp", "icmpv6", "all"];

function portsOf({ port, toPort, protocol = "tcp" }: Flow, path: string): Ports {
  expectArgument(protocols.includes(protocol), `${path}.protocol`, `one of ${protocols.join(", ")}`, protocol);
  if (protocol !== "tcp" && protocol !== "udp") {
    expectArgument(port === undefined, `${path}.port`, `absent: ${protocol} has none`, port);
    expectArgument(toPort === undefined, `${path}.toPort`, `absent: ${protocol} has none`, toPort);
    return { protocol };
  }
  expectArgument(port !== undefined && isWithin(port, 0, 65535), `${path}.port`, "0 to 65535", port);
  const last = toPort ?? port ?? 0;
  expectArgument(isWithin(last, port ?? 0, 65535), `${path}.toPort`, `${port} (\`port\`) to 65535`, toPort);
  return { protocol, first: port, last };
}

function expectReason({ from, to, reason }: Flow, { protocol, first = 0, last = first }: Ports, path: string): void {
  if (from === "internet") {
    const isOpen = protocol === "tcp" && first === last && publicPorts.includes(first);
    const isIcmp = protocol.startsWith("icmp");
    expectArgument(
      isOpen || isIcmp,
      path,
      `TCP port ${publicPorts.join(" or ")}, the only ones that may face the internet`,
      first === last ? `${protocol} ${first}` : `${protocol} ${first} to ${last}`,
    );
  }
  if (from === "internet" || to === "internet") {
    expectArgument(/\S/.test(reason ?? ""), `${path}.reason`, "a reason, as it is about the internet", reason);
  }
  if (reason !== undefined) expectDescription(reason, `${path}.reason`);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
export function expectDescription(text: string, path: string): void {
  const isText = /^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/.test(text);
  expectArgument(isText, path, "1 to 255 of letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*", text);
}

import type { Value } from "../core/value";

/** What traffic a rule of a security group or network ACL is about. `all` is every protocol and every port. */
export interface Ports {
  /** `all`, `tcp`, `udp`, `icmp`, `icmpv6` or the number of another protocol. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

const last = 65535;

/** EC2 takes protocols by name or by IANA number. */
const names: Readonly<Record<string, string>> = { "-1": "all", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6" };

/**
 * The ports of a rule. EC2 ignores the range unless the protocol is TCP, UDP or ICMP: "specifying -1 or a protocol number
 * other than tcp, udp, icmp, or icmpv6 allows traffic on all ports, regardless of any port range" (API IpPermission).
 */
export function readPorts(protocol: Value<any>, from: Value<any>, to: Value<any>): Ports {
  const written = (protocol.string() ?? "-1").toLowerCase();
  const name = names[written] ?? written;
  if (name !== "tcp" && name !== "udp") return { protocol: name, from: 0, to: last };
  const first = from.number() ?? 0;
  const final = to.number() ?? last;
  // A range from -1 to -1 is every port, too.
  return { protocol: name, from: Math.max(first, 0), to: final < 0 ? last : final };
}

/** Whether the rule is about this port. */
export function includesPort({ protocol, from, to }: Ports, wanted: "tcp" | "udp", port: number): boolean {
  return protocol === "all" || (protocol === wanted && from <= port && port <= to);
}

/** Whether a rule about `outer` is about all of `inner`, too. */
export function covers(outer: Ports, inner: Ports): boolean {
  if (outer.protocol === "all") return true;
  return outer.protocol === inner.protocol && outer.from <= inner.from && inner.to <= outer.to;
}

/** `every port`, `TCP port 22`, `UDP ports 5000 to 5010`, `every TCP port`. */
export function inWords({ protocol, from, to }: Ports): string {
  if (protocol === "all") return "every port";
  if (/^\d+$/.test(protocol)) return `every port of protocol ${protocol}`;
  const name = protocol.toUpperCase();
  if (from === 0 && to === last) return `every ${name} port`;
  return from === to ? `${name} port ${from}` : `${name} ports ${from} to ${to}`;
}

/** For a label: `TCP 22`, `UDP 5000–5010`, `all TCP`, `all`. */
export function inShort({ protocol, from, to }: Ports): string {
  if (protocol === "all") return "all";
  if (/^\d+$/.test(protocol)) return `protocol ${protocol}`;
  const name = protocol.toUpperCase();
  if (protocol !== "tcp" && protocol !== "udp") return name;
  if (from === 0 && to === last) return `all ${name}`;
  return from === to ? `${name} ${from}` : `${name} ${from}–${to}`;
}

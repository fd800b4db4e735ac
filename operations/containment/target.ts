import * as ipaddr from "ipaddr.js";
import { UserError } from "../../policies/core/user-error";

export const targetKinds = [
  "host",
  "address",
  "access-key",
  "user",
  "role",
  "function",
  "ecs-service",
  "flag",
  "runbook",
] as const;
export type TargetKind = (typeof targetKinds)[number];

/** What can be contained. */
export interface Target {
  /**
   * `<kind>/<account>/<region>/<name>`, such as `host/123456789012/eu-west-1/i-0abc12345678def90`; without region for what IAM
   * keeps, such as `user/123456789012/ana`. The same thing always has the same id.
   */
  readonly id: string;
  readonly kind: TargetKind;
  readonly account: string;
  /** Empty for what IAM keeps. */
  readonly region: string;
  readonly name: string;
}

const global: readonly TargetKind[] = ["access-key", "user", "role"];

const names: Readonly<Record<TargetKind, readonly [pattern: RegExp, expected: string]>> = {
  host: [/^i-[0-9a-f]{8,17}$/, "the id of an instance, such as i-0abc12345678def90"],
  address: [/./, "an address or a block"],
  // Keys that begin with ASIA are a session's: what is contained is the user or the role that it is of.
  "access-key": [/^AKIA[A-Z0-9]{12,124}$/, "the id of a user's access key, which begins with AKIA"],
  user: [/^[\w+=,.@-]{1,64}$/, "the name of a user"],
  role: [/^[\w+=,.@-]{1,64}$/, "the name of a role"],
  function: [/^[\w-]{1,64}$/, "the name of a function"],
  "ecs-service": [/^[\w-]{1,255}\/[\w-]{1,255}$/, "a cluster and a service, such as shop/web"],
  flag: [/^[\w./-]{1,1011}$/, "the name of a parameter"],
  runbook: [/^[\w.-]{1,128}$/, "the name of a runbook of the settings"],
};

/**
 * The target of an id.
 *
 * @throws UserError when it is the id of nothing that can be contained
 */
export function targetOf(id: string): Target {
  const [kind = "", account = "", ...rest] = id.split("/");
  const known = targetKinds.find((each) => each === kind);
  if (!known) throw new UserError(`expected a target of kind ${targetKinds.join(", ")}, got ${id}`);
  if (!/^\d{12}$/.test(account)) throw new UserError(`expected an account of 12 digits in ${id}, got ${account}`);
  const region = global.includes(known) ? "" : (rest.shift() ?? "");
  if (!global.includes(known) && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new UserError(`expected a region in ${id}, got ${region}`);
  }
  const [pattern, expected] = names[known];
  const given = rest.join("/");
  if (!pattern.test(given)) throw new UserError(`expected ${expected} in ${id}, got ${given}`);
  const name = known === "address" ? blockOf(given) : given;
  return { id: [known, account, ...(region ? [region] : []), name].join("/"), kind: known, account, region, name };
}

/** A larger block is more than an attacker's address: it may be the office or the whole internet. */
const shortestPrefix = { ipv4: 24, ipv6: 48 };

function blockOf(text: string): string {
  const block = cidrOf(text);
  if (!block) throw new UserError(`expected an address or a block such as 203.0.113.7 or 2001:db8::/64, got ${text}`);
  const [address, prefix] = block;
  const shortest = shortestPrefix[address.kind()];
  if (prefix < shortest) {
    throw new UserError(`expected a block of /${String(shortest)} or smaller, got ${text}`);
  }
  return textOf(block);
}

type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** An address is a block of one. */
export function cidrOf(text: string): Cidr | undefined {
  try {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    if (!ipaddr.isValid(text) || (text.includes(".") && !ipaddr.IPv4.isValidFourPartDecimal(text))) return undefined;
    const address = ipaddr.parse(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  } catch {
    return undefined;
  }
}

/** A block as its first address and its prefix, in lower case and as short as can be. */
export function textOf([address, prefix]: Cidr): string {
  const family = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(`${address.toString()}/${String(prefix)}`).toString()}/${String(prefix)}`;
}

export function overlaps([a, aPrefix]: Cidr, [b, bPrefix]: Cidr): boolean {
  if (a.kind() !== b.kind()) return false;
  const prefix = Math.min(aPrefix, bPrefix);
  return textOf([a, prefix]) === textOf([b, prefix]);
}

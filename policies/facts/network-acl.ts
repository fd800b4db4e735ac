import type { Value } from "../core/value";
import { type Range, subtract } from "./address-range";
import { type Addresses, type Family, publicPart, readCidr } from "./cidr";
import { known } from "./known";
import { includesPort, type Ports, readPorts } from "./ports";

/** One numbered entry of a network ACL. What is absent can't be told yet. */
export interface Entry {
  readonly number?: number;
  readonly action?: "allow" | "deny";
  readonly ports?: Ports;
  readonly addresses?: readonly Addresses[];
  /** Why something is absent. */
  readonly unknown?: Error;
}

/** Reads an entry, which the inline list and the separate resource spell differently. */
export function readEntry(entry: Value<any>, numberProperty: string, actionProperty: string): Entry {
  const number = known(() => entry.at(numberProperty).number());
  const action = known(() => readAction(entry.at(actionProperty)));
  const ports = known(() => readPorts(entry.at("protocol"), entry.at("fromPort"), entry.at("toPort")));
  const addresses = known(() => ["cidrBlock", "ipv6CidrBlock"].flatMap((name) => readCidr(entry.at(name)) ?? []));
  return {
    number: number.value,
    action: action.value,
    ports: ports.value,
    addresses: addresses.value,
    unknown: number.unknown ?? action.unknown ?? ports.unknown ?? addresses.unknown,
  };
}

/** The entries of an inline list for incoming traffic. */
export function inlineEntries(acl: Value<any>): Entry[] {
  return acl
    .at("ingress")
    .elements()
    .map((entry) => readEntry(entry, "ruleNo", "action"));
}

function readAction(value: Value<any>): "allow" | "deny" {
  return value.string()?.toLowerCase() === "allow" ? "allow" : "deny";
}

/**
 * Who gets in to a TCP port, in words, when it is the internet. EC2 takes the entries by ascending number and the first
 * one that matches decides (Amazon VPC User Guide, "Network ACL rules"), so a deny takes its addresses from all later ones.
 *
 * @param own - count only what gets in by this entry of the list. @default all of them
 */
export function admitted(list: readonly Entry[], port: number, own?: Entry): string | undefined {
  const matching = list.filter(({ ports }) => !ports || includesPort(ports, "tcp", port));
  const unclear = matching.filter(({ unknown }) => unknown);
  const allowed = allowedBy(matching).filter(({ entry }) => !own || entry === own);
  const sources = publicPart(allowed.flatMap(({ addresses }) => addresses));
  const last = Math.max(...allowed.map(({ entry }) => entry.number ?? 0));
  const decisive = unclear.find((entry) => {
    if (sources === undefined) return entry.action !== "deny" && (!own || entry === own);
    return entry.action !== "allow" && (entry.number === undefined || entry.number < last);
  });
  if (decisive?.unknown) throw decisive.unknown;
  return sources;
}

/** What each entry lets in: its addresses without those that an entry before it denies. */
function allowedBy(entries: readonly Entry[]): { entry: Entry; addresses: Addresses[] }[] {
  const denied: Record<Family, readonly Range[]> = { IPv4: [], IPv6: [] };
  const certain = entries.filter(({ unknown }) => !unknown);
  return certain
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
    .map((entry) => {
      const blocks = entry.addresses ?? [];
      if (entry.action === "deny") {
        for (const { family, ranges } of blocks) denied[family] = [...denied[family], ...ranges];
        return { entry, addresses: [] };
      }
      const left = blocks.map((block) => ({ ...block, ranges: subtract(block.ranges, denied[block.family]) }));
      return { entry, addresses: left };
    });
}

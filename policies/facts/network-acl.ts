import type { Value } from "../core/value";
import { intersect, subtract } from "./address-range";
import { type Addresses, everyAddress, publicPart, readCidr } from "./cidr";
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
  const allowed = inOrder(matching).filter(({ entry }) => !own || entry === own);
  const sources = publicPart(allowed.flatMap(({ addresses }) => addresses));
  const last = Math.max(...allowed.map(({ entry }) => entry.number ?? 0));
  const decisive = unclear.find((entry) => {
    if (sources === undefined) return entry.action !== "deny" && (!own || entry === own);
    return entry.action !== "allow" && (entry.number === undefined || entry.number < last);
  });
  if (decisive) throw decisive.unknown;
  return sources;
}

/** What each entry lets in that none before it has decided on. */
function inOrder(entries: readonly Entry[]): { entry: Entry; addresses: Addresses[] }[] {
  let undecided = { IPv4: [everyAddress.IPv4], IPv6: [everyAddress.IPv6] };
  const certain = entries.filter(({ unknown }) => !unknown);
  return [...certain]
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
    .map((entry) => {
      const addresses = (entry.addresses ?? []).map((block) => {
        const ranges = intersect(undecided[block.family], block.ranges);
        undecided = { ...undecided, [block.family]: subtract(undecided[block.family], block.ranges) };
        return { ...block, ranges };
      });
      return { entry, addresses: entry.action === "allow" ? addresses : [] };
    });
}

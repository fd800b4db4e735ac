import type { Graph, Subject } from "../core/graph";
import { NotKnown, type Value } from "../core/value";
import { type Addresses, readCidr } from "./cidr";
import { known, type Known } from "./known";

const managedPrefixList = "aws:ec2/managedPrefixList:ManagedPrefixList";
const managedPrefixListEntry = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/**
 * The addresses in the prefix lists that a property names. A list of another stack, or one of AWS's own, is not known
 * here.
 *
 * @param property - the top-level property of `subject` in which the values stand
 */
export function prefixListEntries(
  graph: Graph,
  subject: Subject<any>,
  property: string,
  values: readonly Value<any>[],
): Known<Addresses | undefined>[] {
  return values.flatMap((value) => {
    const list = known(() => prefixList(graph, subject, property, value));
    return list.unknown ? [list] : entriesOf(graph, list.value);
  });
}

function prefixList(graph: Graph, subject: Subject<any>, property: string, value: Value<any>): Subject {
  const list = graph.target(subject, property, value, [managedPrefixList], namesOf);
  if (!list) throw new NotKnown(`${value.path} is a prefix list of another stack, whose entries are not known here`);
  return list;
}

function entriesOf(graph: Graph, list: Subject<any>): Known<Addresses | undefined>[] {
  const inline = known<Value<any>[]>(() => list.at("entries").elements());
  const separate = known<Value<any>[]>(() =>
    graph.referrers(list, managedPrefixListEntry, "prefixListId", namesOf(list)),
  );
  return [inline, separate].flatMap((entries) => {
    if (entries.unknown) return [entries];
    return entries.value.map((entry) => known(() => named(readCidr(entry.at("cidr")), list.name)));
  });
}

function named(addresses: Addresses | undefined, list: string): Addresses | undefined {
  return addresses && { ...addresses, text: `${addresses.text} in prefix list ${list}` };
}

function namesOf(list: Subject<any>): string[] {
  const { id } = list.resource;
  return id === undefined ? [] : [id];
}

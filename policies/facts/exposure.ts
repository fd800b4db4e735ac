import type { Subject } from "../core/graph";
import type { Check, Context, Observations } from "../core/rule";
import { across, on } from "./check";
import { isPublic, publicPart } from "./cidr";
import { type Opening, openers, openings, prefixListProperty } from "./ingress";
import { includesPort, inWords, type Ports } from "./ports";
import { prefixListEntries } from "./prefix-list";

/** What the internet can reach through one resource. */
export class Exposure {
  private readonly answers = new Map<string, string | undefined>();

  constructor(
    private readonly openings: readonly Opening[],
    /** What is told already, of the same openings. */
    private readonly told?: Exposure,
  ) {}

  /**
   * Who reaches these ports, in words, when it is the internet. All openings to them count together: two halves of the
   * internet are the whole. Throws NotKnown when that may be, but can't be told yet.
   */
  sources(reaches: (ports: Ports) => boolean): string | undefined {
    if (this.told?.certain(reaches)) return undefined;
    const certain = this.certain(reaches);
    if (certain !== undefined) return certain;
    const possible = this.openings.filter(({ ports }) => ports === undefined || reaches(ports));
    for (const { unknownSources } of possible) if (unknownSources) throw unknownSources;
    const unknown = possible.find(({ unknownPorts }) => unknownPorts)?.unknownPorts;
    if (unknown && isPublic(possible.flatMap(({ sources }) => sources))) throw unknown;
    return undefined;
  }

  /** Who reaches a TCP port. */
  tcp(port: number): string | undefined {
    return this.sources((ports) => includesPort(ports, "tcp", port));
  }

  /** The different port ranges that are opened, as far as they are known. Unknown ones may be every port. */
  get ports(): Ports[] {
    const every: Ports = { protocol: "all", from: 0, to: 65535 };
    const ranges = this.openings.map(({ ports }) => ports ?? every);
    return [...new Map(ranges.map((ports) => [inWords(ports), ports])).values()];
  }

  private certain(reaches: (ports: Ports) => boolean): string | undefined {
    const matching = this.openings.filter(({ ports }) => ports && reaches(ports));
    if (matching.length === 0) return undefined;
    // Many ports are reached through the same openings.
    const key = matching.map((opening) => this.openings.indexOf(opening)).join();
    if (!this.answers.has(key)) this.answers.set(key, publicPart(matching.flatMap(({ sources }) => sources)));
    return this.answers.get(key);
  }
}

/**
 * Puts the same question to everything that opens a security group: first to the blocks it names itself, then, once the
 * stack is known, to the prefix lists.
 */
export function onExposure(observe: (exposure: Exposure, context: Context) => Observations): Check[] {
  return [
    on(openers, (resource, context) => observe(new Exposure(openings(resource)), context)),
    across(openers, (resource, context) => {
      const declared = openings(resource);
      if (declared.every(({ prefixLists }) => prefixLists.length === 0)) return [];
      const opened = declared.map((opening) => withPrefixLists(opening, resource, context));
      return observe(new Exposure(opened, new Exposure(declared)), context);
    }),
  ];
}

function withPrefixLists(opening: Opening, resource: Subject<any>, { graph }: Context): Opening {
  const { prefixLists, sources } = opening;
  const entries = prefixListEntries(graph, resource, prefixListProperty(resource), prefixLists);
  return {
    ...opening,
    sources: [...sources, ...entries.flatMap(({ value }) => value ?? [])],
    unknownSources: entries.find(({ unknown }) => unknown)?.unknown,
  };
}

import type { Observations } from "../core/rule";
import { known } from "./known";
import { listed } from "./listed";

/**
 * Which of these TCP ports the internet reaches: a phrase for each group of ports that the same sources reach. A port
 * that is reached counts even while another one can't be told yet.
 *
 * @param sourcesOf - who reaches a port, in words; undefined when it is not the internet
 * @param all - what to call all of the ports together. @default their numbers
 */
export function reachedTcpPorts(
  ports: readonly number[],
  sourcesOf: (port: number) => string | undefined,
  all?: string,
): Observations {
  const bySources = new Map<string, number[]>();
  let unknown: Error | undefined;
  for (const port of ports) {
    const sources = known(() => sourcesOf(port));
    unknown ??= sources.unknown;
    if (sources.value) bySources.set(sources.value, [...(bySources.get(sources.value) ?? []), port]);
  }
  if (unknown && bySources.size === 0) throw unknown;
  return [...bySources].map(([sources, reached]) => {
    if (all && reached.length > 1 && reached.length === ports.length) return `${sources} can reach ${all}`;
    return `${sources} can reach TCP port${reached.length > 1 ? "s" : ""} ${listed(reached.map(String))}`;
  });
}

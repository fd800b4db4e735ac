import type { Aggregate, Page, Store } from "../core/store";
import type { Parameter } from "./operation";
import { Problem } from "./problem";

/** Where a list goes on: what {@link pageOf} takes. */
export const afterParameter: Parameter = {
  ...{ name: "after", in: "query", description: "What `next` of the page before says.", schema: { type: "string" } },
};

interface Part {
  readonly limit: number;
  readonly after: string | undefined;
}

/**
 * One page of a list.
 *
 * @throws Problem 422 when `after` is not what a page before said
 */
export async function pageOf(store: Store, list: string, part: Part): Promise<Page> {
  try {
    return await store.list(list, part);
  } catch (error) {
    if (part.after === undefined) throw error;
    throw new Problem(422, "expected `after` to be what `next` of a page said, got something else");
  }
}

/** Those of a list that are wanted: page by page, until there are enough. */
export async function pageOfWanted(
  store: Store,
  list: string,
  { limit, after }: Part,
  isWanted: (aggregate: Aggregate) => boolean,
): Promise<Page> {
  const found: Aggregate[] = [];
  let next = after;
  do {
    const page = await pageOf(store, list, { limit: limit - found.length, after: next });
    found.push(...page.aggregates.filter(isWanted));
    next = page.next;
  } while (next !== undefined && found.length < limit);
  return { aggregates: found, next };
}

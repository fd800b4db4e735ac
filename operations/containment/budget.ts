import { after, type Decider, type Instant, Refusal } from "../core/decider";

/** What began within the last hour. One for the whole desk: of two that take the last place at once, one comes too late. */
export interface Budget {
  readonly taken: Readonly<Record<string, Instant>>;
}

export type BudgetCommand = { readonly type: "take"; readonly key: string; readonly perHour: number };
export type BudgetEvent = { readonly type: "BudgetTaken"; readonly key: string };

export const budgets: Decider<Budget, BudgetCommand, BudgetEvent> = {
  kind: "containment-budget",
  decide(budget, { key, perHour }, now) {
    const taken = recent(budget?.taken ?? {}, now);
    if (key in taken) return [];
    const count = Object.keys(taken).length;
    return count < perHour
      ? [{ type: "BudgetTaken", key }]
      : new Refusal(`expected at most ${String(perHour)} containments within an hour, got ${String(count + 1)}`);
  },
  evolve: (budget, { at, event: { key } }) => ({ taken: { ...recent(budget?.taken ?? {}, at), [key]: at } }),
  find: () => ({}),
};

function recent(taken: Budget["taken"], now: Instant): Budget["taken"] {
  return Object.fromEntries(Object.entries(taken).filter(([, at]) => at > after(now, -60)));
}

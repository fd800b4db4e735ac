import { after, type Decider, eventId, type Instant, type Recorded } from "../core/decider";
import type { AnyIntent } from "../core/intent";
import type { Store } from "../core/store";
import { canarySource, type Finding } from "../findings/finding";
import type { Ticket, TicketEvent } from "../tickets/ticket";
import type { Desk, Kind } from "./desk";

/** Minutes between two canaries, within which each has to become a ticket. */
const interval = 15;

/**
 * A finding that the desk sends itself, to see that findings become tickets: by the store, the outbox and the clock, as any
 * other. Its ticket resolves itself, stands in no list and calls nobody.
 */
export interface Canary {
  readonly sentAt: Instant;
  readonly hasArrived: boolean;
  /** Whether one was lost since the last that arrived. */
  readonly isLost: boolean;
}

export type CanaryCommand = { readonly type: "tick" } | { readonly type: "arrive"; readonly sentAt: Instant };

export type CanaryEvent =
  | { readonly type: "CanarySent" }
  | { readonly type: "CanaryArrived"; readonly wasLost: boolean }
  | { readonly type: "CanaryLost"; readonly sentAt: Instant };

const kind = "desk-canary";
const id = "this";

export const canaries: Decider<Canary, CanaryCommand, CanaryEvent> = {
  kind,
  decide(canary, command, now) {
    if (command.type === "arrive") {
      const isNews = canary && !canary.hasArrived && command.sentAt >= canary.sentAt;
      return isNews ? [{ type: "CanaryArrived", wasLost: canary.isLost }] : [];
    }
    if (!canary) return [{ type: "CanarySent" }];
    if (now < after(canary.sentAt, interval)) return [];
    return canary.hasArrived
      ? [{ type: "CanarySent" }]
      : [{ type: "CanaryLost", sentAt: canary.sentAt }, { type: "CanarySent" }];
  },
  evolve(canary, { at, event }) {
    if (event.type === "CanarySent") return { sentAt: at, hasArrived: false, isLost: canary?.isLost ?? false };
    if (!canary) throw new Error(`${event.type} of a canary that was never sent`);
    return event.type === "CanaryLost" ? { ...canary, isLost: true } : { ...canary, hasArrived: true, isLost: false };
  },
  find: ({ sentAt }) => ({ dueAt: after(sentAt, interval) }),
};

/** The kind of the canary. The desk sends the first one when {@link startCanary} asks. */
export function canaryKind(desk: Desk): Kind {
  return {
    decider: canaries,
    findings: (recorded) => findingsOf(recorded as Recorded<CanaryEvent>),
    async work() {
      await desk.execute({ kind, id, command: { type: "tick" }, by: "clock" });
    },
  };
}

/** Sends the first canary, unless one was sent before. From then on, the clock does. */
export async function startCanary(desk: Desk): Promise<void> {
  if (!(await desk.store.load(`${kind}/${id}`))) {
    await desk.execute({ kind, id, command: { type: "tick" }, by: "clock" });
  }
}

/** What follows from a canary's ticket, instead of messages: the canary has arrived. */
export function afterCanaryTicket(recorded: Recorded<TicketEvent>, { finding }: Ticket): readonly AnyIntent[] {
  const hasArrived = ["TicketOpened", "TicketReopened", "TicketRepeated"].includes(recorded.event.type);
  const command = { type: "arrive", sentAt: finding.at };
  return hasArrived ? [{ kind, id, command, by: "desk", commandId: `arrive ${eventId(recorded)}` }] : [];
}

/**
 * What to say of the desk's health: a ticket about a lost canary could be lost, too.
 *
 * @returns nothing while canaries arrive, or where there are none
 */
export async function canaryFault(store: Store, now: Instant): Promise<string | undefined> {
  const canary = (await store.load(`${kind}/${id}`))?.state as Canary | undefined;
  if (!canary) return undefined;
  // One minute for the clock to come round.
  const isLate = now > after(canary.sentAt, interval + 1);
  const wanted = "expected the desk's own finding to become a ticket";
  if (isLate) return `${wanted} every ${String(interval)} minutes, got the last one at ${canary.sentAt}`;
  return canary.isLost ? `${wanted}, got none of the last one` : undefined;
}

function findingsOf({ at, event }: Recorded<CanaryEvent>): readonly Finding[] {
  const common = { account: "", region: "", resource: "this desk", description: "", fields: {}, at };
  const canary = (status: Finding["status"]): Finding => ({
    ...{ ...common, id: `canary ${at}`, source: canarySource, rule: "canary", severity: "low", status },
    title: status === "active" ? "The desk's own finding, to see that it arrives" : "it arrived",
  });
  const lost = (status: Finding["status"]): Finding => ({
    ...{ ...common, id: "canary-lost", source: "desk", rule: "canary-lost", severity: "critical", status },
    title: status === "active" ? "Findings may get lost: the desk's own has become no ticket" : "canaries arrive again",
    description: "Look at the desk's log and at its store. Compare the sources with the tickets when it works again.",
  });
  switch (event.type) {
    case "CanarySent":
      return [canary("active")];
    case "CanaryLost":
      return [lost("active")];
    case "CanaryArrived":
      return [canary("resolved"), ...(event.wasLost ? [lost("resolved")] : [])];
  }
}

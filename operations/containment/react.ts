import { eventId, type Recorded } from "../core/decider";
import type { AnyIntent } from "../core/intent";
import type { Finding } from "../findings/finding";
import type { Containment, ContainmentEvent, Hold } from "./containment";
import { inForce } from "./evolve";

/** The tickets that hold a target hear what becomes of it. */
export function afterContainmentEvent(recorded: Recorded<unknown>, state: unknown): readonly AnyIntent[] {
  const event = recorded.event as ContainmentEvent;
  const containment = state as Containment;
  return told(event, containment).flatMap(({ ticket, id }, index) => {
    if (ticket === undefined) return [];
    const text = textOf(event, containment.target.id, id);
    const command = { type: "comment", text };
    return [{ kind: "ticket", id: ticket, command, by: "desk", commandId: `${eventId(recorded)} ${String(index)}` }];
  });
}

function told(event: ContainmentEvent, { holds }: Containment): readonly Hold[] {
  switch (event.type) {
    case "ContainmentRequested":
    case "ContainmentHoldEnded":
      return [event.hold];
    case "ContainmentApproved":
      return Object.values(holds).filter(({ id }) => id === event.hold);
    case "ContainmentApplied":
    case "ContainmentFailed":
      return inForce(holds);
    default:
      return [];
  }
}

function textOf(event: ContainmentEvent, target: string, hold: string): string {
  switch (event.type) {
    case "ContainmentRequested": {
      const { by, reason, needs } = event.hold;
      const others = needs > 0 ? ` ${String(needs)} more must agree.` : "";
      return `${by} asks to contain ${target} (${hold}): ${reason}.${others}`;
    }
    case "ContainmentApproved":
      return `${event.person} agrees to contain ${target} (${hold}).`;
    case "ContainmentApplied":
      return `${target} is contained.`;
    case "ContainmentFailed":
      return `${target} could not be ${event.phase === "applying" ? "contained" : "released"}: ${event.error}`;
    case "ContainmentHoldEnded":
      return `${target} is no longer held (${hold}): ${event.reason}.`;
    default:
      return event.type;
  }
}

/** What people have to take care of, and that it is over. */
export function findingsOf(recorded: Recorded<unknown>, state: unknown): readonly Finding[] {
  const event = recorded.event as ContainmentEvent;
  const { target } = state as Containment;
  const make = (rule: keyof typeof rules, detail?: string): Finding => ({
    ...{ id: eventId(recorded), source: "containment", rule, at: recorded.at, fields: { kind: target.kind } },
    ...{ account: target.account, region: target.region, resource: target.id },
    ...{ title: rules[rule].title, description: detail ?? rules[rule].title, severity: rules[rule].severity },
    status: detail === undefined ? "resolved" : "active",
  });
  switch (event.type) {
    case "ContainmentFailed":
      return [make("containment-failed", `While ${event.phase}: ${event.error}`)];
    case "ContainmentRefused":
      return event.because === "person" ? [] : [make("containment-refused", event.reason)];
    case "ContainmentReviewDue":
      return [make("containment-review-due", `It is still contained. The next time to ask is ${event.next}.`)];
    case "ContainmentReviewed":
      return [make("containment-review-due")];
    case "ContainmentApplied":
      return [make("containment-failed"), make("containment-refused")];
    case "ContainmentReleaseStarted":
      return [make("containment-review-due")];
    case "ContainmentPartlyReleased":
    case "ContainmentReleased":
    case "ContainmentAccepted":
      return [make("containment-failed")];
    default:
      return [];
  }
}

const rules = {
  "containment-failed": { title: "A containment or its release failed", severity: "critical" },
  "containment-refused": { title: "A containment was refused", severity: "high" },
  "containment-review-due": { title: "Is a containment still needed?", severity: "medium" },
} as const;

import { eventId, type Instant, type Recorded } from "../core/decider";
import type { AnyIntent } from "../core/intent";
import type { Settings } from "../settings/settings";
import { minuteOf, tell } from "./notice";
import type { AccessEvent, TemporaryAccess } from "./temporary-access";

/** Whom to tell: those who may approve, and the person who gets the access, as well as the one who asked for it. */
export function afterAccessEvent(
  recorded: Recorded<AccessEvent>,
  access: TemporaryAccess,
  settings: Settings,
  now: Instant,
): readonly AnyIntent[] {
  const { event } = recorded;
  const { person, group } = access;
  const about = { subject: recorded.stream, page: "access", state: access };
  const toAll = (grant: string, people: readonly string[], title: string, text: string) =>
    [...new Set(people)].map((each) => {
      const target = `person:${each}` as const;
      const id = `${eventId(recorded).replace("/", ":")}:${grant}:${target}`;
      return tell(recorded, { ...about, id, target, title, text }, settings, now);
    });
  switch (event.type) {
    case "AccessRequested": {
      const { id, requestedBy, reason, minutes, approvers, approveBy } = event.grant;
      const title = `${requestedBy} asks for ${String(minutes)} minutes in ${group} for ${person}`;
      return toAll(id, approvers, title, `Reason: ${reason}. Please approve or refuse until ${minuteOf(approveBy)}.`);
    }
    case "AccessActivated":
      return Object.entries(event.grants).flatMap(([id, until]) =>
        toAll(id, peopleOf(access, id), `${person} is in ${group} until ${minuteOf(until)}`, "Then it ends by itself."),
      );
    case "AccessEnded": {
      const title = `The time of ${person} in ${group} has ended: ${event.because}`;
      return toAll(event.grant, peopleOf(access, event.grant), title, `${event.reason}.`);
    }
    default:
      return [];
  }
}

function peopleOf({ person, grants }: TemporaryAccess, grant: string): readonly string[] {
  const asked = grants[grant]?.requestedBy;
  return [person, ...(asked === undefined ? [] : [asked])];
}

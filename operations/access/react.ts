import type { Message } from "../connectors/delivery";
import { eventId, type Instant, type Recorded } from "../core/decider";
import type { AnyIntent } from "../core/intent";
import type { Settings } from "../settings/settings";
import { addressesOf } from "../tickets/audience";
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
  const tell = (grant: string, people: readonly string[], title: string, text: string) =>
    [...new Set(people)].map((each) =>
      delivery(recorded, access, { grant, target: `person:${each}`, title, text }, settings, now),
    );
  switch (event.type) {
    case "AccessRequested": {
      const { id, requestedBy, reason, minutes, approvers, approveBy } = event.grant;
      const title = `${requestedBy} asks for ${String(minutes)} minutes in ${group} for ${person}`;
      return tell(id, approvers, title, `Reason: ${reason}. Please approve or refuse until ${minuteOf(approveBy)}.`);
    }
    case "AccessActivated":
      return Object.entries(event.grants).flatMap(([id, until]) =>
        tell(id, peopleOf(access, id), `${person} is in ${group} until ${minuteOf(until)}`, "Then it ends by itself."),
      );
    case "AccessEnded": {
      const title = `The time of ${person} in ${group} has ended: ${event.because}`;
      return tell(event.grant, peopleOf(access, event.grant), title, `${event.reason}.`);
    }
    default:
      return [];
  }
}

function peopleOf({ person, grants }: TemporaryAccess, grant: string): readonly string[] {
  const asked = grants[grant]?.requestedBy;
  return [person, ...(asked === undefined ? [] : [asked])];
}

function minuteOf(instant: Instant): string {
  return `${instant.slice(0, 16).replace("T", " ")} UTC`;
}

function delivery(
  recorded: Recorded<AccessEvent>,
  access: TemporaryAccess,
  { grant, target, title, text }: Readonly<Record<"grant" | "target" | "title" | "text", string>>,
  settings: Settings,
  now: Instant,
): AnyIntent {
  const event = eventId(recorded);
  const url = settings.url && `${settings.url.replace(/\/$/, "")}/access`;
  const message: Message = {
    ...{ purpose: "notice", subject: recorded.stream, event, about: recorded.event.type, at: recorded.at, target },
    ...{ title, text, severity: "medium", url, state: access },
  };
  const id = `${event.replace("/", ":")}:${grant}:${target}`;
  const command = { type: "queue", message, addresses: addressesOf(target, settings, now) };
  return { kind: "delivery", id, command, by: "desk", commandId: `queue ${id}` };
}

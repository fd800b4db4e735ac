import { type Message, queue } from "../connectors/delivery";
import { eventId, type Instant, type Recorded } from "../core/decider";
import type { AnyIntent } from "../core/intent";
import type { Target } from "../escalation/policy";
import type { Settings } from "../settings/settings";
import { addressesOf } from "../tickets/audience";

/** What somebody is told about access. */
export interface AccessNotice extends Pick<Message, "subject" | "title" | "text" | "state"> {
  /** What makes it one message, of however many events it follows. */
  readonly id: string;
  readonly target: Target;
  /** Where the desk's page shows it, such as `access`. */
  readonly page: string;
}

export function tell(
  recorded: Recorded<{ readonly type: string }>,
  { id, page, ...notice }: AccessNotice,
  settings: Settings,
  now: Instant,
): AnyIntent {
  const { at, event } = recorded;
  const message: Message = {
    ...{ purpose: "notice", severity: "medium", event: eventId(recorded), about: event.type, at, ...notice },
    url: settings.url && `${settings.url.replace(/\/$/, "")}/${page}`,
  };
  return queue(id, message, addressesOf(notice.target, settings, now));
}

/** A moment as messages name it, such as `2026-11-24 09:30 UTC`. */
export function minuteOf(instant: Instant): string {
  return `${instant.slice(0, 16).replace("T", " ")} UTC`;
}

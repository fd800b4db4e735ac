import type { Connector } from "./connector";
import type { Message, Receipt } from "./delivery";
import { isOver, subjectId } from "./subject";

/** An issue as a tracker shows it. */
export interface Issue extends Receipt {
  readonly isOpen: boolean;
  /** Its description and what was noted on it, which name the events that they tell. */
  readonly notes: string;
}

/** A system that keeps issues. */
export interface Tracker {
  /** The issue of a ticket. */
  find(id: string, message: Message): Promise<Receipt | undefined>;
  create(message: Message, mark: string): Promise<Receipt>;
  read(issue: Receipt): Promise<Issue>;
  note(issue: Receipt, message: Message, mark: string): Promise<void>;
  close(issue: Receipt, message: Message): Promise<void>;
  reopen(issue: Receipt, message: Message): Promise<void>;
}

/**
 * Keeps one issue for each ticket. What is there is looked at before anything is made, so that a repeat of `message.event`
 * changes nothing; whether the issue is open follows the ticket as it is now, in whichever order messages arrive.
 */
export function tracking(trackerOf: (to: string) => Tracker): Connector {
  return {
    keepsOne: true,
    async send(message, to) {
      const tracker = trackerOf(to);
      // Closed, so that the first event is not found in the twelfth.
      const mark = `[guardrails ${message.event}]`;
      const known = message.link ?? (await tracker.find(subjectId(message), message));
      const receipt = known ?? (await tracker.create(message, mark));
      const issue = await tracker.read(receipt);
      if (known && message.about !== "TicketOpened" && !issue.notes.includes(mark)) {
        await tracker.note(receipt, message, mark);
      }
      if (isOver(message) && issue.isOpen) await tracker.close(receipt, message);
      if (!isOver(message) && !issue.isOpen) await tracker.reopen(receipt, message);
      return { id: receipt.id, url: receipt.url };
    },
  };
}

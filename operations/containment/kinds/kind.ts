import type { Instant } from "../../core/decider";
import type { ContainmentSettings } from "../../settings/settings";
import type { Call, Send } from "../calls";
import type { Target } from "../target";

export interface Context {
  readonly target: Target;
  /** When it began to be contained: sessions that are older are revoked. */
  readonly since: Instant;
  readonly now: Instant;
  readonly settings: ContainmentSettings;
}

/** What is still to be sent, given what is there. Nothing when all is as it should be. */
export interface Plan {
  readonly calls: readonly Call[];
  /** What somebody else has changed since, each a sentence: it is left alone, and a person has to look. */
  readonly different?: readonly string[];
  /** Until when a part of a release waits. */
  readonly restUntil?: Instant;
}

/**
 * How one kind of target is contained and released. Contained and former state are goals: plans tell what is missing to reach
 * them from what is there, so that an attempt that was cut off is simply begun again, and an empty plan is the proof that all
 * is done. No piece of AWS's state may belong to two kinds: two releases would disagree on what it was.
 */
export interface ContainmentKind<Present = any, Before = any> {
  /**
   * Reads all that matters.
   *
   * @param before what is on record, for parts that the target no longer leads to
   * @returns nothing when the target doesn't exist
   * @throws Error when it can't be contained at all, such as a service-linked role
   */
  read(
    send: Send,
    target: Target,
    settings: ContainmentSettings,
    context: { readonly since: Instant; readonly before?: Before },
  ): Promise<Present | undefined>;
  /** ARNs of all that would be touched, and the target's tags: what guards ask for. */
  facts(present: Present): { readonly names: readonly string[]; readonly tags: Readonly<Record<string, string>> };
  /** What of it has to be restored, as JSON. */
  record(present: Present): Before;
  contain(before: Before, present: Present, context: Context): Plan;
  release(before: Before, present: Present, context: Context): Plan;
  /** What is there once the calls that others depend on were sent: what is shown before anything is. */
  foresee?(present: Present): Present;
}

/** AWS's list of tags as a record. */
export function tagsOf(
  tags: readonly { readonly Key?: string; readonly Value?: string }[] | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

import picomatch from "picomatch";
import type { ContainmentSettings } from "../settings/settings";
import { cidrOf, overlaps, type Target } from "./target";

/** What was read of a target. Nothing may be done to one of which it could not be read. */
export type Facts =
  | {
      readonly known: true;
      /** Everything that would be touched: ARNs of the target, of a host's role, of a key's user. */
      readonly names: readonly string[];
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly known: false; readonly error: string };

/** What no automation may touch. */
export interface Protection extends Pick<ContainmentSettings, "protected"> {
  /** ARNs of the automation's own roles and users. */
  readonly self: readonly string[];
}

/** What must hold for a containment. */
export interface Guards extends Protection, Pick<ContainmentSettings, "production" | "perHour" | "reviewHours"> {}

/** Why a target may not be contained; nothing when it may. `facts` are absent when they will be asked for later. */
export function objectionTo(target: Target, guards: Protection, facts?: Facts): string | undefined {
  if (facts?.known === false) return `expected to know what ${target.id} is, got: ${facts.error}`;
  const names = namesOf(target, facts);
  const guard =
    guards.protected.find((glob) => isProtected(glob, target, names)) ??
    guards.self.find((arn) => names.includes(identityOf(arn)));
  return guard === undefined ? undefined : `expected a target that is not protected, got ${target.id} (${guard})`;
}

/** How many persons have to agree beside who asks. */
export function personsNeeded(target: Target, guards: Guards, facts: Facts, by: string, together: number): number {
  const tags = facts.known ? facts.tags : {};
  const isProduction =
    guards.production.includes(target.account) ||
    Object.entries(tags).some(([tag, value]) => /^(environment|env|stage)$/i.test(tag) && /^prod/i.test(value));
  if (!isProduction && together <= 1) return 0;
  return by.startsWith("user:") ? 1 : 2;
}

/**
 * By what a glob may name a target: its id, `role/break-glass`, the ARNs of all it touches, and `tag:protected=true`.
 */
function namesOf({ id, kind, name }: Target, facts: Facts | undefined): readonly string[] {
  const read = facts?.known ? facts : undefined;
  const tags = Object.entries(read?.tags ?? {}).map(([tag, value]) => `tag:${tag}=${value}`);
  return [id, `${kind}/${name}`, ...(read?.names ?? []).flatMap((arn) => [arn, shortOf(arn)]), ...tags];
}

/** `arn:aws:iam::123456789012:role/team/deploy` as `role/deploy`, by which the settings name principals. */
function shortOf(arn: string): string {
  const parts = /^arn:[^:]*:iam::\d*:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn);
  return parts ? `${parts[1] ?? ""}/${parts[2] ?? ""}` : arn;
}

function isProtected(glob: string, target: Target, names: readonly string[]): boolean {
  if (target.kind === "address" && glob.startsWith("address/")) {
    const [ours, theirs] = [cidrOf(glob.slice("address/".length)), cidrOf(target.name)];
    if (ours && theirs && overlaps(ours, theirs)) return true;
  }
  return namesOne(glob, names);
}

/** Whether a glob stands for one of these names; in names and ARNs, a slash is nothing special. */
export function namesOne(glob: string, names: readonly string[]): boolean {
  const matches = picomatch(glob, { bash: true, dot: true, nobrace: true, noextglob: true, nocase: true });
  return names.some((name) => matches(name));
}

/** The role of a session, as IAM writes it; sessions don't tell the path, so only its name counts. */
function identityOf(arn: string): string {
  const session = /^arn:[^:]*:sts::\d+:assumed-role\/([^/]+)\//.exec(arn);
  return session ? `role/${session[1] ?? ""}` : shortOf(arn);
}

import type { Instant } from "../core/decider";
import { type Target, targetParts } from "../escalation/policy";
import { onCall } from "../escalation/rota";
import type { Address, Settings } from "../settings/settings";

/** Where a target is told now: the first address that works. None when it names nobody. */
export function addressesOf(target: Target, settings: Settings, now: Instant): readonly Address[] {
  const [kind, name] = targetParts(target);
  switch (kind) {
    case "department":
      return settings.departments[name]?.addresses ?? [];
    case "channel":
      return name in settings.connectors ? [{ connector: name, to: "" }] : [];
    default:
      return settings.people[personOf(target, settings, now) ?? ""]?.addresses ?? [];
  }
}

/** The person whom `person:ana` or `rota:security` names now. */
export function personOf(target: Target, settings: Settings, now: Instant): string | undefined {
  const [kind, name] = targetParts(target);
  if (kind === "person") return name;
  const rota = kind === "rota" ? settings.rotas[name] : undefined;
  return rota && onCall(rota, now);
}

import type { Instant } from "../core/decider";
import type { Target } from "../escalation/policy";
import { onCall } from "../escalation/rota";
import type { Address, Settings } from "../settings/settings";

/** Where a target is told now: the first address that works. None when it names nobody. */
export function addressesOf(target: Target, settings: Settings, now: Instant): readonly Address[] {
  const [kind, name] = partsOf(target);
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
  const [kind, name] = partsOf(target);
  if (kind === "person") return name;
  const rota = kind === "rota" ? settings.rotas[name] : undefined;
  return rota && onCall(rota, now);
}

function partsOf(target: Target): readonly [kind: string, name: string] {
  const colon = target.indexOf(":");
  return [target.slice(0, colon), target.slice(colon + 1)];
}

import { didYouMean } from "../../policies/settings/did-you-mean";
import { faultsOf as faultsOfPolicy, type Policy, type Target, targetParts } from "../escalation/policy";
import { faultsOf as faultsOfRota, type Rota } from "../escalation/rota";
import { defaultPolicyName } from "./complete";
import { type Fault, type Keys, refer } from "./fault";
import type { Settings } from "./settings";

export function rotaFaults(name: string, rota: Rota, { people }: Settings): readonly Fault[] {
  const keys = ["rotas", name];
  const { timezone, layers, overrides = [] } = rota;
  const isLayered = layers.length > 1;
  const persons = layers.flatMap((layer, index) =>
    layer.people.flatMap((person) =>
      refer([...keys, ...(isLayered ? ["layers", String(index)] : []), "people"], "person", person, people),
    ),
  );
  const replaced = overrides.flatMap(({ person, from, to }, index) => {
    const at = [...keys, "overrides", String(index)];
    const isBackwards = Number.isNaN(Date.parse(from)) || Number.isNaN(Date.parse(to)) || from >= to;
    return [
      ...refer([...at, "person"], "person", person, people),
      ...(isBackwards ? [{ keys: at, problem: `expected an end after the beginning, got ${from} to ${to}` }] : []),
    ];
  });
  const zone = timezoneFaults([...keys, "timezone"], timezone);
  const start = layers.flatMap(({ start }) => dateFaults([...keys, "start"], start));
  const faults = [...zone, ...start, ...persons, ...replaced];
  if (faults.length > 0) return faults;
  return [...faultsOfRota(rota).map((problem) => ({ keys, problem })), ...hiddenLayers(keys, rota)];
}

/** Of several layers that cover a moment, the first counts: those after one that always does would never. */
function hiddenLayers(keys: Keys, { name, layers }: Rota): readonly Fault[] {
  const whole = layers.findIndex(({ hours, weekdays }) => !hours && !weekdays);
  if (whole < 0 || whole === layers.length - 1) return [];
  const place = String(whole + 1);
  const problem = `expected the layers of rota ${name} before the last to leave something open, got layer ${place}, which covers all`;
  return [{ keys: [...keys, "layers", String(whole)], problem }];
}

function timezoneFaults(keys: Keys, timezone: string): readonly Fault[] {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    return [];
  } catch {
    const hint = didYouMean(timezone, Intl.supportedValuesOf("timeZone"));
    return [{ keys, problem: `expected a time zone such as Europe/Berlin, got ${JSON.stringify(timezone)}${hint}` }];
  }
}

function dateFaults(keys: Keys, date: string): readonly Fault[] {
  const time = new Date(`${date}T00:00:00Z`);
  const isDate = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date) && date.length === 10;
  return isDate ? [] : [{ keys, problem: `expected a day such as 2026-01-05, got ${JSON.stringify(date)}` }];
}

export function policyFaults(name: string, policy: Policy, settings: Settings): readonly Fault[] {
  const isDefault = name.startsWith(defaultPolicyName(""));
  const keys = ["policies", name];
  const { levels, catchAll, quietHours } = policy;
  if (catchAll === "") {
    const problem = "expected whom to tell in the end when nobody has acknowledged, such as person:ana, got none";
    return [{ keys: isDefault ? ["catchAll"] : [...keys, "catchAll"], problem }];
  }
  const shapes = faultsOfPolicy(policy).map((problem) => ({
    keys,
    problem: isDefault ? `${problem}: give the department somebody to \`assign\`, or an address` : problem,
  }));
  const targets = levels.flatMap(({ targets, alsoFor }, index) => {
    const at = [...keys, "levels", String(index)];
    const further = Object.entries(alsoFor ?? {}).flatMap(([severity, some]) =>
      some.flatMap((target) => reachFaults([...at, "alsoFor", severity], target, settings)),
    );
    return [...targets.flatMap((target) => reachFaults([...at, "targets"], target, settings)), ...further];
  });
  const always = quietHours?.from === quietHours?.to;
  return [
    ...shapes,
    ...targets,
    ...reachFaults(isDefault ? ["catchAll"] : [...keys, "catchAll"], catchAll, settings),
    ...(quietHours ? timezoneFaults([...keys, "quietHours", "timezone"], quietHours.timezone) : []),
    ...(quietHours && always
      ? [{ keys: [...keys, "quietHours"], problem: "expected quiet hours to leave a part of the day, got all of it" }]
      : []),
  ];
}

/** A target that is there but has no address would be silence. */
export function reachFaults(keys: Keys, target: Target, settings: Settings): readonly Fault[] {
  const missing = targetFaults(keys, target, settings);
  if (missing.length > 0) return missing;
  const silent = silentOf(target, settings);
  return silent === undefined
    ? []
    : [{ keys, problem: `expected ${silent}, who is told here, to have an address, got none` }];
}

function silentOf(target: Target, { people, departments, rotas }: Settings): string | undefined {
  const [kind, name] = targetParts(target);
  if (kind === "department") return departments[name]?.addresses.length ? undefined : target;
  const rota = rotas[name];
  const persons =
    kind === "person"
      ? [name]
      : kind === "rota" && rota
        ? [...rota.layers.flatMap((layer) => layer.people), ...(rota.overrides ?? []).map(({ person }) => person)]
        : [];
  const silent = persons.find((id) => people[id]?.addresses.length === 0);
  return silent && `person:${silent}`;
}

export function targetFaults(keys: Keys, target: Target, settings: Settings): readonly Fault[] {
  const { people, rotas, departments, connectors } = settings;
  const [kind, name] = targetParts(target);
  const known = { person: people, rota: rotas, department: departments, channel: connectors };
  if (!Object.hasOwn(known, kind)) {
    return [{ keys, problem: `expected a target such as person:ana or rota:security, got ${JSON.stringify(target)}` }];
  }
  return refer(keys, kind === "channel" ? "connector" : kind, name, known[kind as keyof typeof known]);
}

import { severities } from "../../policies/core/rule";
import { didYouMean } from "../../policies/settings/did-you-mean";
import { faultsOf as settingFaults } from "../connectors/registry";
import { faultsOf as policyFaults, type Policy, type Target } from "../escalation/policy";
import { faultsOf as rotaFaults, type Rota } from "../escalation/rota";
import { canarySource } from "../findings/finding";
import { holdsSecret } from "../findings/redact";
import { accessFaults } from "./check-access";
import { containmentFaults } from "./check-containment";
import { defaultPolicyName } from "./complete";
import { type Fault, type Keys, refer } from "./fault";
import type { Address, Condition, Settings } from "./settings";

/** What keeps settings from being relied on, beyond their shape: what refers to nothing, tells nobody or matches everything. */
export function faultsOf(settings: Settings): readonly Fault[] {
  return [
    ...webhookFaults(settings),
    ...signInFaults(settings),
    ...connectorFaults(settings),
    ...peopleFaults(settings),
    ...departmentFaults(settings),
    ...Object.entries(settings.rotas).flatMap(([name, rota]) => faultsOfRota(name, rota, settings)),
    ...Object.entries(settings.policies).flatMap(([name, policy]) => faultsOfPolicy(name, policy, settings)),
    ...routingFaults(settings),
    ...refer(["otherwise", "department"], "department", settings.otherwise.department, settings.departments),
    ...serviceLevelFaults(settings),
    ...accessFaults(settings),
    ...containmentFaults(settings),
  ];
}

/** Sources that the desk itself has, or that AWS has: what a webhook brings must not count as theirs. */
const reserved = [
  canarySource,
  "desk",
  "reconciliation",
  "securityhub",
  "guardduty",
  "config",
  "cloudwatch",
  "access-review",
  "containment",
];

const variableWanted =
  "expected the name of the variable of the environment that holds the secret, such as DESK_SECRET, got another text, " +
  "which isn't shown as it may be the secret";

function signInFaults({ signIn }: Settings): readonly Fault[] {
  const isRight = signIn?.clientSecret === undefined || isVariable(signIn.clientSecret);
  return isRight ? [] : [{ keys: ["signIn", "clientSecret"], problem: variableWanted }];
}

function webhookFaults({ webhooks }: Settings): readonly Fault[] {
  return Object.entries(webhooks).flatMap(([name, { secret, topic, format }]) => {
    const keys = ["webhooks", name];
    if (reserved.includes(name)) {
      return [{ keys, problem: `expected a name of its own, got ${name}, which is the name of another source` }];
    }
    // Anybody may have SNS sign what they send to a topic of theirs.
    if (format === "sns") {
      return topic === undefined ? [{ keys, problem: "expected the `topic` whose messages count, got none" }] : [];
    }
    if (secret === undefined) return [{ keys, problem: "expected `secret`, the name of a variable, got none" }];
    return isVariable(secret) ? [] : [{ keys: [...keys, "secret"], problem: variableWanted }];
  });
}

/** The id of an AWS access key is written like a variable, too. */
function isVariable(value: unknown): boolean {
  return typeof value === "string" && /^(?!A[KS]IA[A-Z0-9]{16}$)[A-Z_][A-Z0-9_]{0,99}$/.test(value);
}

/** Those of the connectors never say what came: it may be a secret, too. */
function connectorFaults({ connectors }: Settings): readonly Fault[] {
  return Object.entries(connectors).flatMap(([name, connector]) => [
    ...settingFaults(name, connector).map((problem) => ({ keys: ["connectors", name], problem })),
    ...Object.entries(connector)
      .filter(([, value]) => typeof value === "string" && (holdsSecret(value) || /^A[KS]IA[A-Z0-9]{16}$/.test(value)))
      .map(([key]) => ({
        keys: ["connectors", name, key],
        problem: "expected no secret, which belongs into a variable of the environment, got what looks like one",
      })),
  ]);
}

function peopleFaults({ people, departments, connectors }: Settings): readonly Fault[] {
  return Object.entries(people).flatMap(([id, { department, manager, addresses }]) => [
    ...refer(["people", id, "department"], "department", department, departments),
    ...(manager === undefined ? [] : refer(["people", id, "manager"], "person", manager, people)),
    ...(manager === id ? [{ keys: ["people", id, "manager"], problem: `expected somebody else, got ${id}` }] : []),
    ...addressFaults(["people", id], addresses, connectors),
  ]);
}

function addressFaults(
  keys: Keys,
  addresses: readonly Address[],
  connectors: Settings["connectors"],
): readonly Fault[] {
  return addresses.flatMap(({ connector }, index) =>
    refer([...keys, "addresses", String(index)], "connector", connector, connectors),
  );
}

function departmentFaults(settings: Settings): readonly Fault[] {
  const { departments, policies, connectors } = settings;
  const none = { keys: ["departments"], problem: "expected a department at least, got none" };
  const faults = Object.entries(departments).flatMap(([name, { policy, addresses, assign, head }]) => [
    ...refer(["departments", name, "policy"], "policy", policy, policies),
    ...(assign === undefined ? [] : targetFaults(["departments", name, "assign"], assign, settings)),
    ...(head === undefined ? [] : refer(["departments", name, "head"], "person", head, settings.people)),
    ...addressFaults(["departments", name], addresses, connectors),
  ]);
  return Object.keys(departments).length === 0 ? [none] : faults;
}

function faultsOfRota(name: string, rota: Rota, { people }: Settings): readonly Fault[] {
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
  return [...rotaFaults(rota).map((problem) => ({ keys, problem })), ...hiddenLayers(keys, rota)];
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

function faultsOfPolicy(name: string, policy: Policy, settings: Settings): readonly Fault[] {
  const isDefault = name.startsWith(defaultPolicyName(""));
  const keys = ["policies", name];
  const { levels, catchAll, quietHours } = policy;
  if (catchAll === "") {
    const problem = "expected whom to tell in the end when nobody has acknowledged, such as person:ana, got none";
    return [{ keys: isDefault ? ["catchAll"] : [...keys, "catchAll"], problem }];
  }
  const shapes = policyFaults(policy).map((problem) => ({
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
  const [kind = "", name = ""] = split(target);
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

function targetFaults(keys: Keys, target: Target, settings: Settings): readonly Fault[] {
  const { people, rotas, departments, connectors } = settings;
  const [kind = "", name = ""] = split(target);
  const known = { person: people, rota: rotas, department: departments, channel: connectors };
  if (!Object.hasOwn(known, kind)) {
    return [{ keys, problem: `expected a target such as person:ana or rota:security, got ${JSON.stringify(target)}` }];
  }
  return refer(keys, kind === "channel" ? "connector" : kind, name, known[kind as keyof typeof known]);
}

const split = (target: Target) => [target.slice(0, target.indexOf(":")), target.slice(target.indexOf(":") + 1)];

function routingFaults({ routing, people, departments, policies }: Settings): readonly Fault[] {
  return routing.flatMap((rule, index) => {
    const keys = ["routing", String(index)];
    const { name, when, category, tags, severity, department, assignee, policy } = rule;
    const decides = [category, tags, severity, department, assignee, policy].some((each) => each !== undefined);
    const isTwice = routing.findIndex((other) => other.name === name) < index;
    return [
      ...(isTwice ? [{ keys: [...keys, "name"], problem: `expected a name of its own, got ${name} twice` }] : []),
      ...(matchesAll(when)
        ? [
            {
              keys: [...keys, "when"],
              problem: `expected a condition that rule ${name} is for, got one that matches everything`,
            },
          ]
        : []),
      ...(decides ? [] : [{ keys, problem: `expected rule ${name} to decide something, got conditions only` }]),
      ...(department === undefined ? [] : refer([...keys, "department"], "department", department, departments)),
      ...(assignee === undefined ? [] : refer([...keys, "assignee"], "person", assignee, people)),
      ...(policy === undefined ? [] : refer([...keys, "policy"], "policy", policy, policies)),
    ];
  });
}

/** Whether a condition is none, such as `source: ["*"]`. */
function matchesAll({ severity, fields = {}, ...texts }: Condition): boolean {
  const isAll = (globs: readonly string[]) => globs.some((glob) => /^[*?]*\*[*?]*$/.test(glob));
  return (
    Object.values(texts).every((globs: readonly string[] | undefined) => !globs || isAll(globs)) &&
    Object.values(fields).every(isAll) &&
    (!severity || severities.every((each) => severity.includes(each)))
  );
}

function serviceLevelFaults({ serviceLevels }: Settings): readonly Fault[] {
  return severities
    .filter((severity) => serviceLevels[severity].acknowledgeMinutes > serviceLevels[severity].resolveMinutes)
    .map((severity) => ({
      keys: ["serviceLevels", severity],
      problem: "expected less time to acknowledge than to resolve, got more",
    }));
}

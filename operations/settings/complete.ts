import type { Severity } from "../../policies/core/rule";
import type { Level, Policy, Target } from "../escalation/policy";
import type { Rota } from "../escalation/rota";
import type { ServiceLevel } from "../tickets/ticket";
import type { GivenAddress, GivenOperations, GivenPolicy, GivenRota } from "./given";
import type { Address, Department, Person, Role, Settings, TemporaryGroup } from "./settings";

const serviceLevels: Readonly<Record<Severity, ServiceLevel>> = {
  critical: { acknowledgeMinutes: 15, resolveMinutes: 4 * 60 },
  high: { acknowledgeMinutes: 60, resolveMinutes: 24 * 60 },
  medium: { acknowledgeMinutes: 8 * 60, resolveMinutes: 7 * 24 * 60 },
  low: { acknowledgeMinutes: 3 * 24 * 60, resolveMinutes: 30 * 24 * 60 },
};

/** Without limits of their own, few automatic containments may begin, and each is asked about within a day. */
const containment = { protected: [], perHour: 5, production: [], reviewHours: 24 };

const levelMinutes = 15;
const acknowledgedMinutes = { critical: 60, high: 240 };

/** The settings with everything that the file leaves out. They may still refer to what doesn't exist. */
export function completed(given: GivenOperations): Settings {
  const { timezone = "UTC", connectors = {}, otherwise = {} } = given;
  const mail = Object.entries(connectors).find(([, { type }]) => type === "smtp" || type === "ses")?.[0];
  const people = mapValues(given.people, ({ addresses, ...person }, id): Person => {
    const byMail = mail === undefined ? [] : [{ connector: mail, to: person.email }];
    return { name: id, role: "viewer", ...person, addresses: addresses?.map(addressOf) ?? byMail };
  });
  const departments = mapValues(given.departments, ({ addresses = [], policy, assign, head }, name): Department => {
    const own = given.policies?.["default"] ? "default" : defaultPolicyName(name);
    return { policy: policy ?? own, addresses: addresses.map(addressOf), assign, head };
  });
  const defaults = Object.entries(departments)
    .filter(([name, { policy }]) => policy === defaultPolicyName(name) && !given.policies?.[policy])
    .map(([name]) => defaultPolicy(name, departments, people, given.catchAll ?? ""));
  const levels = mapValues(given.serviceLevels, serviceLevelOf);
  const departmentNames = Object.keys(departments);
  return {
    ...(given.url !== undefined && { url: given.url }),
    ...(given.securityHub && { securityHub: given.securityHub }),
    ...{ people, departments, connectors, routing: given.routing ?? [], webhooks: given.webhooks ?? {} },
    rotas: mapValues(given.rotas, (rota, name) => rotaOf(name, rota, timezone)),
    policies: {
      ...mapValues(given.policies, (policy, name) => policyOf(name, policy, given)),
      ...Object.fromEntries(defaults.map((policy) => [policy.name, policy])),
    },
    otherwise: {
      category: otherwise.category ?? "security",
      department: otherwise.department ?? (departmentNames.length === 1 ? (departmentNames[0] ?? "") : ""),
    },
    serviceLevels: { ...serviceLevels, ...levels },
    reopenHours: given.reopenHours ?? 72,
    containment: { ...containment, ...given.containment },
    signIn: given.signIn,
    accessReview: given.accessReview && { exempt: [], days: 14, ...given.accessReview },
    temporaryAccess: given.temporaryAccess && {
      groups: mapValues(given.temporaryAccess.groups, (group, name): TemporaryGroup => {
        return { source: "identity-center", group: name, ...group };
      }),
    },
  };
}

function mapValues<From, To>(
  values: Readonly<Record<string, From>> | undefined,
  to: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, to(value, name)]));
}

function addressOf(given: GivenAddress): Address {
  if (typeof given !== "string") return given;
  const colon = given.indexOf(":");
  return colon < 0 ? { connector: given, to: "" } : { connector: given.slice(0, colon), to: given.slice(colon + 1) };
}

function rotaOf(name: string, { timezone, layers, overrides, ...only }: GivenRota, zone: string): Rota {
  const given = layers ?? [{ ...only, people: only.people ?? [], start: only.start ?? "" }];
  return {
    ...{ name, timezone: timezone ?? zone },
    layers: given.map((layer) => ({ handover: "09:00", days: 7, ...layer })),
    overrides: overrides?.map(({ person, from, to }) => ({ person, from: instantOf(from), to: instantOf(to) })),
  };
}

/** A moment with milliseconds, so that text order is time order. What is no moment stays, and is refused later. */
function instantOf(moment: string): string {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? moment : new Date(time).toISOString();
}

function policyOf(name: string, given: GivenPolicy, { timezone = "UTC", catchAll = "" }: GivenOperations): Policy {
  const { quietHours, ...policy } = given;
  return {
    ...{ repeats: 2, catchAll, acknowledgedMinutes, ...policy, name },
    quietHours: quietHours && { timezone, from: "", to: "", ...quietHours },
  };
}

export const defaultPolicyName = (department: string) => `default-${department}`;

/** First whoever takes the department's tickets, or all of it; then its senior analysts, and management of what is critical. */
function defaultPolicy(
  name: string,
  departments: Readonly<Record<string, Department>>,
  people: Readonly<Record<string, Person>>,
  catchAll: Target,
): Policy {
  const { assign, addresses = [] } = departments[name] ?? {};
  const seniors = seniorsOf(name, people);
  const managers = seniors.flatMap((id) => people[id]?.manager ?? []).map((id) => `person:${id}`);
  const critical = departments["management"]?.addresses.length ? ["department:management"] : [...new Set(managers)];
  const isOwned = assign !== undefined || addresses.length > 0;
  const level = (targets: readonly Target[], alsoFor?: Level["alsoFor"]): Level => {
    return { targets, ...(alsoFor && { alsoFor }), minutes: levelMinutes };
  };
  const first = isOwned ? [assign ?? `department:${name}`] : [];
  const second = seniors.map((id) => `person:${id}`);
  const management = critical.length > 0 ? { critical } : undefined;
  // Where nobody is senior, the first level is the last, too.
  const levels =
    first.length > 0 && second.length > 0
      ? [level(first), level(second, management)]
      : [level([...first, ...second], management)];
  return { name: defaultPolicyName(name), levels, repeats: 2, catchAll, acknowledgedMinutes };
}

/** Senior analysts, or else administrators: those of the department; where it has none, all of them. */
function seniorsOf(department: string, people: Readonly<Record<string, Person>>): readonly string[] {
  const having = (role: Role) => Object.entries(people).filter(([, person]) => person.role === role);
  const seniors = having(having("senior").length > 0 ? "senior" : "administrator");
  const own = seniors.filter(([, person]) => person.department === department);
  return (own.length > 0 ? own : seniors).map(([id]) => id);
}

const minutesOf: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60 };

function serviceLevelOf({
  acknowledge,
  resolve,
}: {
  readonly acknowledge: string;
  readonly resolve: string;
}): ServiceLevel {
  const minutes = (duration: string) => Number(duration.slice(0, -1)) * (minutesOf[duration.slice(-1)] ?? 0);
  return { acknowledgeMinutes: minutes(acknowledge), resolveMinutes: minutes(resolve) };
}

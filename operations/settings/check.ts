import { severities } from "../../policies/core/rule";
import { faultsOf as settingFaults } from "../connectors/registry";
import { variablePattern } from "../connectors/setting";
import { canarySource } from "../findings/finding";
import { holdsSecret } from "../findings/redact";
import { accessFaults } from "./check-access";
import { containmentFaults } from "./check-containment";
import { policyFaults, rotaFaults, targetFaults } from "./check-escalation";
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
    ...Object.entries(settings.rotas).flatMap(([name, rota]) => rotaFaults(name, rota, settings)),
    ...Object.entries(settings.policies).flatMap(([name, policy]) => policyFaults(name, policy, settings)),
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

function isVariable(value: unknown): boolean {
  return typeof value === "string" && new RegExp(variablePattern).test(value);
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

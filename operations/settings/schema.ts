import { severities } from "../../policies/core/rule";
import { roles } from "./settings";

/** `title` is what an error says was expected. */
const titled = (title: string, pattern: string) => ({ type: "string", title, pattern });

const text = { type: "string", minLength: 1, pattern: "\\S" };
const texts = { type: "array", items: text };
const some = { ...texts, minItems: 1 };
const time = titled("a time of day such as 09:00", "^([01]\\d|2[0-3]):[0-5]\\d$");
const date = titled("a date such as 2026-01-05", "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$");
const moment = titled(
  "a moment such as 2026-12-24T18:00:00Z",
  "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,3})?)?Z$",
);
const duration = titled("a time such as 15m, 4h or 7d", "^[1-9]\\d{0,5}[mhd]$");
const target = titled(
  "a target such as person:ana, rota:security, department:platform or channel:slack",
  "^(person|rota|department|channel):\\S+$",
);
const assign = titled("who takes tickets, such as rota:security or person:ana", "^(person|rota):\\S+$");
const email = titled("an e-mail address", "^[^\\s@]+@[^\\s@]+$");
const account = titled("an AWS account of 12 digits, in quotes", "^\\d{12}$");
const minutes = { type: "number", minimum: 1, maximum: 366 * 24 * 60 };

/** Names stand in ids, targets and URLs. */
const named = (values: object, description: string) => ({
  type: "object",
  description,
  propertyNames: titled("a name of letters, digits, dots, dashes and underscores", "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"),
  additionalProperties: values,
});

const object = (properties: object, required: readonly string[] = []) => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});

const bySeverity = (values: object) => object(Object.fromEntries(severities.map((severity) => [severity, values])));

const address = {
  anyOf: [
    titled("an address such as slack:C0123", "^[A-Za-z0-9][A-Za-z0-9._-]*(:.+)?$"),
    object({ connector: text, to: { type: "string" } }, ["connector", "to"]),
  ],
};
const addresses = { type: "array", items: address, description: "Where it is told, the first that works." };

const condition = {
  ...object({
    ...{ source: some, rule: some, account: some, region: some, resource: some, keywords: some },
    severity: { type: "array", minItems: 1, items: { enum: severities } },
    fields: { type: "object", additionalProperties: some },
  }),
  description: "Every condition that is named must hold. Texts are globs, such as arn:aws:s3:*.",
};

const layer = {
  people: { ...texts, description: "In the order of their turns." },
  start: { ...date, description: "The day on which the first one's turn begins." },
  handover: { ...time, default: "09:00" },
  days: { type: "integer", minimum: 1, maximum: 366, default: 7, description: "How long a turn lasts." },
  hours: { ...object({ from: time, to: time }, ["from", "to"]), description: "The part of each day that is covered." },
  weekdays: {
    type: "array",
    minItems: 1,
    items: { type: "integer", minimum: 1, maximum: 7 },
    description: "Monday is 1.",
  },
};

const timezone = { ...text, description: "IANA name, such as Europe/Berlin." };

const rota = object({
  ...layer,
  timezone,
  layers: { type: "array", minItems: 1, items: object(layer, ["people", "start"]) },
  overrides: {
    type: "array",
    items: object({ person: text, from: moment, to: moment }, ["person", "from", "to"]),
    description: "Who is on call instead; of several, the last counts.",
  },
});

const policy = object(
  {
    levels: {
      type: "array",
      items: object(
        { targets: { type: "array", items: target }, alsoFor: bySeverity({ type: "array", items: target }), minutes },
        ["targets", "minutes"],
      ),
    },
    repeats: { type: "integer", minimum: 0, maximum: 9, default: 2 },
    catchAll: target,
    acknowledgedMinutes: bySeverity(minutes),
    quietHours: object({ timezone, from: time, to: time }, ["from", "to"]),
  },
  ["levels"],
);

const person = object(
  {
    ...{ name: text, email, department: text, manager: text, addresses },
    role: { enum: roles, default: "viewer" },
  },
  ["email", "department"],
);

const routing = object(
  {
    ...{ name: text, when: condition, category: text, tags: some, department: text, assignee: text, policy: text },
    severity: { enum: severities },
  },
  ["name", "when"],
);

const department = object({
  ...{ policy: text, addresses, assign },
  head: { ...text, description: "The person who reviews the access of those who have no manager." },
});

const accessReview = object(
  {
    owner: { ...text, description: "The person who answers for what has no other reviewer." },
    exempt: {
      type: "array",
      items: object({ principal: text, reason: text }, ["principal", "reason"]),
      description:
        "Whose access stays when nobody answers, and is never revoked by itself: globs such as break-glass-*.",
    },
    days: { type: "integer", minimum: 1, maximum: 366, default: 14, description: "How long there is to answer." },
  },
  ["owner"],
);

const temporaryGroup = object(
  {
    source: { enum: ["iam", "identity-center"], default: "identity-center" },
    account: { ...account, description: "Of an IAM group; the desk's own by default." },
    group: { ...text, description: "What AWS calls it; its name here by default." },
    maxMinutes: { type: "integer", minimum: 1, maximum: 7 * 24 * 60 },
    approvers: { ...some, description: "Persons; the one who asks doesn't count." },
  },
  ["maxMinutes", "approvers"],
);

// A secret that was written here by mistake must not come back in an error: what it may be is checked apart.
const webhook = object(
  {
    secret: { description: "The variable of the environment that holds the secret." },
    authentication: { enum: ["signature", "bearer"], default: "signature" },
    topic: titled("the ARN of a topic of SNS", "^arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_.-]+$"),
    format: { enum: ["finding", "asff", "ocsf", "alertmanager", "sns", "mail", "text"] },
  },
  ["format"],
);

const connector = {
  type: "object",
  required: ["type"],
  properties: { type: text, when: condition, keeps: { type: "boolean" } },
};

const region = titled("an AWS region such as eu-west-1", "^[a-z]{2}(-[a-z]+)+-\\d$");

const containment = object({
  protected: { ...texts, description: "Globs of targets, such as role/break-glass, that no automation may touch." },
  perHour: { type: "integer", minimum: 0, maximum: 1000, default: 5 },
  production: { type: "array", items: account, description: "Accounts in which two persons have to agree." },
  reviewHours: { type: "number", minimum: 1, maximum: 8784, default: 24 },
  ipSets: {
    type: "array",
    items: object({ name: text, id: text, scope: { enum: ["REGIONAL", "CLOUDFRONT"] }, region }, [
      "name",
      "id",
      "scope",
    ]),
    description: "Lists of AWS WAF that blocked addresses are put into.",
  },
  networkAcls: { type: "array", items: object({ id: text, region }, ["id", "region"]) },
  flagOff: { type: "string", default: "false", description: "The value that switches a flag off." },
  runbooks: named(
    object({ contain: text, release: text, parameters: { type: "object", additionalProperties: texts } }, [
      ...["contain", "release"],
    ]),
    "Documents of Systems Manager's automation, by name.",
  ),
  schedules: named(
    object({ targets: some, off: text, on: text, timezone }, ["targets", "off", "on", "timezone"]),
    "When targets are off, as in cron, by name.",
  ),
});

/** The JSON schema of `operations.yaml`. What its names refer to is checked apart. */
export function operationsSchema(): object {
  return {
    type: ["object", "null"],
    additionalProperties: false,
    properties: {
      timezone,
      url: titled(
        "the address of the desk's page, such as https://desk.example.com",
        "^https?://[^\\s/@?#]+(/[^\\s@?#]*)?$",
      ),
      catchAll: {
        ...target,
        description: "Told every hour when nobody has acknowledged, of policies that name no other.",
      },
      people: named(person, "Who works at the desk, by id."),
      departments: named(department, "Who owns tickets, by name."),
      rotas: named(rota, "Who is on call when, by name."),
      policies: named(policy, "Who is told of a ticket that nobody acknowledges, by name."),
      routing: {
        type: "array",
        items: routing,
        description:
          "What becomes of a finding. Of several rules, the first that names a thing decides on it; tags add up.",
      },
      otherwise: object({ category: text, department: text }),
      serviceLevels: bySeverity(object({ acknowledge: duration, resolve: duration }, ["acknowledge", "resolve"])),
      reopenHours: { type: "number", minimum: 1, maximum: 8784, default: 72 },
      webhooks: named(webhook, "Who may send findings, by the name that their source gets."),
      connectors: named(
        connector,
        "Ways to other systems, by name. Secrets are named by the variables that hold them.",
      ),
      containment,
      signIn: {
        ...object(
          {
            issuer: titled("the address of a provider of OpenID Connect", "^https?://[^\\s@?#]+$"),
            clientId: text,
            clientSecret: { description: "The variable of the environment that holds the client's secret." },
            name: text,
          },
          ["issuer", "clientId"],
        ),
        description: "Who lets people in beside tokens: their verified mail address is the one under `people`.",
      },
      accessReview,
      securityHub: {
        ...object({ regions: { ...some, items: titled("a region such as eu-west-1", "^[a-z]{2,}(-[a-z]+)+-\\d$") } }, [
          "regions",
        ]),
        description:
          "Regions whose Security Hub a desk on one machine asks every hour, with the credentials of its environment.",
      },
      temporaryAccess: object({ groups: named(temporaryGroup, "Groups that somebody may be in for a while.") }),
    },
  };
}

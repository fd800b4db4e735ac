/** docs/connectors.md, from the catalogue of connectors. */
import { type ConnectorType, connectorTypes } from "../operations/connectors/catalogue";
import { isSecret, type Setting } from "../operations/connectors/setting";

const introduction = `# Connectors

A connector is a way from the desk to another system. \`operations.yaml\` names each, says of which type it is, and where
people, departments and policies are told by it:

\`\`\`yaml
url: https://desk.example.com # messages link to the ticket's page

connectors:
  chat:
    type: slack
    token: SLACK_TOKEN # the variable of the environment that holds the secret
    channel: "#security"
  pager:
    type: pagerduty
    routingKey: PAGERDUTY_KEY
  mail:
    type: ses
    from: Security desk <desk@example.com>
  issues:
    type: jira
    keeps: true # a record of every ticket, not only of what somebody is told
    when: { severity: [critical, high] }
    site: https://example.atlassian.net
    user: desk@example.com
    token: JIRA_TOKEN
    project: SEC

people:
  ana:
    email: ana@example.com
    department: security
    addresses: [pager, chat:U0123456789, mail:ana@example.com] # the first that works

  bo:
    email: bo@example.com
    department: security
    role: senior # told when ana is silent
    addresses: [pager, mail:bo@example.com]

departments:
  security: { addresses: ["chat:#security"], assign: person:ana }

catchAll: channel:chat
\`\`\`

**Notices** tell somebody to act. An address that doesn't take one is tried again after 15 seconds, a minute and three
minutes; then the next address is told. Where a token is refused, or the other system asks for more than three minutes, the
next address is told at once. A notice that reaches nobody is a \`NotificationFailed\` of the ticket, which escalates: the next
level is told. A notice whose ticket somebody has acknowledged in the meantime is withdrawn.

**Records** keep another system up to date: those of connectors with \`keeps: true\`, and the answer to a reporter. They are
tried for two days, after which (or when it is useless) the ticket says \`NotificationFailed\`, and wakes nobody. They stand in
the list of dead deliveries, from which somebody sends them again when it is mended. \`when\` says of which tickets.

Everything is sent **at least once**: after a crash, the same event may be sent again. What each system makes of it stands
below. Every answer is awaited for ten seconds, no redirect is followed, and \`Retry-After\` is kept to.

**Secrets** stand in no file: settings name the variables that hold them, and a secret in their place is refused. None is
shown in an error, a log or a ticket. The addresses of webhooks are secrets.

All connectors may have \`keeps\` and \`when\`; \`type\` says which others there are:
`;

/** The whole page. */
export function connectorsReference(): string {
  const rows = Object.entries(connectorTypes).map(([name, { summary }]) => `| [\`${name}\`](#${name}) | ${summary} |`);
  const index = ["| Type | What it does |", "| --- | --- |", ...rows].join("\n");
  const sections = Object.entries(connectorTypes).map(([name, type]) => section(name, type));
  return [introduction, index, ...sections].join("\n\n");
}

function section(name: string, { summary, to, repeats, hears, settings, rules }: ConnectorType): string {
  const required = new Set((rules.required ?? []) as string[]);
  const rows = Object.entries(settings).map(([key, setting]) => row(key, setting, required.has(key)));
  const what = hears === "changes" ? "what changes a ticket" : "every event of a ticket";
  return [
    `## ${name}`,
    summary,
    `- An address (\`to\`): ${to}\n- A message that comes again: ${repeats}\n- As a record (\`keeps: true\`): it hears of ${what}.`,
    ["| Setting | Required | Default | Meaning |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    ...(name in notes ? [notes[name]] : []),
  ].join("\n\n");
}

function row(key: string, setting: Setting, isRequired: boolean): string {
  const meaning = isSecret(setting) ? `**Variable.** ${setting.description}` : setting.description;
  const fallback = setting.default === undefined ? "" : `\`${String(setting.default)}\``;
  return `| \`${key}\` | ${isRequired ? "yes" : ""} | ${fallback} | ${meaning.replaceAll("|", "\\|")} |`;
}

/** What a table has no place for. */
const notes: Readonly<Record<string, string>> = {
  slack: "One of `webhook` and `token` is required. Only a bot answers in threads and writes to people.",
  smtp: "A name to sign in with needs a password, and a password needs encryption.",
  pagerduty:
    "A notice triggers. With `keeps: true`, the incident is acknowledged and resolved with the ticket as well; an incident that somebody acknowledges in PagerDuty leaves the ticket as it is.",
  jira: "The account needs to browse, create, comment and move issues of the project. An issue that somebody moves in Jira leaves the ticket as it is.",
  webhook:
    'The header `guardrails-signature` is `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body", hexadecimal>`; the header `guardrails-event` names the event. Without `allowPrivate`, the address must be a public one, whatever its name resolves to. The body:\n\n```json\n{ "event": "ticket/T-7KQ2M9XD@3", "type": "TicketAcknowledged", "subject": "ticket/T-7KQ2M9XD", "at": "2026-11-24T09:04:00.000Z", "severity": "high", "title": "…", "text": "…", "url": "https://desk.example.com/tickets/T-7KQ2M9XD", "state": {} }\n```',
  securityhub:
    "A ticket that nobody has taken is `NEW`; one that is acknowledged or snoozed `NOTIFIED`; one that is fixed `RESOLVED`; one that is set aside (a false positive, a risk that is accepted, …) `SUPPRESSED`. Without a `region`, a finding is changed in its own region. Findings that come straight from GuardDuty, past Security Hub, would stand there twice: leave them out by `when`.",
  "ocsf-s3":
    "Objects are named `<prefix>2026/11/24/ticket-T-7KQ2M9XD@3.json.gz`, one line of [Incident Finding](https://schema.ocsf.io/1.3.0/classes/incident_finding) each.",
  sns: "Mail and telephones get the text, all other subscribers JSON as of the webhook. The attributes `event`, `type` and `severity` are for filters.",
  eventbridge:
    "The source is `guardrails`, the detail type is that of the event, such as `TicketEscalated`, and the detail is JSON as of the webhook.",
};

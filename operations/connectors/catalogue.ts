import type { MakeConnector } from "./connector";
import { aws, flag, type Setting, text, url, variable } from "./setting";

/** A type of connector. */
export interface ConnectorType {
  /** What it does, one sentence. */
  readonly summary: string;
  /** What the `to` of an address means. */
  readonly to: string;
  /** What the other system makes of a message that comes again. */
  readonly repeats: string;
  /**
   * What it hears of when it keeps records: every event, or changes of the ticket only. People who read a tracker have no
   * use for the hundredth repeat.
   */
  readonly hears: "every event" | "changes";
  readonly settings: Readonly<Record<string, Setting>>;
  /** Further keywords of the JSON schema. */
  readonly rules: Readonly<Record<string, unknown>>;
  /** Its code, which is read when it is first used. */
  load(): MakeConnector;
}

const unused = "Nothing: leave it empty.";

/** All types, by the name that settings call them by. */
export const connectorTypes: Readonly<Record<string, ConnectorType>> = {
  slack: {
    summary: "Posts to Slack; with a token, what follows of a ticket goes to the thread of its first message.",
    to: "A channel or a user (`#security`, `C0123456789`, `U0123456789`) with a token; nothing with a webhook.",
    repeats: "Slack shows it twice.",
    hears: "changes",
    settings: {
      webhook: variable("The address of an incoming webhook, which posts to the one channel that it was made for."),
      token: variable("The token of a bot with the scope `chat:write`."),
      channel: text("The channel when an address names none."),
      endpoint: url("Slack's Web API.", { default: "https://slack.com/api" }),
    },
    rules: { oneOf: [{ required: ["webhook"] }, { required: ["token"] }] },
    load: () => (require("./slack") as typeof import("./slack")).slack,
  },
  teams: {
    summary: "Posts an adaptive card to Microsoft Teams through a workflow.",
    to: unused,
    repeats: "Teams shows it twice.",
    hears: "changes",
    settings: { webhook: variable("The address of a workflow that begins when a Teams webhook request is received.") },
    rules: { required: ["webhook"] },
    load: () => (require("./teams") as typeof import("./teams")).teams,
  },
  smtp: {
    summary: "Sends mail through a server of your own.",
    to: "A mail address.",
    repeats: "It has the same Message-ID, by which most mailboxes show it once.",
    hears: "changes",
    settings: {
      host: text("The server."),
      port: {
        type: "integer",
        minimum: 1,
        maximum: 65_535,
        description: "465 with `tls`, otherwise 587, when it is left out.",
      },
      encryption: text("`starttls` and `tls` refuse a server that can't; `none` is for a relay on this machine.", {
        enum: ["starttls", "tls", "none"],
        default: "starttls",
      }),
      from: text("The sender's address."),
      user: text("The name to sign in with."),
      password: variable("The password to sign in with."),
      ca: text("The certificate, in PEM, of an authority that signs the server's, when no public one does."),
    },
    rules: {
      required: ["host", "from"],
      dependentRequired: { user: ["password"], password: ["user"] },
      // A password never goes over a line that others can read.
      not: { required: ["password", "encryption"], properties: { encryption: { const: "none" } } },
    },
    load: () => (require("./smtp") as typeof import("./smtp")).smtp,
  },
  ses: {
    summary: "Sends mail through Amazon SES.",
    to: "A mail address.",
    repeats: "It is sent twice, with the same subject and in the same conversation.",
    hears: "changes",
    settings: {
      from: text("The sender's address, which SES has verified."),
      configurationSet: text("The configuration set to send with."),
      ...aws,
    },
    rules: { required: ["from"] },
    load: () => (require("./ses") as typeof import("./ses")).ses,
  },
  pagerduty: {
    summary: "Triggers, acknowledges and resolves incidents of PagerDuty.",
    to: "Empty, or the variable that holds the key of another integration.",
    repeats: "The incident's key is the ticket's: a repeat joins the open incident.",
    hears: "changes",
    settings: {
      routingKey: variable("The key of an integration of the type Events API v2."),
      endpoint: url("PagerDuty's Events API; `https://events.eu.pagerduty.com` for accounts in the EU.", {
        default: "https://events.pagerduty.com",
      }),
    },
    rules: { required: ["routingKey"] },
    load: () => (require("./pagerduty") as typeof import("./pagerduty")).pagerduty,
  },
  jira: {
    summary:
      "Keeps an issue of Jira Cloud for each ticket, comments on what happens, and moves it when the ticket ends.",
    to: "A project's key, or empty for that of the settings.",
    repeats: "The issue is found by its label and a comment by the event that it names: nothing comes twice.",
    hears: "changes",
    settings: {
      site: url("The site, such as `https://example.atlassian.net`."),
      user: text("The mail address of the account."),
      token: variable("The account's API token."),
      project: text("The project's key.", { pattern: "^[A-Z][A-Z0-9_]+$" }),
      issueType: text("The type of the issues.", { default: "Task" }),
      doneStatus: text(
        "The status that an issue gets when its ticket is resolved; the first that counts as done otherwise.",
      ),
      labels: { type: "array", items: { type: "string", pattern: "^\\S+$" }, description: "Further labels." },
    },
    rules: { required: ["site", "user", "token", "project"] },
    load: () => (require("./jira") as typeof import("./jira")).jira,
  },
  servicenow: {
    summary: "Keeps an incident of ServiceNow for each ticket, with work notes on what happens.",
    to: "An assignment group, or empty for that of the settings.",
    repeats: "The incident is found by its correlation id, and a note by the event that it names: nothing comes twice.",
    hears: "changes",
    settings: {
      instance: url("The instance, such as `https://example.service-now.com`."),
      user: text("The name to sign in with; leave it out for a bearer token."),
      secret: variable("The user's password, or the bearer token."),
      table: text("The table.", { default: "incident", pattern: "^[a-z0-9_]+$" }),
      assignmentGroup: text("The group that incidents are assigned to."),
      closeCode: text("The resolution code of incidents that are fixed.", { default: "Solution provided" }),
    },
    rules: { required: ["instance", "secret"] },
    load: () => (require("./servicenow") as typeof import("./servicenow")).servicenow,
  },
  github: {
    summary: "Keeps an issue of GitHub for each ticket, comments on what happens, closes it and opens it again.",
    to: "A repository (`owner/name`), or empty for that of the settings.",
    repeats: "The issue and the comment are found by a mark in their text: nothing comes twice.",
    hears: "changes",
    settings: {
      repository: text("The repository, `owner/name`: a private one.", { pattern: "^[\\w.-]+/[\\w.-]+$" }),
      token: variable("A token that may read and write issues."),
      label: text("The label of all issues, by which they are found.", { default: "guardrails", pattern: "^[^,]+$" }),
      endpoint: url("GitHub's API; `https://<host>/api/v3` for a server of your own.", {
        default: "https://api.github.com",
      }),
    },
    rules: { required: ["repository", "token"] },
    load: () => (require("./github") as typeof import("./github")).github,
  },
  webhook: {
    summary: "Posts each event as JSON to an address of yours, signed.",
    to: unused,
    repeats: "It has the same `event`, by which the receiver tells it.",
    hears: "every event",
    settings: {
      url: url("The address, with https unless `allowPrivate` is set."),
      secret: variable("The key of the signature (HMAC with SHA-256)."),
      allowPrivate: flag("Whether the address may be a private one or of this machine."),
    },
    rules: { required: ["url", "secret"] },
    load: () => (require("./webhook") as typeof import("./webhook")).webhook,
  },
  securityhub: {
    summary: "Keeps the workflow status of Security Hub's findings, and brings findings of other sources there.",
    to: unused,
    repeats: "The same status and the same finding again change nothing.",
    hears: "changes",
    settings: { account: text("The account to bring findings to.", { pattern: "^[0-9]{12}$" }), ...aws },
    rules: { required: ["account"] },
    load: () => (require("./securityhub") as typeof import("./securityhub")).securityhub,
  },
  "ocsf-s3": {
    summary: "Writes each event as an OCSF Incident Finding to S3, for a SIEM or a security lake.",
    to: unused,
    repeats: "It overwrites the same object with the same bytes.",
    hears: "every event",
    settings: {
      bucket: text("The bucket."),
      prefix: text("What the names of the objects begin with.", { default: "guardrails/" }),
      ...aws,
    },
    rules: { required: ["bucket"] },
    load: () => (require("./ocsf-s3") as typeof import("./ocsf-s3")).ocsfS3,
  },
  sns: {
    summary: "Publishes to a topic of Amazon SNS.",
    to: "Another topic's ARN, or empty for that of the settings.",
    repeats: "A FIFO topic drops it within five minutes; others deliver it again, with the same attribute `event`.",
    hears: "every event",
    settings: {
      topic: text("The topic's ARN.", { pattern: "^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[\\w-]+(\\.fifo)?$" }),
      endpoint: aws.endpoint,
    },
    rules: { required: ["topic"] },
    load: () => (require("./sns") as typeof import("./sns")).sns,
  },
  eventbridge: {
    summary: "Puts each event on a bus of Amazon EventBridge, with the source `guardrails`.",
    to: unused,
    repeats: "Rules see it again, with the same `detail.event`.",
    hears: "every event",
    settings: { bus: text("The name or ARN of the bus.", { default: "default" }), ...aws },
    rules: {},
    load: () => (require("./eventbridge") as typeof import("./eventbridge")).eventbridge,
  },
};

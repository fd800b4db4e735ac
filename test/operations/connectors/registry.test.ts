import * as assert from "node:assert/strict";
import { connectorTypes } from "../../../operations/connectors/catalogue";
import { withoutSecrets } from "../../../operations/connectors/redact";
import { connectorsOf, faultsOf } from "../../../operations/connectors/registry";
import type { ConnectorSettings } from "../../../operations/settings/settings";
import { failure, Life } from "./fixture";
import { closeStandIns, standIn } from "./stand-in";

const variable = "of the environment, such as SLACK_TOKEN, got another text";

/** Settings that are enough for each type. */
const enough: Readonly<Record<string, ConnectorSettings>> = {
  slack: { type: "slack", webhook: "HOOK" },
  teams: { type: "teams", webhook: "HOOK" },
  smtp: { type: "smtp", host: "mail.example.com", from: "desk@example.com" },
  ses: { type: "ses", from: "desk@example.com" },
  pagerduty: { type: "pagerduty", routingKey: "KEY" },
  jira: { type: "jira", site: "https://a.atlassian.net", user: "bot@example.com", token: "TOKEN", project: "SEC" },
  servicenow: { type: "servicenow", instance: "https://a.service-now.com", secret: "TOKEN" },
  github: { type: "github", repository: "acme/security", token: "TOKEN" },
  webhook: { type: "webhook", url: "https://example.com/in", secret: "KEY" },
  securityhub: { type: "securityhub", account: "123456789012" },
  "ocsf-s3": { type: "ocsf-s3", bucket: "findings" },
  sns: { type: "sns", topic: "arn:aws:sns:eu-west-1:123456789012:findings" },
  eventbridge: { type: "eventbridge" },
};

describe("connectors of the settings", () => {
  afterEach(closeStandIns);

  for (const [type, { settings }] of Object.entries(connectorTypes)) {
    it(`${type} is made of its least settings, and of no other ones`, async () => {
      const given = enough[type] ?? assert.fail(`no settings for ${type}`);
      assert.deepEqual(faultsOf("it", { ...given, keeps: true, when: { severity: ["high"] } }), []);
      assert.match(faultsOf("it", { ...given, chanel: "#a" })[0] ?? "", /got chanel$/);
      const { send } = await connectorsOf({ connectors: { it: given } }, () => "secret")("it");
      assert.equal(typeof send, "function");
      for (const { description } of Object.values(settings)) assert.match(description, /\.$/);
    });
  }

  for (const [given, faults] of [
    [{ type: "pager" }, [/^expected the type of connector it to be one of slack, .*, got pager$/]],
    [{ type: "constructor" }, [/got constructor$/]],
    [{ type: "slack" }, [/^expected one of webhook and token of connector it, got both or none$/]],
    [{ type: "slack", webhook: "A", token: "B" }, [/got both or none$/]],
    [{ type: "github", repository: "acme/security" }, [/^expected token of connector it, got none$/]],
    [{ type: "github", repository: "acme", token: "T" }, [/^expected repository of connector it to match/]],
    [{ ...enough.smtp, user: "desk" }, [/^expected password beside user of connector it, got none$/]],
    [
      { ...enough.smtp, user: "desk", password: "PASSWORD", encryption: "none" },
      [/^expected an encryption of connector it when it signs in with a password, got none$/],
    ],
    [{ ...enough.jira, site: "https://bot:secret@a.atlassian.net" }, [/^expected site of connector it to match/]],
  ] as const) {
    it(`finds fault with ${JSON.stringify(given)}`, () => {
      const found = faultsOf("it", given as ConnectorSettings);
      assert.equal(found.length, faults.length, found.join("\n"));
      for (const [index, fault] of faults.entries()) assert.match(found[index] ?? "", fault);
    });
  }

  it("refuses a secret in the place of a variable, and does not repeat it", () => {
    const secret = "https://hooks.slack.com/services/T0/B0/abcdefghijklmnop";
    assert.deepEqual(faultsOf("it", { type: "slack", webhook: secret }), [
      `expected webhook of connector it to name a variable ${variable}`,
    ]);
  });

  it("makes a connector once, and again when a variable was missing", async () => {
    const server = await standIn(() => ({ body: "ok" }));
    const values: Record<string, string> = {};
    const connectorOf = connectorsOf({ connectors: { chat: { type: "slack", webhook: "HOOK" } } }, (name) => {
      const value = values[name];
      if (value === undefined) throw new Error(`expected ${name} in the environment, got none`);
      return value;
    });
    assert.equal(await connectorOf("chat"), await connectorOf("chat"));
    const message = new Life().message("TicketOpened");
    const refused = await failure(connectorOf("chat").then((chat) => chat.send(message, "")));
    assert.equal(refused.message, "expected HOOK in the environment, got none");
    values.HOOK = server.url;
    await (await connectorOf("chat")).send(message, "");
    assert.equal(server.asked.length, 1);
  });

  it("refuses a name that the settings don't have", async () => {
    const refused = await failure(connectorsOf({ connectors: {} }, () => "")("chat"));
    assert.equal(refused.name, "UserError");
    assert.equal(refused.message, "expected a connector called chat, got none");
  });

  it("takes secrets out of a text however they are written", () => {
    const hook = "https://hooks.example.com/services/T0/B0/abcdefghijklmnop";
    const password = 'a "quoted" pass/word';
    for (const text of [
      `no answer from ${hook}`,
      "no answer from /services/T0/B0/abcdefghijklmnop",
      `no answer from ${encodeURIComponent(hook)}`,
      `{"password":${JSON.stringify(password)}}`,
      `got ${Buffer.from(password).toString("base64")}`,
      `Authorization: Basic ${Buffer.from(`user:${password}`).toString("base64")}`,
      "authorization: Bearer ghp_abcdefghijklmnop",
    ]) {
      const clean = withoutSecrets(text, [hook, password]);
      assert.doesNotMatch(clean, /abcdefghijklmnop|quoted|cXVvdGVk|ghp_|dXNlcj/, clean);
    }
  });

  it("takes out the whole of a secret that begins with another one", () => {
    const secrets = ["the-key-of-old", "the-key-of-old-and-new"];
    assert.equal(withoutSecrets("got the-key-of-old-and-new", secrets), "got ***");
  });

  it("takes out the beginning of a secret that an answer was cut in", async () => {
    const token = "xoxb-a-token-that-nobody-may-see";
    const server = await standIn(() => ({ status: 400, json: { message: `${"x".repeat(180)} ${token}` } }));
    const given = { type: "slack", token: "TOKEN", channel: "#a", endpoint: server.url };
    const chat = await connectorsOf({ connectors: { chat: given } }, () => token)("chat");
    const { message } = await failure(chat.send(new Life().message("TicketOpened"), ""));
    assert.match(message, /x{180} \*\*\*$/);
  });
});

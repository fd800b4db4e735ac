import * as assert from "node:assert/strict";
import { join } from "node:path";
import { faultsOf } from "../../../operations/settings/check";
import { readSettings, readSettingsFile } from "../../../operations/settings/load";
import { UserError } from "../../../policies/core/user-error";
import { temporaryFolder } from "../../support/temporary-folder";

const whole = `
timezone: Europe/Berlin
catchAll: person:maria
people:
  ana: { email: ana@example.com, department: security, role: senior, manager: maria }
  ben: { email: ben@example.com, department: security, addresses: ["slack:U1", { connector: mail, to: ben@home.example }] }
  maria: { name: Maria Ott, email: maria@example.com, department: security }
departments:
  security: { assign: "rota:security" }
  platform: { addresses: ["slack:C2"], policy: slow }
rotas:
  security: { people: [ana, ben], start: 2026-01-05 }
policies:
  slow:
    levels: [{ targets: ["department:platform"], minutes: 60 }]
    quietHours: { from: "20:00", to: "07:00" }
routing:
  - { name: buckets, when: { resource: ["arn:aws:s3:*"] }, department: platform }
otherwise: { department: security }
serviceLevels: { low: { acknowledge: 5d, resolve: 60d } }
webhooks: { siem: { secret: SIEM_SECRET, format: ocsf } }
connectors:
  slack: { type: slack, token: SLACK_TOKEN }
  mail: { type: smtp, host: localhost, from: desk@example.com }
`;

/** The whole file with one text in place of another. */
function changed(from: string, to: string): string {
  assert.ok(whole.includes(from), from);
  return whole.replace(from, to);
}

function refused(yaml: string, expected: RegExp): void {
  assert.throws(
    () => readSettings(yaml),
    (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, expected);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    },
  );
}

describe("operations.yaml", () => {
  it("is read from a file, and named by its errors", () => {
    const folder = temporaryFolder({ "operations.yaml": whole, "broken.yaml": "people: [" });
    assert.equal(readSettingsFile(join(folder, "operations.yaml")).people["maria"]?.name, "Maria Ott");
    assert.throws(() => readSettingsFile(join(folder, "broken.yaml")), /broken\.yaml:1: expected YAML/);
    assert.throws(() => readSettingsFile(join(folder, "none.yaml")), UserError);
  });

  it("leaves out what is usual", () => {
    const { people, rotas, serviceLevels, reopenHours, containment, otherwise, policies } = readSettings(whole);
    assert.deepEqual(people["ana"]?.addresses, [{ connector: "mail", to: "ana@example.com" }]);
    assert.deepEqual(people["ben"], {
      ...{ name: "ben", email: "ben@example.com", role: "viewer", department: "security" },
      addresses: [
        { connector: "slack", to: "U1" },
        { connector: "mail", to: "ben@home.example" },
      ],
    });
    assert.equal(rotas["security"]?.timezone, "Europe/Berlin");
    assert.deepEqual(rotas["security"]?.layers, [
      { people: ["ana", "ben"], start: "2026-01-05", handover: "09:00", days: 7 },
    ]);
    assert.deepEqual(serviceLevels, {
      critical: { acknowledgeMinutes: 15, resolveMinutes: 240 },
      high: { acknowledgeMinutes: 60, resolveMinutes: 1440 },
      medium: { acknowledgeMinutes: 480, resolveMinutes: 7 * 1440 },
      low: { acknowledgeMinutes: 5 * 1440, resolveMinutes: 60 * 1440 },
    });
    assert.equal(reopenHours, 72);
    assert.equal(otherwise.category, "security");
    assert.deepEqual(containment, { protected: [], perHour: 5, production: [], reviewHours: 24 });
    assert.equal(policies["slow"]?.repeats, 2);
    assert.equal(policies["slow"]?.catchAll, "person:maria");
    assert.equal(policies["slow"]?.quietHours?.timezone, "Europe/Berlin");
  });

  it("makes a policy for a department without one: the rota, after 15 minutes the seniors, of critical tickets managers", () => {
    const { departments, policies } = readSettings(whole);
    assert.deepEqual(policies[departments["security"]?.policy ?? ""], {
      name: "default-security",
      levels: [
        { targets: ["rota:security"], minutes: 15 },
        { targets: ["person:ana"], alsoFor: { critical: ["person:maria"] }, minutes: 15 },
      ],
      ...{ repeats: 2, catchAll: "person:maria", acknowledgedMinutes: { critical: 60, high: 240 } },
    });
  });

  it("tells a department's channel where nobody takes its tickets, and the department of management where there is one", () => {
    const { policies } = readSettings(
      changed(", policy: slow }", '}\n  management: { addresses: ["slack:C3"], policy: slow }'),
    );
    assert.deepEqual(policies["default-platform"]?.levels, [
      { targets: ["department:platform"], minutes: 15 },
      { targets: ["person:ana"], alsoFor: { critical: ["department:management"] }, minutes: 15 },
    ]);
  });

  it("tells an administrator where nobody is senior, and nobody further where there is none", () => {
    const levelsOf = (yaml: string) => readSettings(yaml).policies["default-security"]?.levels;
    const alone = changed("role: senior, manager: maria", "role: analyst");
    assert.deepEqual(levelsOf(alone), [{ targets: ["rota:security"], minutes: 15 }]);
    const led = alone.replace("name: Maria Ott,", "role: administrator,");
    assert.deepEqual(
      levelsOf(led)?.map(({ targets }) => targets),
      [["rota:security"], ["person:maria"]],
    );
  });

  it("gives a department without a policy the one that is called default", () => {
    const { departments } = readSettings(changed("  slow:", "  default:").replace(", policy: slow", ""));
    assert.deepEqual([departments["security"]?.policy, departments["platform"]?.policy], ["default", "default"]);
  });

  const mistakes: readonly (readonly [title: string, yaml: string, expected: RegExp])[] = [
    ["a key that doesn't exist", changed("rotas:", "rotsa:"), /^operations\.yaml:\d+: rotsa: .*did you mean rotas\?$/],
    [
      "a person in a rota",
      changed("[ana, ben]", "[ana, bben]"),
      /:12: rotas.security.people: .*"bben"; did you mean ben\?$/,
    ],
    ["a manager", changed("manager: maria", "manager: mira"), /people\.ana\.manager: .*did you mean maria\?/],
    [
      "somebody's own manager",
      changed("manager: maria", "manager: ana"),
      /people\.ana\.manager: expected somebody else/,
    ],
    [
      "a person's department",
      changed("department: security, role", "department: sec, role"),
      /people\.ana\.department/,
    ],
    [
      "a department's policy",
      changed("policy: slow", "policy: fast"),
      /departments\.platform\.policy: .*policy, got "fast"/,
    ],
    [
      "a department's rota",
      changed("rota:security", "rota:nights"),
      /departments\.security\.assign: .*rota, got "nights"/,
    ],
    ["a connector", changed("slack:U1", "slak:U1"), /people\.ben\.addresses\[0\]: .*did you mean slack\?/],
    ["a routing rule's department", changed("department: platform }", "department: x }"), /routing\[0\]\.department/],
    ["a target", changed('["department:platform"]', '["department:x"]'), /policies\.slow\.levels\[0\]\.targets: .*"x"/],
    [
      "the catch-all",
      changed("person:maria", "person:x"),
      /^operations\.yaml:3: catchAll: expected the name of a person/,
    ],
    ["where all else goes", changed("{ department: security }\ns", "{ department: x }\ns"), /otherwise\.department/],
    ["no catch-all", changed("catchAll: person:maria", ""), /expected whom to tell in the end/],
    [
      "a gap in a rota",
      changed("start: 2026-01-05 }", "start: 2026-01-05, weekdays: [1, 2, 3, 4, 5, 7] }"),
      /Saturday at 00:00/,
    ],
    ["a rota without people", changed("[ana, ben]", "[]"), /layer 1 of rota security to name people, got none/],
    ["a last level that is empty", changed('["department:platform"]', "[]"), /level 1 of policy slow to name a target/],
    [
      "a policy without levels",
      changed('[{ targets: ["department:platform"], minutes: 60 }]', "[]"),
      /slow to have a level/,
    ],
    [
      "somebody without an address",
      changed("  mail: { type: smtp, host: localhost, from: desk@example.com }", "").replace(
        ", { connector: mail, to: ben@home.example }",
        "",
      ),
      /person:\w+, who is told here, to have an address/,
    ],
    [
      "a rule without a condition",
      changed('{ resource: ["arn:aws:s3:*"] }', "{}"),
      /routing\[0\]\.when: .*matches everything/,
    ],
    [
      "a rule for everything",
      changed('["arn:aws:s3:*"]', '["x", "**"], severity: [low, high, medium, critical]'),
      /matches everything/,
    ],
    [
      "a rule that decides nothing",
      changed(", department: platform }", " }"),
      /expected rule buckets to decide something/,
    ],
    [
      "rules of one name",
      changed("otherwise:", "  - { name: buckets, when: { rule: [a] }, category: b }\notherwise:"),
      /routing\[1\]\.name/,
    ],
    ["people of one id", changed("  maria: {", "  ana: {"), /expected YAML: Map keys must be unique/],
    [
      "a time zone",
      changed("Europe/Berlin", "Europe/Berln"),
      /rotas\.security\.timezone: .*did you mean Europe\/Berlin\?/,
    ],
    ["a day", changed("2026-01-05", "2026-02-30"), /rotas\.security\.start: expected a day/],
    ["a time of day", changed('"20:00"', '"8pm"'), /quietHours\.from: expected a time of day such as 09:00, got "8pm"/],
    ["quiet all day", changed('"20:00"', '"07:00"'), /expected quiet hours to leave a part of the day/],
    [
      "a duration",
      changed("5d", "5 days"),
      /serviceLevels\.low\.acknowledge: expected a time such as 15m, 4h or 7d, got "5 days"/,
    ],
    ["less time to resolve than to acknowledge", changed("60d", "1h"), /serviceLevels\.low/],
    [
      "an override that ends before it begins",
      changed(
        "start: 2026-01-05 }",
        'start: 2026-01-05, overrides: [{ person: ana, from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" }] }',
      ),
      /expected an end after the beginning/,
    ],
    [
      "a layer that no moment is left for",
      changed(
        "{ people: [ana, ben], start: 2026-01-05 }",
        "{ layers: [{ people: [ana], start: 2026-01-05 }, { people: [ben], start: 2026-01-05 }] }",
      ),
      /layer 1, which covers all/,
    ],
    ["a name with a colon", changed("  ben:", '  "b:n":'), /people: expected a name of letters.*"b:n"/],
    ["no department", "people: {}", /departments: expected a department at least/],
    ["a list", "- a", /expected settings by name/],
  ];
  for (const [title, yaml, expected] of mistakes)
    it(`refuses ${title}`, () => {
      refused(yaml, expected);
    });

  const written = ["AKIAIOSFODNN7EXAMPLE", "s3cr3t-and-long!", "xoxb-123456789012-abcdefghijkl", "hunter2"];
  for (const secret of written) {
    it(`refuses a secret in place of a variable's name, and doesn't repeat it: ${secret.slice(0, 4)}…`, () => {
      for (const variable of ["SIEM_SECRET", "SLACK_TOKEN"]) {
        assert.throws(
          () => readSettings(changed(variable, secret)),
          (error) =>
            error instanceof UserError &&
            /a variable/.test(error.message.replace("the variable", "a variable")) &&
            !error.message.includes(secret),
        );
      }
    });
  }

  it("refuses the secret of a sign-in provider, and doesn't repeat it", () => {
    const signIn = "signIn: { issuer: https://login.example.com, clientId: desk, clientSecret: hunter2 }";
    assert.throws(
      () => readSettings(`${whole}${signIn}`),
      ({ message }: Error) => /signIn\.clientSecret: .*variable/.test(message) && !message.includes("hunter2"),
    );
  });

  it("refuses the address of a Slack webhook, which is a secret", () => {
    refused(
      changed("host: localhost", "host: https://hooks.slack.com/services/T0/B0/abcdef"),
      /connectors\.mail\.host/,
    );
  });

  it("has no fault where it is loaded", () => {
    assert.deepEqual(faultsOf(readSettings(whole)), []);
  });
});

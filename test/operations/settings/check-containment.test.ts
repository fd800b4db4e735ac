import * as assert from "node:assert/strict";
import { readSettings } from "../../../operations/settings/load";

const desk = `
catchAll: person:ana
people: { ana: { email: ana@example.com, department: security, role: senior, addresses: ["slack:U1"] } }
departments: { security: { addresses: ["slack:C1"] } }
connectors: { slack: { type: slack, token: SLACK_TOKEN } }
`;
const target = "function/123456789012/eu-west-1/report";

describe("operations.yaml on containment", () => {
  it("names lists, network ACLs, runbooks and schedules", () => {
    const { containment } = readSettings(`${desk}
containment:
  protected: [role/break-glass]
  ipSets: [{ name: blocked, id: 1a2b, scope: REGIONAL, region: eu-west-1 }, { name: edge, id: 3c4d, scope: CLOUDFRONT }]
  networkAcls: [{ id: acl-0abc, region: eu-west-1 }]
  runbooks: { shop: { contain: Shop-Close, release: Shop-Open, parameters: { Shop: [main] } } }
  schedules: { nights: { targets: [${target}], off: "0 20 * * 1-5", on: "0 7 * * 1-5", timezone: Europe/Berlin } }
`);
    assert.deepEqual(containment.ipSets?.length, 2);
    assert.deepEqual(containment.runbooks?.["shop"]?.parameters, { Shop: ["main"] });
    assert.deepEqual(containment.schedules?.["nights"]?.targets, [target]);
    assert.equal(containment.perHour, 5);
  });

  const schedule = (change: string) =>
    `containment: { schedules: { nights: { targets: [${target}], off: "0 20 * * *", on: "0 7 * * *", timezone: UTC, ${change} } } }`;
  const mistakes: readonly [title: string, yaml: string, expected: RegExp][] = [
    [
      "a list without its region",
      "containment: { ipSets: [{ name: blocked, id: x, scope: REGIONAL }] }",
      /containment\.ipSets.*expected the region of blocked, got none/,
    ],
    [
      "a schedule that no clock knows",
      schedule("").replace("0 20 * * *", "at night"),
      /containment\.schedules\.nights: expected schedule nights to say when it is off as cron does, got at night/,
    ],
    [
      "a schedule of what can't be switched off",
      schedule("").replace(target, "bucket/x"),
      /containment\.schedules\.nights: expected a target of kind host/,
    ],
    ["a setting that there is not", "containment: { perDay: 5 }", /perDay/],
  ];
  for (const [title, yaml, expected] of mistakes) {
    it(`refuses ${title}`, () => {
      assert.throws(() => readSettings(`${desk}\n${yaml}`), { name: "UserError", message: expected });
    });
  }
});

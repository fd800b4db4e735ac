import * as assert from "node:assert/strict";
import { readSettings } from "../../../operations/settings/load";

const people = `
catchAll: person:maria
people:
  ana: { email: ana@example.com, department: security, role: senior, manager: maria, addresses: ["slack:U1"] }
  maria: { email: maria@example.com, department: security, addresses: ["slack:U2"] }
departments: { security: { addresses: ["slack:C1"] } }
connectors: { slack: { type: slack, token: SLACK_TOKEN } }
`;

describe("operations.yaml on access", () => {
  it("gives two weeks to answer, and looks for groups in Identity Center by the name that they have here", () => {
    const { accessReview, temporaryAccess } = readSettings(`${people}
accessReview: { owner: ana, exempt: [{ principal: break-glass-*, reason: way in when all else fails }] }
temporaryAccess: { groups: { database-admins: { maxMinutes: 60, approvers: [maria] } } }
`);
    assert.deepEqual([accessReview?.owner, accessReview?.days, accessReview?.exempt.length], ["ana", 14, 1]);
    assert.deepEqual(temporaryAccess?.groups["database-admins"], {
      ...{ source: "identity-center", group: "database-admins", maxMinutes: 60, approvers: ["maria"] },
    });
  });

  it("has no access reviews and no temporary access unless it says so", () => {
    const { accessReview, temporaryAccess } = readSettings(people);
    assert.deepEqual([accessReview, temporaryAccess], [undefined, undefined]);
  });

  const mistakes: readonly [title: string, yaml: string, expected: RegExp][] = [
    ["an owner who is nobody", "accessReview: { owner: anna }", /accessReview\.owner: expected the name of a person/],
    [
      "an owner whose own access nobody would review",
      "accessReview: { owner: maria }",
      /accessReview\.owner: expected somebody with a manager/,
    ],
    [
      "an exemption without a reason",
      "accessReview: { owner: ana, exempt: [{ principal: x }] }",
      /accessReview\.exempt\[0\].*reason/,
    ],
    [
      "an approver who is nobody",
      "temporaryAccess: { groups: { admins: { maxMinutes: 60, approvers: [nobody] } } }",
      /approvers: expected the name of a person, got "nobody"/,
    ],
    [
      "a group that nobody may approve",
      "temporaryAccess: { groups: { admins: { maxMinutes: 60, approvers: [] } } }",
      /approvers/,
    ],
    [
      "the account of a group of Identity Center, which has none",
      "temporaryAccess: { groups: { admins: { maxMinutes: 60, approvers: [ana], account: '123456789012' } } }",
      /account: expected an account of IAM groups only/,
    ],
  ];
  for (const [title, yaml, expected] of mistakes) {
    it(`refuses ${title}`, () => {
      assert.throws(() => readSettings(people + yaml), expected);
    });
  }

  it("refuses a head of a department who is nobody", () => {
    const headed = people.replace("security: { addresses", "security: { head: nobody, addresses");
    assert.throws(() => readSettings(headed), /departments\.security\.head: expected the name of a person/);
  });
});

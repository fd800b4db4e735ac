import * as assert from "node:assert/strict";
import fc from "fast-check";
import { policyDocument, type StatementArgs } from "../../../../cli/read/program/policy-document";

const version = "2012-10-17";

describe("the document of getPolicyDocument", () => {
  it("has today's version and allows, unless told otherwise", () => {
    assert.deepEqual(policyDocument({ statements: [{ actions: ["s3:GetObject"], resources: ["*"] }] }), {
      Version: version,
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
    });
    assert.deepEqual(policyDocument({ version: "2008-10-17", policyId: "old", statements: [{ effect: "Deny" }] }), {
      Version: "2008-10-17",
      Id: "old",
      Statement: [{ Effect: "Deny" }],
    });
  });

  it("writes a list of one as a lone value, and keeps longer ones", () => {
    const { Statement: statements } = policyDocument({
      statements: [{ notActions: ["iam:*"], notResources: ["a", "b"], actions: [] }],
    });
    assert.deepEqual(statements, [{ Effect: "Allow", NotAction: "iam:*", NotResource: ["a", "b"] }]);
  });

  it("writes everyone as `*`, and everyone of a type as that type's `*`", () => {
    const principal = (type: string) =>
      policyDocument({ statements: [{ principals: [{ type, identifiers: ["*"] }] }] }).Statement[0]?.Principal;
    assert.equal(principal("*"), "*");
    assert.deepEqual(principal("AWS"), { AWS: "*" });
  });

  it("joins principals of one type, and keeps types apart", () => {
    const principals = [
      { type: "AWS", identifiers: ["111111111111"] },
      { type: "Service", identifiers: ["ec2.amazonaws.com"] },
      { type: "AWS", identifiers: ["222222222222"] },
    ];
    const [statement] = policyDocument({
      statements: [{ principals, notPrincipals: principals.slice(1, 2) }],
    }).Statement;
    assert.deepEqual(statement?.Principal, { AWS: ["111111111111", "222222222222"], Service: "ec2.amazonaws.com" });
    assert.deepEqual(statement?.NotPrincipal, { Service: "ec2.amazonaws.com" });
  });

  it("gathers conditions by test and variable", () => {
    const conditions = [
      { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] },
      { test: "StringEquals", variable: "aws:SourceVpce", values: ["vpce-1", "vpce-2"] },
      { test: "Bool", variable: "aws:SecureTransport", values: ["false"] },
      { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-2"] },
    ];
    assert.deepEqual(policyDocument({ statements: [{ conditions }] }).Statement[0]?.Condition, {
      StringEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"], "aws:SourceVpce": ["vpce-1", "vpce-2"] },
      Bool: { "aws:SecureTransport": "false" },
    });
  });

  it("writes IAM's variables with a dollar sign, as the reference's first example does", () => {
    const [statement] = policyDocument({
      statements: [
        {
          resources: ["arn:aws:s3:::home/&{aws:username}/*"],
          conditions: [{ test: "StringLike", variable: "s3:prefix", values: ["home/&{aws:username}/"] }],
        },
      ],
    }).Statement;
    assert.equal(statement?.Resource, "arn:aws:s3:::home/${aws:username}/*");
    assert.deepEqual(statement?.Condition, { StringLike: { "s3:prefix": "home/${aws:username}/" } });
  });

  it("puts sources first, then statements, then overrides, and keeps the last of one Sid", () => {
    const { Statement: statements } = policyDocument({
      sourcePolicyDocuments: [text({ Sid: "A", Action: "a:1" }, { Action: "n:1" }), text({ Sid: "B", Action: "b:1" })],
      statements: [
        { sid: "B", actions: ["b:2"] },
        { sid: "C", actions: ["c:2"] },
      ],
      overridePolicyDocuments: [
        text({ Sid: "C", Action: "c:3" }),
        text({ Sid: "C", Action: "c:4" }, { Action: "n:2" }),
      ],
    });
    assert.deepEqual(
      statements.map(({ Action: action }) => action),
      ["a:1", "n:1", "b:2", "c:4", "n:2"],
    );
  });

  it("takes a lone statement, and the older arguments for one document", () => {
    const { Statement: statements } = policyDocument({
      sourceJson: `{"Statement":{"Effect":"Allow","Action":"a:1"}}`,
      overrideJson: text({ Action: "b:1" }),
    });
    assert.deepEqual(statements, [{ Effect: "Allow", Action: "a:1" }, { Action: "b:1" }]);
  });

  it("refuses what is no policy document, and repeated Sids among sources", () => {
    const failing = (args: object, message: string) => assert.throws(() => policyDocument(args), { message });
    failing(
      { sourcePolicyDocuments: ["{"] },
      "expected `sourcePolicyDocuments` to hold policy documents in JSON, got text that is no JSON",
    );
    failing(
      { overridePolicyDocuments: ["[]"] },
      "expected `overridePolicyDocuments` to hold policy documents in JSON, got JSON that is no object",
    );
    failing(
      { sourcePolicyDocuments: [text({ Sid: "A" }), text({ Sid: "A" })] },
      'expected the Sids in `sourcePolicyDocuments` to differ, got "A" twice',
    );
    failing({ statements: [{ sid: "A" }, { sid: "A" }] }, 'expected the Sids in `statements` to differ, got "A" twice');
  });

  it("keeps every action of every statement without a Sid, wherever it comes from", () => {
    const statements = fc.array(
      fc.record({ actions: fc.array(fc.stringMatching(/^[a-z]+:[A-Z][a-z]+$/), { minLength: 1 }) }),
    );
    fc.assert(
      fc.property(statements, statements, statements, (sources, own, overrides) => {
        const document = policyDocument({
          sourcePolicyDocuments: [asDocument(sources)],
          statements: own,
          overridePolicyDocuments: [asDocument(overrides)],
        });
        const actions = document.Statement.map(({ Action: action }) => [action].flat());
        assert.deepEqual(
          actions,
          [...sources, ...own, ...overrides].map((statement) => statement.actions),
        );
      }),
    );
  });

  it("is the same when it goes through a document that only repeats it", () => {
    const statements = fc.array(fc.record({ sid: fc.uuid(), actions: fc.array(fc.string(), { minLength: 1 }) }));
    fc.assert(
      fc.property(statements, (statements) => {
        const document = policyDocument({ statements });
        const json = JSON.stringify(document);
        assert.deepEqual(policyDocument({ sourcePolicyDocuments: [json] }), document);
        assert.deepEqual(policyDocument({ sourcePolicyDocuments: [json], overridePolicyDocuments: [json] }), document);
      }),
    );
  });
});

function text(...statements: object[]): string {
  return JSON.stringify({ Version: version, Statement: statements });
}

function asDocument(statements: readonly StatementArgs[]): string {
  return JSON.stringify(policyDocument({ statements }));
}

import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { each, isNotKnown, NotKnown, Value } from "../../../policies/core/value";
import { allOf } from "../../../policies/facts/all-of";
import { effectOf, type Statement, statements } from "../../../policies/facts/policy-document";
import {
  coversEveryAction,
  coversEveryResource,
  coversSomeAction,
  spelled,
} from "../../../policies/facts/policy-grant";
import { isPublic, publicPhrase } from "../../../policies/facts/public-access";
import { deniesPlainHttp } from "../../../policies/facts/secure-transport";
import { unknown } from "../../../policies/testing";

type Answer = "yes" | "no" | "not known";

function read(policy: unknown): Statement[] {
  return statements(new Value<any>({ policy }, "policy"));
}

/** Whether some statement of the policy is such. */
function answer(policy: unknown, isSuch: (statement: Statement) => boolean): Answer {
  try {
    return each(read(policy), (statement) => (isSuch(statement) ? ["yes"] : [])).length > 0 ? "yes" : "no";
  } catch (error) {
    if (!isNotKnown(error)) throw error;
    return "not known";
  }
}

const isAdministrator = (statement: Statement) =>
  allOf(
    () => effectOf(statement) === "Allow",
    () => coversEveryAction(statement),
    () => coversEveryResource(statement),
  );

const questions: ((statement: Statement) => boolean)[] = [
  isPublic,
  isAdministrator,
  (statement) => coversSomeAction(statement, ["s3:get"]),
  (statement) => deniesPlainHttp(statement, "bucket"),
  (statement) => [publicPhrase(statement), spelled(statement, "Action"), spelled(statement, "Resource")].length > 0,
];

const oneOrMore = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { maxLength: 3 }));
const principal = oneOrMore(fc.constantFrom("*", "123456789012", "arn:aws:iam::123456789012:root"));
const statement = fc.record(
  {
    Effect: fc.constantFrom("Allow", "Deny"),
    Principal: fc.oneof(fc.constant("*"), fc.record({ AWS: principal }), fc.record({ Service: principal })),
    NotPrincipal: fc.record({ AWS: principal }),
    Action: oneOrMore(fc.constantFrom("*", "*:*", "s3:*", "s3:GetObject", "sqs:SendMessage")),
    NotAction: oneOrMore(fc.constantFrom("*", "iam:*")),
    Resource: oneOrMore(fc.constantFrom("*", "arn:aws:s3:::ours", "arn:aws:s3:::ours/*")),
    Condition: fc.dictionary(
      fc.constantFrom("StringEquals", "StringLike", "IpAddress", "Bool", "Null", "ForAllValues:StringLike"),
      fc.dictionary(
        fc.constantFrom("aws:PrincipalOrgID", "aws:SourceIp", "aws:SecureTransport", "aws:SourceArn"),
        oneOrMore(fc.constantFrom("o-a1b2c3d4e5", "*", "0.0.0.0/0", "203.0.113.0/24", "false", "arn:aws:s3:::ours")),
        { maxKeys: 2 },
      ),
      { maxKeys: 2 },
    ),
  },
  { requiredKeys: ["Effect"] },
);
const policy = fc.record({ Version: fc.constant("2012-10-17"), Statement: fc.array(statement, { maxLength: 3 }) });

describe("A policy document", () => {
  it("has no statements where there is no policy", () => {
    assert.deepEqual(
      [undefined, null, "", " "].map((none) => read(none).length),
      [0, 0, 0, 0],
    );
  });

  it("reads as its JSON does, with paths into it", () => {
    const document = { Statement: [{ Effect: "Allow" }, { Effect: "Deny" }] };
    for (const form of [document, JSON.stringify(document)]) {
      assert.deepEqual(
        read(form).map(({ path }) => path),
        ["policy.Statement[0]", "policy.Statement[1]"],
      );
    }
  });

  it("may have a single statement outside a list", () => {
    assert.deepEqual(read({ Statement: { Effect: "Deny" } }).map(effectOf), ["Deny"]);
  });

  const broken: Record<string, [policy: unknown, says: string]> = {
    "text that is no JSON": ["{", "policy is not valid JSON, so it can't be judged"],
    "JSON that is no object": ["[]", "policy is not an object, so it can't be judged"],
    "a document in quotes, twice": [
      JSON.stringify(JSON.stringify({ Statement: [] })),
      "policy is not an object, so it can't be judged",
    ],
    "no Statement": [{ Version: "2012-10-17" }, "policy has no Statement, so it can't be judged"],
    "an unknown document": [unknown, "policy is not known yet"],
    "an unknown list of statements": [{ Statement: unknown }, "policy.Statement is not known yet"],
  };
  for (const [name, [given, says]] of Object.entries(broken)) {
    it(`is not known: ${name}`, () => assert.throws(() => read(given), new NotKnown(says)));
  }

  it("throws nothing but NotKnown, whatever JSON it is", () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc.json(),
      fc.string(),
      fc.record({
        Statement: fc.oneof(
          fc.jsonValue(),
          fc.array(
            fc.dictionary(
              fc.constantFrom("Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "Condition"),
              fc.oneof(fc.jsonValue(), fc.constantFrom("Allow", "Deny", "*", unknown)),
            ),
          ),
        ),
      }),
    );
    fc.assert(
      fc.property(json, fc.constantFrom(...questions), (given, question) => void answer(given, question)),
      {
        numRuns: 2000,
      },
    );
  });

  it("is never opened by a Deny", () => {
    fc.assert(
      fc.property(policy, statement, (given, denied) => {
        const more = { ...given, Statement: [...given.Statement, { ...denied, Effect: "Deny" }] };
        assert.equal(answer(more, isPublic), answer(given, isPublic));
      }),
    );
  });

  it("never passes where it breached, when a part becomes unknown", () => {
    fc.assert(
      fc.property(policy, fc.nat(), fc.constantFrom(isPublic, isAdministrator), (given, index, question) => {
        fc.pre(answer(given, question) === "yes");
        const places = placesIn(given);
        const veiled = withUnknown(given, places[index % places.length] ?? []);
        assert.notEqual(answer(veiled, question), "no");
      }),
      { numRuns: 1000 },
    );
  });
});

type Place = readonly (string | number)[];

/** Every place in a document at which a value stands. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [[]];
  const members = Object.entries(value).flatMap(([key, member]) => placesIn(member).map((place) => [key, ...place]));
  return [[], ...members];
}

function withUnknown(value: unknown, [key, ...rest]: Place): unknown {
  if (key === undefined) return unknown;
  const copy: any = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  copy[key] = withUnknown(copy[key], rest);
  return copy;
}

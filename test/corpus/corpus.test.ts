import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { evaluate, type Finding } from "../../policies/core/evaluate";
import { readStack } from "../../policies/core/read-stack";
import { catalogue } from "../../policies/rules/catalogue";

const corpus = "../shared/corpus/checkov.jsonl";

interface Case {
  readonly case: string;
  readonly check: string;
  readonly expect: { readonly fail: readonly string[]; readonly pass: readonly string[] };
  readonly preview: object;
}

/** A label that we do not share, and the AWS fact that makes us right. */
interface Disagreement {
  readonly case: string;
  readonly resource: string;
  readonly label: "fail" | "pass";
  readonly ours: Answer;
  readonly fact: string;
}

type Answer = "breach" | "undetermined" | "complies";

const disagreements = parse(readFileSync("test/corpus/disagreements.yaml", "utf8")) as Disagreement[];

describe("cases that another project labelled", function () {
  if (!existsSync(corpus)) {
    it(`are not here (${corpus}), so this is skipped`, function () {
      this.skip();
    });
    return;
  }

  const cases = readFileSync(corpus, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Case)
    .filter(({ check }) => rulesFor(check).length > 0);
  const answers = cases.flatMap(answersTo);

  it("agree with us, but where an AWS fact says otherwise", () => {
    const differing = answers.filter(({ label, ours }) => !agrees(label, ours));
    const key = (entry: Omit<Disagreement, "fact">) => [entry.case, entry.resource, entry.label, entry.ours].join(" ");
    assert.deepEqual(differing.map(key).sort(), disagreements.map(key).sort());
  });

  it("are listed with a fact where we differ", () => {
    for (const { case: name, fact } of disagreements) assert.match(fact, /\w+ \w+/, name);
  });

  after(() => {
    const count = (...wanted: [Disagreement["label"], Answer]) =>
      answers.filter(({ label, ours }) => label === wanted[0] && ours === wanted[1]).length;
    const agreed = answers.filter(({ label, ours }) => agrees(label, ours)).length;
    console.log(
      `    ${cases.length} cases, ${answers.length} labels: ${agreed} agree` +
        ` (fail: ${count("fail", "breach")} breach, ${count("fail", "undetermined")} undetermined, ${count("fail", "complies")} missed;` +
        ` pass: ${count("pass", "complies")} comply, ${count("pass", "undetermined")} undetermined, ${count("pass", "breach")} breach)`,
    );
  });
});

function rulesFor(check: string) {
  return catalogue.filter((rule) => rule.equivalents?.checkov?.includes(check));
}

function answersTo({ case: name, check, expect, preview }: Case): Omit<Disagreement, "fact">[] {
  const { resources } = readStack(preview, name);
  const findings = evaluate(rulesFor(check), resources, { now: new Date("2026-11-24") });
  return (["fail", "pass"] as const).flatMap((label) =>
    expect[label].map((urn) => ({
      case: name,
      resource: urn.slice(urn.lastIndexOf("::") + 2),
      label,
      ours: answerOn(urn, findings),
    })),
  );
}

function answerOn(urn: string, findings: readonly Finding[]): Answer {
  const outcomes = findings.filter(({ resource }) => resource.urn === urn).map(({ outcome }) => outcome);
  return outcomes.includes("breach") ? "breach" : (outcomes[0] ?? "complies");
}

/** "Not known yet" misses a label that fails; it does not contradict one that passes, since the corpus passes unknowns. */
function agrees(label: Disagreement["label"], ours: Answer): boolean {
  return label === "fail" ? ours === "breach" : ours !== "breach";
}

import * as assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { deploy, findingsOf } from "./deploy";

/** How a component is held to its promises. `Args` are its arguments, plain. */
export interface ComponentCases<Args> {
  readonly make: (name: string, args: Args) => unknown;
  /** The least that it takes. */
  readonly least: Args;
  /** Any arguments that it accepts. */
  readonly accepted: fc.Arbitrary<Args>;
  /** Arguments that it refuses, and how it says so. */
  readonly refused: Readonly<Record<string, readonly [args: Args, message: RegExp]>>;
  /** Exceptions switched on by name, and the rules that they breach: those and no other. Not among `accepted`. */
  readonly exceptions?: Readonly<Record<string, readonly [args: Args, rules: readonly string[]]>>;
  /** How many arguments are tried. @default 40 */
  readonly numRuns?: number;
}

/** Declares the tests that every component has: it breaches no rule of ours, refuses in one line, and its defaults are on file. */
export function testComponent<Args>(name: string, cases: ComponentCases<Args>): void {
  const { make, least, accepted, refused, exceptions = {}, numRuns = 40 } = cases;
  describe(name, () => {
    it("breaches no rule, whatever arguments it accepts", async () => {
      await fc.assert(
        fc.asyncProperty(accepted, async (args) => assert.deepEqual(await findingsOf(() => void make("it", args)), [])),
        { numRuns },
      );
    });

    for (const [exception, [args, rules]] of Object.entries(exceptions)) {
      it(`breaches with ${exception} what that names, and nothing else: ${rules.join(", ")}`, async () => {
        const findings = await findingsOf(() => void make("it", args));
        assert.deepEqual([...new Set(findings.map((finding) => finding.split(" ", 2).join(" ")))].sort(), [
          ...rules.map((rule) => `breach ${rule}`).sort(),
        ]);
      });
    }

    for (const [what, [args, message]] of Object.entries(refused)) {
      it(`refuses ${what} before it registers anything`, async () => {
        const declared = await deploy(() => {
          assert.throws(
            () => make("it", args),
            (error: Error) => message.test(error.message) && !error.message.includes("\n"),
          );
        });
        assert.deepEqual(
          declared.filter(({ type }) => type !== "pulumi:pulumi:Stack"),
          [],
        );
      });
    }

    it("declares by default what its golden file says (GOLDEN=write rewrites it)", async () => {
      const declared = (await deploy(() => void make("it", least)))
        .filter(({ type }) => type !== "pulumi:pulumi:Stack")
        .map(({ type, name: resource, inputs }) => ({ type, name: resource, inputs }))
        .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
      const file = `test/components/golden/${name}.json`;
      const text = `${JSON.stringify(declared, undefined, 2)}\n`;
      if (process.env.GOLDEN === "write") writeFileSync(file, text);
      assert.equal(text, readFileSync(file, "utf8"), "a changed default is a changed deployment");
    });
  });
}

/** Tags, or none. */
export const tags = fc.option(
  fc.dictionary(fc.constantFrom("Owner", "Environment", "Cost"), fc.constantFrom("shop", "dev"), {
    noNullPrototype: true,
  }),
  { nil: undefined },
);

/** The ARN of a key, or none. */
export const keyArn = fc.constantFrom(undefined, "arn:aws:kms:eu-west-1:123456789012:key/1234abcd");

import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { temporaryFolder } from "../../support/temporary-folder";

const command = resolve("dist/guardrails.js");
const example = resolve("examples/secure-web-service");

function graph(
  args: readonly string[],
  { files = {}, input = "" }: { files?: Record<string, string>; input?: string } = {},
) {
  const cwd = temporaryFolder(files);
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "graph", ...args], {
    cwd,
    input,
    encoding: "utf8",
  });
  return { status, stdout, stderr: stderr.replace(/^guardrails: running .*\n/gm, ""), cwd };
}

const stateOf = (resources: object[]) => JSON.stringify({ deployment: { resources } });
const vpc = { urn: "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::net", type: "aws:ec2/vpc:Vpc", id: "vpc-1", inputs: {} };

/** A group that lets in each of so many addresses. */
function openTo(addresses: number): object {
  const ingress = Array.from({ length: addresses }, (_, index) => {
    const cidrBlocks = [`198.51.${Math.floor(index / 256)}.${index % 256}/32`];
    return { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks };
  });
  const type = "aws:ec2/securityGroup:SecurityGroup";
  return { urn: `urn:pulumi:dev::shop::${type}::web`, type, id: "sg-1", inputs: { vpcId: "vpc-1", ingress } };
}

describe("guardrails graph", () => {
  it("prints a program as Mermaid", () => {
    const { status, stdout, stderr } = graph([example, "--format", "mermaid"]);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.match(stdout, /^---\ntitle: "secure-web-service \/ dev"\n/);
    assert.match(stdout, /^balancer_shop -->\|"TCP 8080"\| compute_web$/m);
  });

  it("prints it as SVG, the picture of the README", () => {
    const { status, stdout, stderr } = graph([example, "--format", "svg"]);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.ok(stdout === readFileSync("docs/images/secure-web-service.svg", "utf8"), "it is another picture");
  });

  it("writes to a file in place of printing", () => {
    const input = stateOf([vpc]);
    for (const format of ["mermaid", "svg"]) {
      const printed = graph(["-", "--format", format], { input });
      const written = graph(["-", "--format", format, "--output", "network"], { input });
      assert.deepEqual([written.status, written.stdout, written.stderr], [0, "", ""]);
      assert.equal(readFileSync(join(written.cwd, "network"), "utf8"), printed.stdout);
    }
  });

  it("says what it can't look into, beside the picture of the rest", () => {
    const files = { "apps/data/Pulumi.yaml": "name: data\nruntime: python\n", "apps/net.json": stateOf([vpc]) };
    const { status, stdout, stderr } = graph(["apps", "apps/net.json"], { files });
    assert.equal(status, 0);
    assert.match(stdout, /VPC net/);
    assert.match(stderr, /^guardrails: not drawn: \S+: programs of runtime python can't be run offline.*\n$/);
  });

  it("says when most pages would not draw the Mermaid, and that SVG has no such limit", () => {
    const [large, small] = [501, 400].map((count) => stateOf([vpc, openTo(count)]));
    assert.equal(graph(["-"], { input: small }).stderr, "");
    assert.match(graph(["-"], { input: large }).stderr, /^guardrails: a large diagram: 501 connections .*--format svg/);
    assert.equal(graph(["-", "--format", "svg"], { input: large }).stderr, "");
  });
});

describe("guardrails graph, called wrongly", () => {
  const mistakes: Record<string, [args: string[], message: RegExp]> = {
    "an unknown format": [["--format", "pdf"], /^error: .*'pdf' is invalid\. Allowed choices are mermaid, svg\.$/],
    "a path that is nothing": [["nowhere"], /^guardrails: nowhere: expected a Pulumi project, a preview or a state/],
    "a file that can't be written": [
      ["-", "--output", "missing/x.svg"],
      /^guardrails: missing\/x\.svg: expected a path that can be written: /,
    ],
  };
  for (const [what, [args, message]] of Object.entries(mistakes)) {
    it(`says what is wrong with ${what} in one line, exits with 2 and leaves nothing behind`, () => {
      const { status, stdout, stderr, cwd } = graph(args, { input: stateOf([vpc]) });
      const [line = "", ...rest] = stderr.trimEnd().split("\n");
      assert.match(line, message);
      assert.deepEqual(
        rest.filter((each) => each !== "(--help says what is possible)"),
        [],
      );
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.deepEqual(readdirSync(cwd), []);
    });
  }
});

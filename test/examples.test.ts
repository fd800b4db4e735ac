import * as assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { type Box, diagramOf } from "../cli/graph/diagram";
import { mermaid } from "../cli/graph/mermaid";
import { readProgram } from "../cli/read/program/read-program";
import { evaluate } from "../policies/core/evaluate";
import type { Stack } from "../policies/core/stack";
import { catalogue } from "../policies/rules/catalogue";
import { assumed } from "../scripts/operations-costs";
import { executablePath } from "./support/chromium";
import { type Mermaid, openMermaid } from "./support/mermaid";

/** By example: every breach that it is meant to have. What components make leaves nothing undetermined either. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "account-baseline": [],
  "background-jobs": [],
  "exposed-service": [
    "ec2-default-security-group-closed shop",
    "ec2-instance-imdsv2-required service",
    "ec2-instance-no-public-ip service",
    "ec2-security-group-no-public-high-risk-ports service-ssh",
    "ec2-security-group-no-public-ssh service-ssh",
    "ec2-security-group-public-ports-authorized service-ssh",
    "ec2-subnet-no-auto-public-ip public-0",
    "ec2-subnet-no-auto-public-ip public-1",
    "ec2-vpc-flow-logs-enabled shop",
    "elb-listener-http-redirected http",
    "elb-load-balancer-logs-enabled shop",
    "iam-policy-no-administrator-access deploy",
    "iam-policy-no-service-wildcards deploy",
    "lambda-function-runtime-supported mailer",
    "rds-instance-not-public orders",
    "s3-bucket-logging-enabled receipts",
    "s3-bucket-public-access-blocked receipts",
    "s3-bucket-tls-required receipts",
    "sns-topic-no-public-access alarms",
  ],
  "many-services": [],
  "organization-guardrails": [],
  "secure-web-service": [],
  "security-operations": [],
};

const programs = readdirSync("examples").filter((name) => existsSync(`examples/${name}/Pulumi.yaml`));

const stacks = new Map<string, Promise<Stack>>();

/** Reads each example once: to run a program takes seconds. */
function read(name: string): Promise<Stack> {
  const stack = stacks.get(name) ?? readProgram(`examples/${name}`, { stack: "dev" });
  stacks.set(name, stack);
  return stack;
}

function titlesOf({ title, boxes, nodes }: Pick<Box, "title" | "boxes" | "nodes">): string[] {
  return [title, ...nodes.map(({ name }) => name), ...boxes.flatMap(titlesOf)];
}

describe("examples", () => {
  let page: Mermaid | undefined;

  before(async () => {
    if (executablePath) page = await openMermaid();
  });
  after(() => page?.close());

  it("are all expected here", () => {
    assert.deepEqual(programs, Object.keys(expected));
  });

  it("security-operations has as many alarms as its costs are reckoned with", async () => {
    const { resources } = await read("security-operations");
    const alarms = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.equal(alarms.length, assumed.alarms);
  });

  for (const [name, findings] of Object.entries(expected)) {
    it(`${name} breaches exactly what it means to`, async () => {
      const { resources, notSeen } = await read(name);
      const breaches = evaluate(catalogue, resources).filter(({ outcome }) => outcome === "breach");
      assert.deepEqual(breaches.map(({ rule, resource }) => `${rule.id} ${resource.name}`).sort(), findings);
      assert.deepEqual(notSeen, []);
    });

    it(`${name} is drawn by Mermaid, with every box and node`, async function () {
      if (!page) return this.skip();
      const diagram = diagramOf([await read(name)]);
      const { labels, strangers } = await page.draw(mermaid(diagram));
      const [, ...titles] = titlesOf(diagram);
      assert.deepEqual(
        titles.filter((title) => !labels.some((label) => label.startsWith(title))),
        [],
      );
      assert.equal(strangers, 0);
    });
  }
});

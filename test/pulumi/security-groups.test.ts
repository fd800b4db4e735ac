import * as assert from "node:assert/strict";
import { componentProject } from "../support/component-program";
import { describeWithPulumi, type Project } from "../support/pulumi-cli";

const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const exclusive = "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive";

describeWithPulumi("SecurityGroups under the Pulumi CLI", () => {
  let program: Project;

  before(async () => {
    program = await componentProject("security-groups");
    const made = await steps();
    assert.ok(made.includes(`create ${ingressRule} shop-alb-from-internet-ipv6-tcp-443`));
    assert.ok(made.includes(`create ${exclusive} shop-db`));
  });
  after(() => program.remove());

  /** What happens in AWS; the component itself keeps its arguments in the state, too. */
  async function steps(environment: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
    const done = await program.withEnvironment(environment).watched("up", "--yes", "--skip-preview");
    assert.equal(done.exitCode, 0, done.stdout + done.stderr);
    return done.steps.filter((step) => step.includes(" aws:")).sort();
  }

  it("change nothing in a second update, nor when the table is turned round and says something twice", async () => {
    assert.deepEqual(await steps(), []);
    assert.deepEqual(await steps({ TURNED: "true" }), []);
  });

  it("lose the two rules of a flow that is taken out, and get them back, and nothing else", async () => {
    const rules = [`${egressRule} shop-web-to-db-tcp-5432`, `${ingressRule} shop-db-from-web-tcp-5432`];
    const updates = [`update ${exclusive} shop-db`, `update ${exclusive} shop-web`];
    assert.deepEqual(await steps({ WITHOUT: "db" }), [...rules.map((rule) => `delete ${rule}`), ...updates].sort());
    assert.deepEqual(await steps(), [...rules.map((rule) => `create ${rule}`), ...updates].sort());
  });

  it("stop the program before anything is changed, and say which way there is", async () => {
    const { exitCode, stdout, stderr } = await program
      .withEnvironment({ NEVER: "db", TURNED: "true" })
      .watched("up", "--yes", "--skip-preview");
    assert.notEqual(exitCode, 0);
    assert.match(stdout + stderr, /expected `never\[2\]` to be no way from web to db, got "web > db"/);
    assert.deepEqual(await steps(), []);
  });
});

import * as assert from "node:assert/strict";
import { Queue, Table, Topic } from "../../../components";
import { deploy, findingsOf } from "../../support/deploy";

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";

/** By the name of each role policy, its role and what it allows on what. */
async function granted(program: () => void): Promise<Record<string, unknown>> {
  const policies = (await deploy(program)).filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
  return Object.fromEntries(
    policies.map(({ name, inputs }) => [
      name,
      [inputs.role, ...JSON.parse(inputs.policy as string).Statement.map((one: any) => [one.Action, one.Resource])],
    ]),
  );
}

describe("a grant", () => {
  it("names the queue and what sending to it takes", async () => {
    assert.deepEqual(await granted(() => new Queue("jobs").grantSend("web", "web-role")), {
      "jobs-web-send": ["web-role", [["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:123456789012:jobs"]]],
    });
  });

  it("covers the key of what is encrypted with one (SQS Developer Guide, Key management)", async () => {
    assert.deepEqual((await granted(() => new Queue("jobs", { keyArn }).grantSend("web", "web")))["jobs-web-send"], [
      "web",
      [["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:123456789012:jobs"]],
      [["kms:GenerateDataKey", "kms:Decrypt"], keyArn],
    ]);
  });

  it("reaches a table's indexes, and lets readers write nothing", async () => {
    const [, [actions, resources]] = (
      await granted(() => new Table("orders", { hashKey: "id" }).grantRead("web", "web"))
    )["orders-web-read"] as any;
    const table = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
    assert.deepEqual(resources, [table, `${table}/index/*`]);
    assert.ok(actions.every((action: string) => !/Put|Update|Delete|Write/.test(action)));
  });

  it("is one each for whoever is let, and breaches no rule", async () => {
    const program = () => {
      new Queue("jobs", { keyArn }).grantSend("web", "web").grantReceive("worker", "worker");
      new Topic("news", { keyArn }).grantPublish("web", "web").grantPublish("worker", "worker");
      new Table("orders", { hashKey: "id", keyArn }).grantWrite("web", "web").grantRead("worker", "worker");
    };
    assert.deepEqual(Object.keys(await granted(program)).sort(), [
      ...["jobs-web-send", "jobs-worker-receive", "news-web-publish", "news-worker-publish"],
      ...["orders-web-write", "orders-worker-read"],
    ]);
    assert.deepEqual(await findingsOf(program), []);
  });

  it("refuses a name that no policy can have", () => {
    assert.throws(
      () => new Topic("news").grantPublish("the web", "web"),
      /expected `grantee` to be of letters, digits/,
    );
  });
});

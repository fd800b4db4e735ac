import * as assert from "node:assert/strict";
import { resolve } from "node:path";
import { readProgram } from "../../../../cli/read/program/read-program";
import type { Stack } from "../../../../policies/core/stack";
import { unknownString } from "../../../../policies/core/value";
import { projectFolder, removeProjectFolders } from "./project-folder";

after(removeProjectFolders);

const find = (stack: Stack, type: string, name: string) =>
  stack.resources.find((resource) => resource.type === type && resource.name === name);

describe("a program with @pulumi/aws", () => {
  it("may have functions of Lambda written in place, events of buckets, and providers", async () => {
    const stack = await readProgram(
      projectFolder({
        "Pulumi.dev.yaml": "config: { aws:defaultTags: { tags: { Owner: shop } }, aws:region: eu-west-1 }",
        "package.json": `{ "name": "shop", "dependencies": {} }`,
        "index.ts": `import * as aws from "@pulumi/aws";
const there = new aws.Provider("there", { region: "us-west-2", defaultTags: { tags: { Owner: "team" } } });
const bucket = new aws.s3.Bucket("uploads", {}, { provider: there });
const handler = new aws.lambda.CallbackFunction("handler", { callback: async (event: unknown) => console.log(event), environment: { variables: { BUCKET: bucket.bucket } } });
bucket.onObjectCreated("created", handler);
aws.ec2.SecurityGroup.get("existing", "sg-1");
`,
      }),
    );
    const there = "urn:pulumi:dev::shop::pulumi:providers:aws::there";
    assert.equal(find(stack, "aws:s3/bucket:Bucket", "uploads")?.provider, there);
    assert.equal(find(stack, "pulumi:providers:aws", "there")?.inputs.region, "us-west-2");
    const standard = stack.resources.find(({ name }) => name.startsWith("default_"));
    assert.deepEqual(standard?.inputs.defaultTags, '{"tags":{"Owner":"shop"}}');
    const code = find(stack, "aws:lambda/function:Function", "handler");
    const uploads = find(stack, "aws:s3/bucket:Bucket", "uploads")?.inputs.bucket;
    assert.match(String(uploads), /^uploads-[0-9a-f]{7}$/);
    assert.deepEqual(code?.inputs.environment, { variables: { BUCKET: uploads } });
    assert.equal(code?.location?.line, 4);
    const role = find(stack, "aws:iam/role:Role", "handler");
    assert.match(String(role?.inputs.assumeRolePolicy), /lambda\.amazonaws\.com/);
    assert.equal(
      stack.resources.some(({ type }) => type === "aws:s3/bucketNotification:BucketNotification"),
      true,
    );
    const existing = find(stack, "aws:ec2/securityGroup:SecurityGroup", "existing");
    assert.deepEqual([existing?.external, existing?.id], [true, "sg-1"]);
    assert.deepEqual(stack.notSeen, []);
  });

  it("is read whole from examples/exposed-service", async () => {
    const stack = await readProgram("examples/exposed-service");
    assert.equal(stack.source, "examples/exposed-service");
    assert.deepEqual(stack.notSeen, []);
    assert.equal(stack.resources.length, 33);
    for (const { type, urn, location } of stack.resources.filter(({ type }) => !type.startsWith("pulumi:")))
      assert.equal(location?.file, resolve("examples/exposed-service/index.ts"), `${type} ${urn}`);
    const [first, second] = [0, 1].map((index) => find(stack, "aws:ec2/subnet:Subnet", `public-${index}`)?.inputs);
    assert.deepEqual([first?.availabilityZone, second?.availabilityZone], ["eu-west-1a", "eu-west-1b"]);
    const topicPolicy = find(stack, "aws:sns/topicPolicy:TopicPolicy", "alarms")?.inputs.policy as string;
    assert.deepEqual(JSON.parse(topicPolicy).Statement[0].Principal, { AWS: "*" });
    assert.equal(find(stack, "aws:ec2/instance:Instance", "service")?.inputs.ami, unknownString);
  });
});

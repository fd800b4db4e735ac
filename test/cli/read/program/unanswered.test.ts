import * as assert from "node:assert/strict";
import { readProgram, type Answers } from "../../../../cli/read/program/read-program";
import { unknownString } from "../../../../policies/core/value";
import { program, projectFolder, removeProjectFolders } from "./project-folder";

after(removeProjectFolders);

const source = program(`
const getAmi = "aws:ec2/getAmi:getAmi", getSubnets = "aws:ec2/getSubnets:getSubnets";
const asOutput = (token: string, args = {}) => pulumi.runtime.invokeOutput<any>(token, args);
new Made("a:b:C", "output", { ami: asOutput(getAmi).id, name: pulumi.interpolate\`x-\${asOutput(getAmi).name}\`, device: asOutput(getAmi).blockDeviceMappings[0].ebs.size });
asOutput("aws:secretsmanager/getSecretVersion:getSecretVersion").apply((version) => { throw new Error("ran on " + JSON.parse(version.secretString)); });
asOutput("aws:secretsmanager/getSecretVersion:getSecretVersion").secretString.apply((text: string) => { throw new Error("ran on " + JSON.parse(text)); });

const reference = new pulumi.StackReference("acme/network/prod");
new Made("a:b:C", "reference", { vpc: reference.getOutput("vpcId"), subnets: reference.requireOutput("subnetIds") });

const here = asOutput("aws:index/getRegion:getRegion");
new Made("a:b:C", "facts", { region: here.region, zones: asOutput("aws:index/getAvailabilityZones:getAvailabilityZones", { region: "us-west-1" }).names });
class Provider extends pulumi.ProviderResource {}
const provider = new Provider("aws", "frankfurt", { region: "eu-central-1" });
new Made("a:b:C", "elsewhere", { region: pulumi.runtime.invokeOutput<any>("aws:index/getRegion:getRegion", {}, { provider }).region });
new Made("a:b:C", "policy", { json: asOutput("aws:iam/getPolicyDocument:getPolicyDocument", { statements: [{ actions: ["*"], resources: ["*"] }] }).minifiedJson, unknown: asOutput("aws:iam/getPolicyDocument:getPolicyDocument", { statements: [{ resources: [new Made(bucketType, "b").arn] }] }).json });
new Made("a:b:C", "method", { config: pulumi.runtime.call<any>("eks:index:Cluster/getKubeconfig", {}).apply((result) => result.config) });
pulumi.runtime.registerInvokeTransform(({ token, args, opts }) => token === "aws:ec2/getVpc:getVpc" ? { args: { ...args, id: "from-transform" }, opts } : undefined);

export = async () => {
  const ami = await pulumi.runtime.invoke(getAmi, {});
  new Made("a:b:C", "awaited", { ami: ami.id, name: \`x-\${ami.name}\`, device: ami.blockDeviceMappings[0].ebs, tag: ami.tags.Name, json: JSON.stringify({ id: ami.id }) });
  const subnets = await pulumi.runtime.invoke(getSubnets, {});
  subnets.ids.map((id: string, index: number) => new Made("a:b:C", "subnet-" + index, { subnet: id }));
  new Made("a:b:C", "vpc", { vpc: (await pulumi.runtime.invoke("aws:ec2/getVpc:getVpc", {})).id, name: asOutput("aws:ec2/getVpc:getVpc").id });
  const network = await pulumi.runtime.invoke("aws:ec2/getVpc:getVpc", { default: true }).then((vpc) => pulumi.runtime.invoke(getSubnets, { filters: [{ name: "vpc-id", values: [vpc.id] }] }));
  new Made("a:b:C", "looked-up", { subnet: network.ids[0] });
  const zone = await pulumi.runtime.invoke("elsewhere:dns/getZone:getZone", {});
  new Made("a:b:C", "zone", { zone: zone.id });
};
`);

async function read(answers?: Answers) {
  const stack = await readProgram(projectFolder(source), { answers });
  const inputs = (name: string) => stack.resources.find((resource) => resource.name === name)?.inputs;
  return { stack, inputs };
}

describe("what a program asks of the world", () => {
  it("is unknown unless it holds for everyone, and nothing runs on what is unknown", async () => {
    const { stack, inputs } = await read();
    const u = unknownString;
    assert.deepEqual(inputs("output"), { ami: u, name: u, device: u });
    assert.deepEqual(inputs("awaited"), { ami: u, name: u, device: u, tag: u, json: u });
    assert.deepEqual([inputs("subnet-0"), inputs("subnet-1")], [{ subnet: u }, { subnet: u }]);
    assert.deepEqual(inputs("reference"), { vpc: u, subnets: u });
    assert.deepEqual(inputs("method"), { config: u });
    assert.deepEqual(inputs("facts"), { region: "us-east-1", zones: ["us-west-1a", "us-west-1c"] });
    assert.deepEqual(inputs("elsewhere"), { region: "eu-central-1" });
    const json = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`;
    assert.deepEqual(inputs("policy"), { json, unknown: u });
    assert.deepEqual(inputs("vpc"), { vpc: u, name: u });
    assert.deepEqual(inputs("looked-up"), { subnet: u }, "a lookup by what another lookup returned");
    assert.equal(stack.resources.find(({ type }) => type === "pulumi:pulumi:StackReference")?.external, true);
    // Without declarations of the package, what the program reads of the result is absent to it.
    assert.deepEqual(inputs("zone"), {});
    assert.deepEqual(stack.notSeen, [
      {
        urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
        type: "elsewhere:dns/getZone:getZone",
        reason: "the result of the function elsewhere.dns.getZone isn't known offline; give it with `--answers`",
      },
    ]);
  });

  it("is what the answers say; what they leave out stays unknown", async () => {
    const { stack, inputs } = await read({
      invokes: [
        { function: "aws.ec2.getAmi", result: { id: "ami-1" } },
        { function: "getSubnets", result: { ids: ["subnet-1"] } },
        { function: "aws.ec2.getVpc", arguments: { id: "from-transform" }, result: { id: "vpc-1" } },
        { function: "elsewhere.dns.getZone", result: { id: "Z1" } },
        { function: "aws.secretsmanager.getSecretVersion", arguments: { secretId: "other" }, result: {} },
      ],
      stackReferences: { "acme/network/prod": { vpcId: "vpc-2", subnetIds: ["a", "b"] } },
    });
    const u = unknownString;
    assert.deepEqual(inputs("output"), { ami: "ami-1", name: u, device: u });
    assert.deepEqual(inputs("awaited"), { ami: "ami-1", name: u, device: u, tag: u, json: `{"id":"ami-1"}` });
    assert.deepEqual([inputs("subnet-0"), inputs("subnet-1")], [{ subnet: "subnet-1" }, undefined]);
    assert.deepEqual(inputs("vpc"), { vpc: "vpc-1", name: "vpc-1" });
    assert.deepEqual(inputs("zone"), { zone: "Z1" });
    assert.deepEqual(inputs("reference"), { vpc: "vpc-2", subnets: ["a", "b"] });
    assert.deepEqual(stack.notSeen, []);
  });
});

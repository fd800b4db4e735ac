import * as assert from "node:assert/strict";
import * as ec2 from "@aws-sdk/client-ec2";
import { CreatePolicyCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { Instance, Key, SecurityGroups, Vpc } from "../../components";
import { clients, deployToEmulator, describeWithEmulator } from "../support/aws-emulator/deploy";

async function deployInstance(): Promise<{ id: string; group: string; subnet: string; role: string; key: string }> {
  const Statement = [{ Effect: "Allow", Action: "cloudwatch:PutMetricData", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Policy } = await (
    await clients()
  ).iam.send(new CreatePolicyCommand({ PolicyName: "metrics", PolicyDocument }));
  return deployToEmulator(() => {
    const vpc = new Vpc("net", { zones: ["eu-west-1a", "eu-west-1b"] });
    const groups = new SecurityGroups("shop", { vpcId: vpc.vpcId, groups: { web: {} }, flows: [] });
    const [subnetId, group, keyArn] = [vpc.subnetId("private", "a"), groups.id("web"), new Key("web").arn];
    const policyArns = { metrics: Policy?.Arn ?? "" };
    const made = new Instance("web", { subnetId, securityGroupIds: [group], keyArn, policyArns });
    return { id: made.instanceId, group, subnet: subnetId, role: made.roleName, key: keyArn };
  });
}

describeWithEmulator("Instance, made in the emulator", () => {
  it("starts from the image that AWS keeps in its parameter, in its subnet, without public address or key pair", async () => {
    const { id, group, subnet } = await deployInstance();
    const client = (await clients()).ec2;
    const { Reservations = [] } = await client.send(new ec2.DescribeInstancesCommand({ InstanceIds: [id] }));
    const [instance] = Reservations[0]?.Instances ?? [];
    assert.match(instance?.ImageId ?? "", /^ami-/);
    const interfaces = instance?.NetworkInterfaces?.map(({ SubnetId, Groups }) => [SubnetId, Groups?.[0]?.GroupId]);
    assert.deepEqual(interfaces, [[subnet, group]]);
    assert.deepEqual([instance?.PublicIpAddress ?? "", instance?.KeyName], ["", undefined]);
  });

  it("gives metadata by session token only, one hop far, and can neither be stopped nor terminated", async () => {
    const { id } = await deployInstance();
    const client = (await clients()).ec2;
    const { Reservations = [] } = await client.send(new ec2.DescribeInstancesCommand({ InstanceIds: [id] }));
    const { HttpTokens, HttpPutResponseHopLimit } = Reservations[0]?.Instances?.[0]?.MetadataOptions ?? {};
    assert.deepEqual([HttpTokens, HttpPutResponseHopLimit], ["required", 1]);
    const InstanceIds = [id];
    await assert.rejects(client.send(new ec2.StopInstancesCommand({ InstanceIds })), /disableApiStop/);
    await assert.rejects(client.send(new ec2.TerminateInstancesCommand({ InstanceIds })), /disableApiTermination/);
  });

  it("has a volume that is encrypted with the key, and a role with one policy and what it was given", async () => {
    const { id, key, role } = await deployInstance();
    const { ec2: client, iam } = await clients();
    const { Volumes = [] } = await client.send(
      new ec2.DescribeVolumesCommand({ Filters: [{ Name: "attachment.instance-id", Values: [id] }] }),
    );
    assert.deepEqual(
      Volumes.map(({ Encrypted, KmsKeyId, VolumeType }) => [Encrypted, KmsKeyId, VolumeType]),
      [[true, key, "gp3"]],
    );
    assert.deepEqual((await iam.send(new ListRolePoliciesCommand({ RoleName: role }))).PolicyNames, ["web"]);
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }));
    assert.deepEqual(
      AttachedPolicies.map(({ PolicyName }) => PolicyName),
      ["metrics"],
    );
  });
});

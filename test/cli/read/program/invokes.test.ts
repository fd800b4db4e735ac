import * as assert from "node:assert/strict";
import { resultOf } from "../../../../cli/read/program/invokes";
import { regionsBeside, zonesOf } from "../../../../cli/read/program/partition";

const caller = { region: "eu-west-1", accountId: "123456789012" };
const ask = (name: string, args: Record<string, unknown> = {}, region = "eu-west-1") =>
  resultOf(`aws:index/${name}:${name}`, args, { ...caller, region });

describe("what holds for everyone in a partition", () => {
  it("names the region that the program calls, or the one it asks for", () => {
    assert.deepEqual(ask("getRegion"), {
      id: "eu-west-1",
      name: "eu-west-1",
      region: "eu-west-1",
      description: "Europe (Ireland)",
      endpoint: "ec2.eu-west-1.amazonaws.com",
    });
    assert.equal(ask("getRegion", { region: "cn-north-1" })?.endpoint, "ec2.cn-north-1.amazonaws.com.cn");
    assert.equal(ask("getRegion", { name: "us-east-2" })?.description, "US East (Ohio)");
    assert.equal(ask("getRegion", {}, "xx-moon-1"), undefined);
  });

  it("names the partition, its domain and the caller", () => {
    assert.deepEqual(ask("getPartition", {}, "us-gov-west-1"), {
      id: "aws-us-gov",
      partition: "aws-us-gov",
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
    });
    assert.equal(ask("getPartition", {}, "cn-north-1")?.dnsSuffix, "amazonaws.com.cn");
    assert.deepEqual(ask("getCallerIdentity"), {
      id: "123456789012",
      accountId: "123456789012",
      arn: "arn:aws:iam::123456789012:root",
      userId: "123456789012",
    });
  });

  it("lists the zones of a region without those left out", () => {
    assert.deepEqual(ask("getAvailabilityZones")?.names, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.deepEqual(ask("getAvailabilityZones", { excludeZoneIds: ["euw1-az1"], state: "available" })?.zoneIds, [
      "euw1-az2",
      "euw1-az3",
    ]);
    const filters = [{ name: "opt-in-status", values: ["opt-in-not-required"] }];
    assert.equal((ask("getAvailabilityZones", { filters }, "us-east-1")?.names as string[]).length, 6);
    assert.equal(ask("getAvailabilityZones", { filters: [{ name: "group-name", values: ["x"] }] }), undefined);
  });

  it("lists the regions of the partition, those that are on by default unless asked for all", () => {
    const ordinary = ask("getRegions")?.names as string[];
    const all = ask("getRegions", { allRegions: true })?.names as string[];
    assert.equal(ordinary.includes("eu-west-1") && !ordinary.includes("af-south-1"), true);
    assert.equal(all.includes("af-south-1") && !all.includes("cn-north-1"), true);
    assert.deepEqual(regionsBeside("cn-north-1", false), ["cn-north-1", "cn-northwest-1"]);
  });

  it("has two zones or more for every region that it knows", () => {
    for (const partition of ["eu-west-1", "us-gov-west-1", "cn-north-1"])
      for (const region of regionsBeside(partition, true)) assert.ok(zonesOf(region)!.length >= 2, region);
  });

  it("takes ARNs apart", () => {
    assert.deepEqual(ask("getArn", { arn: "arn:aws:sns:eu-west-1:1:topic:sub" }), {
      id: "arn:aws:sns:eu-west-1:1:topic:sub",
      arn: "arn:aws:sns:eu-west-1:1:topic:sub",
      partition: "aws",
      service: "sns",
      region: "eu-west-1",
      account: "1",
      resource: "topic:sub",
    });
    assert.throws(() => ask("getArn", { arn: "topic" }), {
      message: "expected `arn` to be written arn:partition:service:region:account:resource",
    });
  });

  it("knows principals of services, but not China's", () => {
    assert.equal(ask("getServicePrincipal", { serviceName: "s3" })?.name, "s3.amazonaws.com");
    assert.equal(ask("getServicePrincipal", { serviceName: "s3" }, "cn-north-1"), undefined);
    assert.equal(ask("getBillingServiceAccount")?.arn, "arn:aws:iam::386209384616:root");
  });

  it("doesn't pretend to know the rest", () => {
    assert.equal(resultOf("aws:ec2/getAmi:getAmi", {}, caller), undefined);
  });

  it("takes the user's answer first, by any way to name the function", () => {
    for (const name of ["aws:ec2/getAmi:getAmi", "aws.ec2.getAmi", "aws:ec2:getAmi", "getAmi"]) {
      const answers = { invokes: [{ function: name, arguments: { owners: ["me"] }, result: { id: "ami-1" } }] };
      const asked = (owners: string[]) => resultOf("aws:ec2/getAmi:getAmi", { owners, region: "x" }, caller, answers);
      assert.deepEqual(asked(["me"]), { id: "ami-1" }, name);
      assert.equal(asked(["you"]), undefined, name);
    }
    const answers = { invokes: [{ function: "aws.getCallerIdentity", result: { accountId: "1" } }] };
    assert.deepEqual(resultOf("aws:index/getCallerIdentity:getCallerIdentity", {}, caller, answers), {
      accountId: "1",
    });
  });
});

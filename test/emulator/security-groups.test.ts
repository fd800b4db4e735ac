import * as assert from "node:assert/strict";
import * as ec2 from "@aws-sdk/client-ec2";
import { SecurityGroups, type SecurityGroupsArgs, Vpc } from "../../components";
import { clients, deployToEmulator, describeWithEmulator } from "../support/aws-emulator/deploy";

const table: Pick<SecurityGroupsArgs, "groups" | "flows"> = {
  groups: { alb: {}, web: {}, db: {} },
  flows: [
    { from: "internet", to: "alb", port: 443, reason: "customers" },
    { from: "alb", to: "web", port: 8080 },
    { from: "web", to: "db", port: 5432 },
    { from: "web", to: "db", port: 5432 },
    { from: "vpc", to: "web", port: 9100 },
  ],
};

async function deployGroups(args: Pick<SecurityGroupsArgs, "groups" | "flows">): Promise<Record<string, string>> {
  return deployToEmulator(() => {
    const vpc = new Vpc("net", { zones: ["eu-west-1a", "eu-west-1b"] });
    return new SecurityGroups("shop", { vpcId: vpc.vpcId, vpcCidr: vpc.cidr, ...args }).ids;
  });
}

/** What EC2 says that a group lets pass: `in tcp 443 from 0.0.0.0/0`, with the names of groups in place of their ids. */
async function rulesOf(ids: Readonly<Record<string, string>>, group: string): Promise<string[]> {
  const client = (await clients()).ec2;
  const { SecurityGroupRules = [] } = await client.send(
    new ec2.DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: [ids[group] ?? ""] }] }),
  );
  const nameOf = (id: string | undefined) => Object.entries(ids).find(([, known]) => known === id)?.[0];
  return SecurityGroupRules.map((rule) => {
    const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? nameOf(rule.ReferencedGroupInfo?.GroupId);
    return `${rule.IsEgress ? "out" : "in"} ${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort} ${peer}`;
  }).sort();
}

describeWithEmulator("SecurityGroups, made in the emulator", () => {
  it("let pass what the flows say, both ways, once each, and nothing else", async () => {
    const ids = await deployGroups(table);
    assert.deepEqual(await rulesOf(ids, "alb"), [
      "in tcp 443-443 0.0.0.0/0",
      "in tcp 443-443 ::/0",
      "out tcp 8080-8080 web",
    ]);
    assert.deepEqual(await rulesOf(ids, "web"), [
      "in tcp 8080-8080 alb",
      "in tcp 9100-9100 10.0.0.0/16",
      "out tcp 5432-5432 db",
    ]);
    assert.deepEqual(await rulesOf(ids, "db"), ["in tcp 5432-5432 web"]);
  });

  it("fill a group up to the quota", async () => {
    const flows = Array.from({ length: 60 }, (_, n) => ({ from: `10.1.${n}.0/24`, to: "web", port: 443 }));
    const ids = await deployGroups({ groups: { web: {} }, flows });
    assert.equal((await rulesOf(ids, "web")).length, 60);
  });
});

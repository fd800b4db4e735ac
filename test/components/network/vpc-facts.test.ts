import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { Vpc, type VpcArgs } from "../../../components";
import { gatewayPolicy, interfacePolicy } from "../../../components/network/endpoint-policy";
import { userData } from "../../../components/network/nat-instance";
import { incoming } from "../../../components/network/network-acl";
import { trustPolicy, writerPolicy } from "../../../components/network/traffic-logs";
import { deploy } from "../../support/deploy";

const zones = ["eu-west-1a", "eu-west-1b"];
const place = { partition: "aws-us-gov", account: "123456789012", region: "us-gov-west-1" };
const own = { trustedAccountIds: [] };

const made = (args: Partial<VpcArgs>) =>
  deploy(() => {
    new Vpc("net", { zones, ...args });
  });

async function named(args: Partial<VpcArgs>, type: string): Promise<string[]> {
  return (await made(args))
    .filter((resource) => resource.type === type)
    .map(({ name }) => name)
    .sort();
}

async function inputsOf(args: Partial<VpcArgs>, type: string, name: string): Promise<Record<string, any>> {
  const found = (await made(args)).find((resource) => resource.type === type && resource.name === name);
  return (found ?? assert.fail(`no ${type} ${name}`)).inputs;
}

function idOf(vpc: Vpc, tier: string, zone: string): Promise<string> {
  return new Promise((done) => void vpc.subnetId(tier, zone).apply(done));
}

describe("Vpc", () => {
  it("gives the id of one subnet by the letter or the name of its zone, and of no other", async () => {
    let ids: Promise<string[]> = Promise.resolve([]);
    await deploy(() => {
      const vpc = new Vpc("net", { zones });
      ids = Promise.all([idOf(vpc, "private", "b"), idOf(vpc, "data", "eu-west-1a")]);
      assert.throws(() => vpc.subnetId("private", "c"), /expected a private subnet in zone c, got none/);
      assert.throws(() => vpc.subnetId("private", "eu-west-2a"), /in zone eu-west-2a, got none/);
      assert.throws(() => vpc.subnetId("public", "a"), /expected a public subnet/);
    });
    assert.deepEqual(await ids, ["net-private-b-id", "net-data-a-id"]);
  });

  it("gives its IPv6 block, which security groups take, and an empty text where it has none", async () => {
    const blocks: string[] = [];
    await deploy(() => {
      for (const ipv6 of [true, false])
        new Vpc(`net-${ipv6}`, { zones, ipv6 }).ipv6Cidr.apply((block) => blocks.push(block));
    });
    assert.deepEqual(blocks.sort(), ["", "2001:db8:1234:1a00::/56"]);
  });

  it("lists subnets by zone letter, and the addresses of its gateways", async () => {
    const outputs: Record<string, unknown> = {};
    await deploy(() => {
      const vpc = new Vpc("net", { zones: ["eu-west-1c", "eu-west-1a"], nat: "single" });
      const { cidr, privateSubnetIds, dataSubnetIds, publicSubnetIds, linkSubnetIds, natIps } = vpc;
      pulumi.output({ cidr, privateSubnetIds, dataSubnetIds, publicSubnetIds, linkSubnetIds, natIps }).apply((all) => {
        Object.assign(outputs, all);
      });
    });
    assert.deepEqual(outputs, {
      cidr: "10.0.0.0/16",
      privateSubnetIds: ["net-private-a-id", "net-private-c-id"],
      dataSubnetIds: ["net-data-a-id", "net-data-c-id"],
      publicSubnetIds: ["net-public-a-id", "net-public-c-id"],
      linkSubnetIds: [],
      natIps: ["192.0.2.1"],
    });
  });

  it("has no way to the internet by default", async () => {
    const types = new Set((await made({})).map(({ type }) => type));
    for (const type of ["internetGateway:InternetGateway", "natGateway:NatGateway", "route:Route", "eip:Eip"]) {
      assert.ok(!types.has(`aws:ec2/${type}`), type);
    }
  });

  it("reaches the internet by one regional gateway without public subnets (VPC User Guide, Regional NAT gateways)", async () => {
    const nat = await inputsOf({ nat: "regional" }, "aws:ec2/natGateway:NatGateway", "net-nat");
    assert.equal(nat.availabilityMode, "regional");
    assert.equal(nat.vpcId, "net-id");
    assert.ok(!("subnetId" in nat) && !("allocationId" in nat));
    assert.deepEqual(await named({ nat: "regional" }, "aws:ec2/route:Route"), [
      "net-private-a-internet",
      "net-private-b-internet",
    ]);
    assert.ok(!(await named({ nat: "regional" }, "aws:ec2/subnet:Subnet")).some((name) => name.includes("public")));
  });

  it("sends each zone to its own gateway, or all to the one that there is", async () => {
    const route = async (args: Partial<VpcArgs>) =>
      (await inputsOf(args, "aws:ec2/route:Route", "net-private-a-internet")).natGatewayId;
    assert.equal(await route({ nat: "perZone" }), "net-nat-a-id");
    assert.equal(await route({ nat: "single", natZone: "eu-west-1b" }), "net-nat-b-id");
    assert.deepEqual(await named({ nat: "single" }, "aws:ec2/natGateway:NatGateway"), ["net-nat-a"]);
  });

  it("leads data and link subnets nowhere but to the blocks behind the transit gateway", async () => {
    const transit = { gatewayId: "tgw-1", cidrs: ["10.8.0.0/16", "0.0.0.0/0"] };
    const routes = await named({ transit, publicSubnets: true, ipv6: true }, "aws:ec2/route:Route");
    assert.deepEqual(routes, [
      "net-data-to-10.8.0.0-16",
      "net-private-a-to-0.0.0.0-0",
      "net-private-a-to-10.8.0.0-16",
      "net-private-b-to-0.0.0.0-0",
      "net-private-b-to-10.8.0.0-16",
      "net-public-internet",
      "net-public-internet-ipv6",
      "net-public-to-10.8.0.0-16",
    ]);
  });

  it("gives IPv6 addresses by themselves only where no internet gateway makes them public", async () => {
    const args = { ipv6: true, nat: "perZone" } as const;
    const assigned = async (tier: string) =>
      (await inputsOf(args, "aws:ec2/subnet:Subnet", `net-${tier}-a`)).assignIpv6AddressOnCreation;
    assert.deepEqual(
      [await assigned("private"), await assigned("data"), await assigned("public")],
      [true, true, false],
    );
    const { ipv6CidrBlock } = await inputsOf(args, "aws:ec2/subnet:Subnet", "net-public-b");
    assert.equal(ipv6CidrBlock, "2001:db8:1234:1a11::/64");
    const egress = await inputsOf(args, "aws:ec2/route:Route", "net-private-a-internet-ipv6");
    assert.equal(egress.egressOnlyGatewayId, "net-id");
  });

  it("places its subnets in what an IPAM pool gave", async () => {
    const args = { ipamPoolId: "ipam-pool-1", ipamPrefix: 20 };
    assert.equal((await inputsOf(args, "aws:ec2/subnet:Subnet", "net-private-b")).cidrBlock, "10.64.2.0/23");
    const vpc = await inputsOf(args, "aws:ec2/vpc:Vpc", "net");
    assert.deepEqual([vpc.ipv4NetmaskLength, vpc.cidrBlock], [20, undefined]);
  });

  it("sends both logs to a bucket when one is named, and needs no role then", async () => {
    const args = { flowLogs: { bucketArn: "arn:aws:s3:::logs" } };
    const log = await inputsOf(args, "aws:ec2/flowLog:FlowLog", "net-flow-logs");
    assert.deepEqual([log.logDestinationType, log.logDestination], ["s3", "arn:aws:s3:::logs"]);
    const queries = await inputsOf(args, "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig", "net");
    assert.equal(queries.destinationArn, "arn:aws:s3:::logs");
    assert.deepEqual(await named(args, "aws:iam/role:Role"), []);
    assert.deepEqual(await named(args, "aws:cloudwatch/logGroup:LogGroup"), []);
  });

  it("notes suspicious DNS queries, and blocks them when told to", async () => {
    const type = "aws:route53/resolverFirewallRule:ResolverFirewallRule";
    const rule = (args: Partial<VpcArgs>) => inputsOf(args, type, "net-dns-tunneling");
    const { action, blockResponse } = await rule({ dnsFirewall: {} });
    assert.deepEqual([action, blockResponse], ["ALERT", undefined]);
    const blocking = await rule({ dnsFirewall: { block: true } });
    assert.deepEqual([blocking.action, blocking.blockResponse], ["BLOCK", "NXDOMAIN"]);
    const list = { dnsFirewall: { domains: ["example.com"], managedDomainListIds: ["rslvr-fdl-1"] } };
    assert.deepEqual(await named(list, type), [
      "net-dga",
      "net-dictionary-dga",
      "net-dns-tunneling",
      "net-domains",
      "net-rslvr-fdl-1",
    ]);
  });

  it("enforces encryption but for the ways to the internet that there are (VPC User Guide, Enforce encryption in transit)", async () => {
    const type = "aws:ec2/vpcEncryptionControl:VpcEncryptionControl";
    const { vpcId: _, tags: __, ...closed } = await inputsOf({ encryptionControl: "enforce" }, type, "net");
    assert.deepEqual(closed, { mode: "enforce" });
    const { natGatewayExclusion, internetGatewayExclusion, ...rest } = await inputsOf(
      { encryptionControl: "enforce", nat: "regional" },
      type,
      "net",
    );
    assert.deepEqual([natGatewayExclusion, internetGatewayExclusion], ["enable", "enable"]);
    assert.ok(!("egressOnlyInternetGatewayExclusion" in rest));
    const { logFormat } = await inputsOf({ encryptionControl: "monitor" }, "aws:ec2/flowLog:FlowLog", "net-flow-logs");
    assert.match(logFormat, /\$\{encryption-status\}$/);
  });
});

describe("a Vpc's NAT instance", () => {
  const nat = { nat: "instance" } as const;

  it("is what every private subnet's routes lead to, by an interface that stays when the instance goes", async () => {
    const args = { ...nat, natZone: "eu-west-1b" };
    for (const letter of ["a", "b"]) {
      const route = await inputsOf(args, "aws:ec2/route:Route", `net-private-${letter}-internet`);
      assert.deepEqual([route.networkInterfaceId, route.natGatewayId], ["net-nat-id", undefined]);
    }
    const { subnetId, sourceDestCheck } = await inputsOf(args, "aws:ec2/networkInterface:NetworkInterface", "net-nat");
    assert.deepEqual([subnetId, sourceDestCheck], ["net-public-b-id", false]);
    assert.equal((await inputsOf(args, "aws:ec2/eip:Eip", "net-nat")).networkInterface, "net-nat-id");
    assert.deepEqual(await named(args, "aws:ec2/natGateway:NatGateway"), []);
  });

  it("leaves IPv6 to the egress-only gateway", async () => {
    const route = await inputsOf({ ...nat, ipv6: true }, "aws:ec2/route:Route", "net-private-a-internet-ipv6");
    assert.equal(route.egressOnlyGatewayId, "net-id");
  });

  it("is the smallest type unless another is named, without key pair, reached by Session Manager", async () => {
    const type = "aws:ec2/instance:Instance";
    const { metadataOptions, rootBlockDevice, ...made } = await inputsOf(nat, type, "net-nat");
    assert.deepEqual(
      [made.instanceType, made.keyName, made.iamInstanceProfile, made.primaryNetworkInterface.networkInterfaceId],
      ["t4g.nano", undefined, "net-nat", "net-nat-id"],
    );
    assert.deepEqual([metadataOptions.httpTokens, metadataOptions.httpPutResponseHopLimit], ["required", 1]);
    assert.equal(rootBlockDevice.encrypted, true);
    assert.equal((await inputsOf({ ...nat, natInstanceType: "t4g.micro" }, type, "net-nat")).instanceType, "t4g.micro");
    assert.deepEqual(await named(nat, "aws:ssm/association:Association"), ["net-nat-patch"]);
  });

  it("tells the address by which private subnets come", async () => {
    let natIps: unknown;
    await deploy(() => void new Vpc("net", { zones, ...nat }).natIps.apply((all) => (natIps = all)));
    assert.deepEqual(natIps, ["192.0.2.1"]);
  });

  it("is no NAT gateway to encryption controls", async () => {
    const args = { ...nat, natInstanceType: "c7gn.medium", encryptionControl: "enforce" } as const;
    const control = await inputsOf(args, "aws:ec2/vpcEncryptionControl:VpcEncryptionControl", "net");
    assert.deepEqual([control.internetGatewayExclusion, control.natGatewayExclusion], ["enable", undefined]);
  });

  it("forwards with its own address, and answers nobody itself (VPC User Guide, Work with NAT instances)", () => {
    assert.match(userData, /^#!\/bin\/bash\n/);
    for (const step of [
      "dnf install -y iptables-services",
      "net.ipv4.ip_forward = 1",
      "-A POSTROUTING ! -o lo -j MASQUERADE",
      ":INPUT DROP",
      "systemctl enable --now iptables",
    ]) {
      assert.ok(userData.includes(step), step);
    }
    const { status, stderr } = spawnSync("bash", ["-n"], { input: userData, encoding: "utf8" });
    assert.equal(status, 0, stderr);
  });
});

describe("network ACL of a Vpc", () => {
  it("denies SSH and Remote Desktop from everywhere but private networks, before it lets the rest in", () => {
    const entries = incoming(true).map(({ ruleNo, action, fromPort, cidrBlock, ipv6CidrBlock }) =>
      [ruleNo, action, fromPort, cidrBlock ?? ipv6CidrBlock].join(" "),
    );
    assert.deepEqual(entries, [
      "100 allow 0 10.0.0.0/8",
      "101 allow 0 172.16.0.0/12",
      "102 allow 0 192.168.0.0/16",
      "103 allow 0 100.64.0.0/10",
      "200 deny 22 0.0.0.0/0",
      "201 deny 22 ::/0",
      "202 deny 3389 0.0.0.0/0",
      "203 deny 3389 ::/0",
      "300 allow 0 0.0.0.0/0",
      "301 allow 0 ::/0",
    ]);
  });
});

describe("endpoint policies of a Vpc", () => {
  const sids = (policy: { Statement: object[] | object }) =>
    (policy.Statement as { Sid: string }[]).map(({ Sid }) => Sid);
  const conditions = (policy: { Statement: object[] | object }, sid: string) =>
    (policy.Statement as { Sid: string; Condition?: unknown }[]).find(({ Sid }) => Sid === sid)?.Condition;

  it("let no principal of another account through, nor an own one to another account's bucket or table", () => {
    for (const service of ["s3", "dynamodb"] as const) {
      assert.deepEqual(conditions(gatewayPolicy(service, place, own), "OwnResources"), {
        StringEquals: { "aws:PrincipalAccount": "123456789012", "aws:ResourceAccount": "123456789012" },
      });
    }
    assert.deepEqual(conditions(interfacePolicy("ssm", place, own), "OwnPrincipals"), {
      StringEquals: { "aws:PrincipalAccount": "123456789012" },
    });
  });

  it("serve the whole organization when it is named, and the trusted accounts beside it", () => {
    const perimeter = { organizationId: "o-abcdefghij", trustedAccountIds: ["210987654321"] };
    const policy = gatewayPolicy("s3", place, perimeter);
    assert.deepEqual(conditions(policy, "OwnResources"), {
      StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij", "aws:ResourceOrgID": "o-abcdefghij" },
    });
    assert.deepEqual(conditions(policy, "TrustedAccounts"), {
      StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij", "aws:ResourceAccount": ["210987654321"] },
    });
  });

  it("allow without a condition only reading from AWS's own buckets, unsigned (AL2023 User Guide, Systems Manager User Guide)", () => {
    for (const policy of [
      gatewayPolicy("s3", place, own),
      gatewayPolicy("dynamodb", place, own),
      interfacePolicy("sts", place, own),
    ]) {
      const open = (policy.Statement as { Sid: string; Condition?: unknown; Action: unknown }[]).filter(
        ({ Condition }) => !Condition,
      );
      assert.deepEqual(
        open.map(({ Sid, Action }) => `${Sid} ${Action}`),
        sids(policy).includes("BucketsOfAws") ? ["BucketsOfAws s3:GetObject"] : [],
      );
    }
    const { Resource } = (gatewayPolicy("s3", place, own).Statement as { Sid: string; Resource: string[] }[]).at(-1)!;
    assert.ok(Resource.includes("arn:aws-us-gov:s3:::al2023-repos-us-gov-west-1-de612dc2/*"));
    assert.ok(Resource.every((arn) => !arn.includes("REGION") && !arn.includes(":::*")));
  });

  it("let pods of EKS assume roles of the own account by a token, which no principal signs", () => {
    assert.deepEqual(sids(interfacePolicy("sts", place, own)), ["OwnPrincipals", "AwsServices", "OwnRolesByToken"]);
    assert.deepEqual(sids(interfacePolicy("ssm", place, own)), ["OwnPrincipals", "AwsServices"]);
    assert.deepEqual(conditions(interfacePolicy("sts", place, own), "OwnRolesByToken"), {
      StringEquals: { "aws:ResourceAccount": "123456789012" },
    });
  });
});

describe("role of a Vpc's flow logs", () => {
  it("can be assumed for flow logs of this account and region only (VPC User Guide, IAM role for flow logs)", () => {
    const [statement] = trustPolicy(place).Statement as { Condition: unknown }[];
    assert.deepEqual(statement?.Condition, {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": "arn:aws-us-gov:ec2:us-gov-west-1:123456789012:vpc-flow-log/*" },
    });
  });

  it("writes to its own log group only, and makes none", () => {
    const statements = writerPolicy(place, "net-flow-logs").Statement as {
      Action: string | string[];
      Resource: string | string[];
    }[];
    const writing = statements.filter(({ Action }) => [Action].flat().includes("logs:PutLogEvents"));
    assert.deepEqual(
      writing.map(({ Resource }) => Resource),
      [
        [
          "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:net-flow-logs",
          "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:net-flow-logs:*",
        ],
      ],
    );
    assert.ok(!JSON.stringify(statements).includes("CreateLogGroup"));
  });
});

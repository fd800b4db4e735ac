import * as assert from "node:assert/strict";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import fc from "fast-check";
import * as ipaddr from "ipaddr.js";
import { Vpc, type VpcArgs } from "../../components";
import { clients, deployToEmulator, describeWithEmulator } from "../support/aws-emulator/deploy";
import { reset } from "../support/aws-emulator/server";

const two = ["eu-west-1a", "eu-west-1b"];

async function deployVpc(args: VpcArgs): Promise<{ vpcId: string; client: ec2.EC2Client; Filters: ec2.Filter[] }> {
  const vpcId = await deployToEmulator(() => new Vpc("net", args).vpcId);
  return { vpcId, client: (await clients()).ec2, Filters: [{ Name: "vpc-id", Values: [vpcId] }] };
}

/** First and last address, as numbers. */
function range(cidr = ""): [number, number] {
  const [first, last] = [ipaddr.IPv4.networkAddressFromCIDR(cidr), ipaddr.IPv4.broadcastAddressFromCIDR(cidr)];
  const number = (address: ipaddr.IPv4) => address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
  return [number(first), number(last)];
}

describeWithEmulator("Vpc, made in the emulator", () => {
  it("has subnets that EC2 accepts side by side, for any zones, size and way out", async function () {
    this.timeout(120_000);
    const zones = fc.subarray(["eu-west-1a", "eu-west-1b", "eu-west-1c"], { minLength: 2 });
    // moto has no regional NAT gateway.
    const nat = fc.constantFrom("none" as const, "perZone" as const, "single" as const);
    const cidr = fc.constantFrom("10.0.0.0/16", "172.20.0.0/18", "192.168.0.0/20", "10.9.4.0/22");
    await fc.assert(
      fc.asyncProperty(
        fc.record({ zones, nat, cidr, publicSubnets: fc.constantFrom(undefined, true) }),
        async (args) => {
          await reset();
          const { client, Filters } = await deployVpc(args);
          const { Subnets = [] } = await client.send(new ec2.DescribeSubnetsCommand({ Filters }));
          assert.ok(Subnets.length >= 2 * args.zones.length);
          const ranges = Subnets.map(({ CidrBlock }) => range(CidrBlock)).sort(([a], [b]) => a - b);
          ranges.forEach(([first], index) => assert.ok(index === 0 || first > (ranges[index - 1]?.[1] ?? 0)));
          assert.deepEqual(
            Subnets.filter(({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch),
            [],
          );
        },
      ),
      { numRuns: 6 },
    );
  });

  it("leaves the default group without rules, and the default ACL with nothing but its last, which denies", async () => {
    const { client, Filters } = await deployVpc({ zones: two });
    const { SecurityGroups = [] } = await client.send(new ec2.DescribeSecurityGroupsCommand({ Filters }));
    const closed = SecurityGroups.find(({ GroupName }) => GroupName === "default");
    assert.deepEqual([closed?.IpPermissions, closed?.IpPermissionsEgress], [[], []]);
    const { NetworkAcls = [] } = await client.send(new ec2.DescribeNetworkAclsCommand({ Filters }));
    const acl = NetworkAcls.find(({ IsDefault }) => IsDefault);
    assert.deepEqual(
      [...new Set(acl?.Entries?.map(({ RuleNumber }) => RuleNumber))].filter((n) => n !== 32767),
      [],
    );
    assert.deepEqual(acl?.Associations, []);
  });

  it("gives no subnet a way to the internet by default", async () => {
    const { client, Filters } = await deployVpc({ zones: two });
    const { RouteTables = [] } = await client.send(new ec2.DescribeRouteTablesCommand({ Filters }));
    const routes = RouteTables.flatMap(({ Routes = [] }) => Routes.map(({ DestinationCidrBlock: to }) => to));
    assert.ok(!routes.includes("0.0.0.0/0"), String(routes));
  });

  it("leads private subnets to the NAT gateway of their zone, public ones to the internet gateway, data ones nowhere", async () => {
    const { client, Filters } = await deployVpc({ zones: two, nat: "perZone", ipv6: true });
    const { RouteTables = [] } = await client.send(new ec2.DescribeRouteTablesCommand({ Filters }));
    const nameOf = (tags: ec2.Tag[] = []) => tags.find(({ Key }) => Key === "Name")?.Value ?? "";
    const ways = Object.fromEntries(
      RouteTables.map(({ Tags, Routes = [] }) => [
        nameOf(Tags),
        Routes.filter(
          ({ DestinationCidrBlock: to, DestinationIpv6CidrBlock: to6 }) => to === "0.0.0.0/0" || to6 === "::/0",
        ),
      ]),
    );
    const { NatGateways = [] } = await client.send(new ec2.DescribeNatGatewaysCommand({ Filter: Filters }));
    for (const letter of ["a", "b"]) {
      const nat = NatGateways.find(({ Tags }) => nameOf(Tags) === `net-nat-${letter}`)?.NatGatewayId;
      const own = ways[`net-private-${letter}`] ?? [];
      assert.ok(
        own.some(({ NatGatewayId }) => NatGatewayId !== undefined && NatGatewayId === nat),
        letter,
      );
      assert.ok(own.some(({ EgressOnlyInternetGatewayId: id }) => id?.startsWith("eigw-")));
    }
    assert.equal(ways["net-public"]?.filter(({ GatewayId }) => GatewayId?.startsWith("igw-")).length, 2);
    assert.deepEqual(ways["net-data"], []);
  });

  it("leads private subnets to the interface of a NAT instance, which forwards for the VPC alone, by its own address", async () => {
    const args = { zones: two, nat: "instance", natZone: "eu-west-1b" } as const;
    const made = await deployToEmulator(() => {
      const { vpcId, natIps } = new Vpc("net", args);
      return { vpcId, natIps };
    });
    const client = (await clients()).ec2;
    const Filters = [{ Name: "vpc-id", Values: [made.vpcId] }];
    const { Reservations = [] } = await client.send(new ec2.DescribeInstancesCommand({ Filters }));
    const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
    const [attached] = instances.flatMap(({ NetworkInterfaces = [] }) => NetworkInterfaces);
    assert.deepEqual([instances.length, attached?.SourceDestCheck], [1, false]);

    const { RouteTables = [] } = await client.send(new ec2.DescribeRouteTablesCommand({ Filters }));
    const led = RouteTables.flatMap(({ Routes = [] }) => Routes.flatMap(({ NetworkInterfaceId: id }) => id ?? []));
    assert.deepEqual(led, [attached?.NetworkInterfaceId, attached?.NetworkInterfaceId]);

    const { Addresses = [] } = await client.send(new ec2.DescribeAddressesCommand({ PublicIps: made.natIps }));
    assert.deepEqual(
      Addresses.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
      [attached?.NetworkInterfaceId],
    );

    const GroupIds = attached?.Groups?.map(({ GroupId = "" }) => GroupId);
    const { SecurityGroups = [] } = await client.send(new ec2.DescribeSecurityGroupsCommand({ GroupIds }));
    const blocks = (permissions: ec2.IpPermission[] = []) =>
      permissions.flatMap(({ IpProtocol, IpRanges = [] }) => IpRanges.map(({ CidrIp }) => `${IpProtocol} ${CidrIp}`));
    assert.deepEqual(
      SecurityGroups.map(({ IpPermissions, IpPermissionsEgress }) => [IpPermissions, IpPermissionsEgress].map(blocks)),
      [[["-1 10.0.0.0/16"], ["-1 0.0.0.0/0"]]],
    );
  });

  it("logs all traffic, and keeps that and DNS queries for a year", async () => {
    const { client, vpcId } = await deployVpc({ zones: two });
    const { FlowLogs = [] } = await client.send(
      new ec2.DescribeFlowLogsCommand({ Filter: [{ Name: "resource-id", Values: [vpcId] }] }),
    );
    assert.deepEqual(
      FlowLogs.map(({ TrafficType, MaxAggregationInterval }) => [TrafficType, MaxAggregationInterval]),
      [["ALL", 60]],
    );
    const { logs } = await clients();
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
    assert.deepEqual(
      logGroups.map(({ retentionInDays }) => retentionInDays),
      [365, 365],
    );
  });

  it("has its gateway endpoints in the table of every subnet, and the interface endpoints in each private subnet", async () => {
    const { client, Filters } = await deployVpc({ zones: two });
    const { VpcEndpoints = [] } = await client.send(new ec2.DescribeVpcEndpointsCommand({ Filters }));
    const held = VpcEndpoints.map(
      ({ ServiceName = "", RouteTableIds = [], SubnetIds = [] }) =>
        `${ServiceName.split(".").pop()} ${new Set(RouteTableIds).size} ${new Set(SubnetIds).size}`,
    );
    assert.deepEqual(held.sort(), ["dynamodb 3 0", "s3 3 0", "ssm 0 2", "ssmmessages 0 2"]);
    assert.ok(VpcEndpoints.every(({ PolicyDocument = "" }) => PolicyDocument.includes("aws:PrincipalAccount")));
  });

  it("is attached to a transit gateway, to which only the named blocks are led", async () => {
    const { TransitGateway } = await (await clients()).ec2.send(new ec2.CreateTransitGatewayCommand({}));
    const gatewayId = TransitGateway?.TransitGatewayId ?? "";
    const { client, Filters } = await deployVpc({ zones: two, transit: { gatewayId, cidrs: ["10.128.0.0/9"] } });
    const { RouteTables = [] } = await client.send(new ec2.DescribeRouteTablesCommand({ Filters }));
    const led = RouteTables.flatMap(({ Routes = [] }) =>
      Routes.filter(({ TransitGatewayId }) => TransitGatewayId === gatewayId),
    );
    assert.deepEqual([...new Set(led.map(({ DestinationCidrBlock }) => DestinationCidrBlock))], ["10.128.0.0/9"]);
  });
});

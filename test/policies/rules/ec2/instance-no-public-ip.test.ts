import { instanceNoPublicIp } from "../../../../policies/rules/ec2/instance-no-public-ip";
import { resource, testRule, unknown } from "../../../../policies/testing";

const instance = "aws:ec2/instance:Instance";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const eip = "aws:ec2/eip:Eip";
const privateSubnet = resource("aws:ec2/subnet:Subnet", { vpcId: "vpc-1" }, { name: "private" });
const publicSubnet = resource("aws:ec2/subnet:Subnet", { vpcId: "vpc-1", mapPublicIpOnLaunch: true }, { name: "dmz" });
const card = resource("aws:ec2/networkInterface:NetworkInterface", { subnetId: privateSubnet }, { name: "card" });
const inside = resource(instance, { associatePublicIpAddress: false }, { name: "inside" });
const offering = (wish: unknown) =>
  resource(
    template,
    { networkInterfaces: [{ associatePublicIpAddress: wish, subnetId: privateSubnet }] } as object as any,
    { name: "offer" },
  );
const byDefault = "associatePublicIpAddress is not set, and without a subnetId the default subnet assigns an address";

testRule(instanceNoPublicIp, {
  passes: {
    off: [inside],
    "off in a public subnet": [
      publicSubnet,
      resource(instance, { associatePublicIpAddress: false, subnetId: publicSubnet }),
    ],
    "left to a private subnet": [privateSubnet, resource(instance, { subnetId: privateSubnet })],
    "left to a private subnet, by id": [
      { ...privateSubnet, id: "subnet-1" },
      resource(instance, { subnetId: "subnet-1" }),
    ],
    "off in the launch template": [
      offering("false"),
      resource(instance, { launchTemplate: { id: offering("false") } }),
    ],
    "an interface made beforehand gets no address by itself": [
      card,
      resource(instance, { primaryNetworkInterface: { networkInterfaceId: card } }),
    ],
    "an Elastic IP for another instance": [
      { ...inside, id: "i-1" },
      resource(eip, { instance: "i-2" }, { name: "other" }),
    ],
    "an Elastic IP for a NAT gateway": [inside, resource(eip, { domain: "vpc" }, { name: "nat" })],
  },
  violates: {
    on: {
      stack: [resource(instance, { associatePublicIpAddress: true })],
      observes: ["associatePublicIpAddress is true"],
    },
    "left to a public subnet": {
      stack: [publicSubnet, resource(instance, { subnetId: publicSubnet })],
      observes: ["subnet dmz assigns public addresses, and associatePublicIpAddress is not set"],
    },
    "left to the default subnet, which assigns one (Amazon VPC User Guide, Default VPCs)": {
      stack: [resource(instance, {})],
      observes: [byDefault],
    },
    "on in the launch template": {
      stack: [offering("true"), resource(instance, { launchTemplate: { id: offering("true") } })],
      observes: ['launch template offer sets networkInterfaces[0].associatePublicIpAddress is "true"'],
    },
    "an Elastic IP, by reference": {
      stack: [inside, resource(eip, { instance: inside }, { name: "address" })],
      observes: ["Elastic IP address is attached"],
    },
    "an Elastic IP association, by id": {
      stack: [
        { ...inside, id: "i-1" },
        resource("aws:ec2/eipAssociation:EipAssociation", { instanceId: "i-1" }, { name: "association" }),
      ],
      observes: ["Elastic IP association is attached"],
    },
    "an Elastic IP of the interface that the instance was given": {
      stack: [
        card,
        resource(instance, { primaryNetworkInterface: { networkInterfaceId: card } }),
        resource(eip, { networkInterface: card }, { name: "address" }),
      ],
      observes: ["Elastic IP address is attached"],
    },
    "an Elastic IP, the address at launch not known": {
      stack: [
        resource(instance, { associatePublicIpAddress: unknown }),
        resource(eip, { instance: resource(instance, {}) }, { name: "address" }),
      ],
      observes: ["Elastic IP address is attached"],
    },
  },
  undetermined: {
    "not known": [resource(instance, { associatePublicIpAddress: unknown })],
    "a subnet of another stack": [resource(instance, { subnetId: "subnet-9" })],
    "a launch template of another stack": [resource(instance, { launchTemplate: { name: "elsewhere" } })],
    "a launch template whose wish is not known": [
      resource(template, { networkInterfaces: [{ associatePublicIpAddress: unknown }] }, { name: "offer" }),
      resource(instance, { launchTemplate: { id: resource(template, {}, { name: "offer" }) } }),
    ],
    "whose Elastic IP it is is not known": [inside, resource(eip, { instance: unknown }, { name: "address" })],
  },
});

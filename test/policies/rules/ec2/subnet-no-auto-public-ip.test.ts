import { subnetNoAutoPublicIp } from "../../../../policies/rules/ec2/subnet-no-auto-public-ip";
import { resource, testRule, unknown } from "../../../../policies/testing";

const subnet = "aws:ec2/subnet:Subnet";
const defaultSubnet = "aws:ec2/defaultSubnet:DefaultSubnet";

testRule(subnetNoAutoPublicIp, {
  passes: {
    "left out: new subnets assign none": [resource(subnet, { vpcId: "vpc-1" })],
    off: [resource(subnet, { vpcId: "vpc-1", mapPublicIpOnLaunch: false })],
    "off in a default subnet": [
      resource(defaultSubnet, { availabilityZone: "eu-west-1a", mapPublicIpOnLaunch: false }),
    ],
  },
  violates: {
    on: {
      stack: [resource(subnet, { vpcId: "vpc-1", mapPublicIpOnLaunch: true })],
      observes: ["mapPublicIpOnLaunch is true"],
    },
    "left out in a default subnet: AWS makes those with it on (Amazon VPC User Guide, Default VPCs)": {
      stack: [resource(defaultSubnet, { availabilityZone: "eu-west-1a" })],
      observes: ["mapPublicIpOnLaunch is not set"],
    },
  },
  undetermined: { "not known": [resource(subnet, { vpcId: "vpc-1", mapPublicIpOnLaunch: unknown })] },
});

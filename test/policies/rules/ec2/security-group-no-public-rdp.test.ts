import { securityGroupNoPublicRdp } from "../../../../policies/rules/ec2/security-group-no-public-rdp";
import { resource, testRule, unknown } from "../../../../policies/testing";

const group = "aws:ec2/securityGroup:SecurityGroup";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const rdp = { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 3389, toPort: 3389 };

testRule(securityGroupNoPublicRdp, {
  passes: {
    "SSH is another rule's": [resource(ingressRule, { ...rdp, fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" })],
    "from the office": [resource(ingressRule, { ...rdp, cidrIpv4: "198.51.100.0/24" })],
  },
  violates: {
    "port 3389": {
      stack: [resource(ingressRule, { ...rdp, cidrIpv4: "0.0.0.0/0" })],
      observes: ["0.0.0.0/0 can reach TCP port 3389"],
    },
    "within a range, over IPv6": {
      stack: [
        resource(group, { ingress: [{ protocol: "tcp", fromPort: 1024, toPort: 65535, ipv6CidrBlocks: ["::/0"] }] }),
      ],
      observes: ["::/0 can reach TCP port 3389"],
    },
  },
  undetermined: { "the block is not known": [resource(ingressRule, { ...rdp, cidrIpv4: unknown })] },
});

import { securityGroupNoPublicHighRiskPorts } from "../../../../policies/rules/ec2/security-group-no-public-high-risk-ports";
import { resource, testRule, unknown } from "../../../../policies/testing";

const group = "aws:ec2/securityGroup:SecurityGroup";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const tcp = (fromPort: number, toPort = fromPort) => ({ securityGroupId: "sg-1", ipProtocol: "tcp", fromPort, toPort });

testRule(securityGroupNoPublicHighRiskPorts, {
  passes: {
    HTTPS: [resource(ingressRule, { ...tcp(443), cidrIpv4: "0.0.0.0/0" })],
    "a database from its clients' network": [resource(ingressRule, { ...tcp(5432), cidrIpv4: "10.1.0.0/16" })],
    "UDP: Security Hub's list is of TCP ports": [
      resource(ingressRule, { ...tcp(22), ipProtocol: "udp", cidrIpv4: "0.0.0.0/0" }),
    ],
  },
  violates: {
    "a database": {
      stack: [resource(ingressRule, { ...tcp(5432), cidrIpv4: "0.0.0.0/0" })],
      observes: ["0.0.0.0/0 can reach TCP port 5432"],
    },
    "a range": {
      stack: [resource(ingressRule, { ...tcp(20, 25), cidrIpv4: "0.0.0.0/0" })],
      observes: ["0.0.0.0/0 can reach TCP ports 20, 21, 22, 23 and 25"],
    },
    "every port": {
      stack: [resource(ingressRule, { securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv6: "::/0" })],
      observes: ["::/0 can reach every TCP port of high risk"],
    },
    "ports with different sources": {
      stack: [
        resource(group, {
          ingress: [
            { protocol: "tcp", fromPort: 3306, toPort: 3306, cidrBlocks: ["0.0.0.0/0"] },
            { protocol: "tcp", fromPort: 9200, toPort: 9300, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
          ],
        }),
      ],
      observes: ["0.0.0.0/0 can reach TCP port 3306", "0.0.0.0/0 and ::/0 can reach TCP ports 9200 and 9300"],
    },
    "a known port beside an unknown source of another": {
      stack: [
        resource(group, {
          ingress: [
            { protocol: "tcp", fromPort: 21, toPort: 21, cidrBlocks: [unknown] },
            { protocol: "tcp", fromPort: 3306, toPort: 3306, cidrBlocks: ["0.0.0.0/0"] },
          ],
        }),
      ],
      observes: ["0.0.0.0/0 can reach TCP port 3306"],
    },
  },
  undetermined: { "the block is not known": [resource(ingressRule, { ...tcp(445), cidrIpv4: unknown })] },
});

testRule(securityGroupNoPublicHighRiskPorts, {
  parameters: { tcpPorts: [6379] },
  passes: { "not on a team's own list": [resource(ingressRule, { ...tcp(22), cidrIpv4: "0.0.0.0/0" })] },
  violates: {
    "on a team's own list": {
      stack: [resource(ingressRule, { ...tcp(6379), cidrIpv4: "0.0.0.0/0" })],
      observes: ["0.0.0.0/0 can reach TCP port 6379"],
    },
  },
});

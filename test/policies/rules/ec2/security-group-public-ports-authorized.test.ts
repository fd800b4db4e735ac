import { securityGroupPublicPortsAuthorized } from "../../../../policies/rules/ec2/security-group-public-ports-authorized";
import { resource, testRule, unknown } from "../../../../policies/testing";

const group = "aws:ec2/securityGroup:SecurityGroup";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const prefixList = "aws:ec2/managedPrefixList:ManagedPrefixList";
const tcp = (fromPort: number, toPort = fromPort) => ({ securityGroupId: "sg-1", ipProtocol: "tcp", fromPort, toPort });
const everyone = { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "0.0.0.0/0" }] };

testRule(securityGroupPublicPortsAuthorized, {
  passes: {
    "HTTP and HTTPS": [
      resource(group, {
        ingress: [
          { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] },
          { protocol: "6", fromPort: 443, toPort: 443, ipv6CidrBlocks: ["::/0"] },
        ],
      }),
    ],
    "HTTPS from an unknown source": [resource(ingressRule, { ...tcp(443), cidrIpv4: unknown })],
    "every port from a private network": [
      resource(ingressRule, { securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4: "10.0.0.0/8" }),
    ],
    "ICMP has no ports to authorize": [
      resource(group, { ingress: [{ protocol: "icmp", fromPort: 8, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] }),
    ],
  },
  violates: {
    "another port": {
      stack: [resource(ingressRule, { ...tcp(8443), cidrIpv4: "0.0.0.0/0" })],
      observes: ["0.0.0.0/0 can reach TCP port 8443"],
    },
    "a range that goes beyond": {
      stack: [resource(ingressRule, { ...tcp(80, 443), cidrIpv4: "0.0.0.0/0" })],
      observes: ["0.0.0.0/0 can reach TCP ports 80 to 443"],
    },
    "HTTP/3: no UDP port is authorized unless a team says so": {
      stack: [resource(ingressRule, { ...tcp(443), ipProtocol: "udp", cidrIpv4: "0.0.0.0/0" })],
      observes: ["0.0.0.0/0 can reach UDP port 443"],
    },
    "every port, with the ports 0 to 0": {
      stack: [
        resource(group, {
          ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
        }),
      ],
      observes: ["0.0.0.0/0 and ::/0 can reach every port"],
    },
    "every TCP port": {
      stack: [resource(ingressRule, { ...tcp(0, 65535), cidrIpv4: "0.0.0.0/0" })],
      observes: ["0.0.0.0/0 can reach every TCP port"],
    },
    "through a prefix list of this stack": {
      stack: [
        resource(prefixList, everyone, { name: "any" }),
        resource(ingressRule, { ...tcp(22), prefixListId: resource(prefixList, everyone, { name: "any" }) }),
      ],
      observes: ["0.0.0.0/0 in prefix list any can reach TCP port 22"],
    },
    "beside an entry whose ports are not known": {
      stack: [
        resource(group, {
          ingress: [
            { protocol: "tcp", fromPort: unknown, toPort: unknown, cidrBlocks: ["0.0.0.0/0"] },
            { protocol: "tcp", fromPort: 21, toPort: 21, cidrBlocks: ["0.0.0.0/0"] },
          ],
        }),
      ],
      observes: ["0.0.0.0/0 can reach TCP port 21"],
    },
  },
  undetermined: {
    "the source is not known": [resource(ingressRule, { ...tcp(22), cidrIpv4: unknown })],
    "the ports are not known": [
      resource(ingressRule, { ...tcp(22), fromPort: unknown, toPort: unknown, cidrIpv4: "0.0.0.0/0" }),
    ],
  },
});

testRule(securityGroupPublicPortsAuthorized, {
  parameters: { authorizedTcpPorts: [8443, 8444], authorizedUdpPorts: [443] },
  passes: {
    "ports that a team authorizes": [
      resource(ingressRule, { ...tcp(8443, 8444), cidrIpv4: "0.0.0.0/0" }, { name: "tcp" }),
      resource(ingressRule, { ...tcp(443), ipProtocol: "udp", cidrIpv4: "0.0.0.0/0" }, { name: "udp" }),
    ],
  },
  violates: {
    "a usual port that a team does not": {
      stack: [resource(ingressRule, { ...tcp(80), cidrIpv4: "0.0.0.0/0" })],
      observes: ["0.0.0.0/0 can reach TCP port 80"],
    },
  },
});

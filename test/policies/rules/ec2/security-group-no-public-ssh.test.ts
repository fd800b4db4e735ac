import { securityGroupNoPublicSsh } from "../../../../policies/rules/ec2/security-group-no-public-ssh";
import { resource, testRule, unknown } from "../../../../policies/testing";

const group = "aws:ec2/securityGroup:SecurityGroup";
const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const rule = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const prefixList = "aws:ec2/managedPrefixList:ManagedPrefixList";
const prefixListEntry = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

const ssh = { protocol: "tcp", fromPort: 22, toPort: 22 };
const modern = { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 22, toPort: 22 };
const separate = { type: "ingress", securityGroupId: "sg-1", ...ssh };

const groupFrom = (...cidrBlocks: unknown[]) => [
  resource(group, { ingress: [{ ...ssh, cidrBlocks }] } as object as any),
];
const list = (...cidrs: unknown[]) =>
  resource(
    prefixList,
    { addressFamily: "IPv4", maxEntries: 5, entries: cidrs.map((cidr) => ({ cidr })) } as object as any,
    { name: "office", id: "pl-1" },
  );
const everyone = ["0.0.0.0/0 can reach TCP port 22"];

testRule(securityGroupNoPublicSsh, {
  passes: {
    "no ingress": [resource(group, {})],
    "one address": groupFrom("203.0.113.4/32"),
    "RFC 1918 as a whole": groupFrom("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
    "carrier-grade NAT and link-local": groupFrom("100.64.0.0/10", "169.254.0.0/16"),
    "a /8, which AWS does not call public yet (Amazon S3 User Guide, The meaning of public)": groupFrom("52.0.0.0/8"),
    "10.0.0.0/7, of which half is private": groupFrom("10.0.0.0/7"),
    "IPv6 unique local addresses": [resource(group, { ingress: [{ ...ssh, ipv6CidrBlocks: ["fc00::/7"] }] })],
    "one IPv6 network": [resource(ingressRule, { ...modern, cidrIpv6: "2001:db8::/32" })],
    "another port": [resource(rule, { ...separate, fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] })],
    "UDP 22": [resource(rule, { ...separate, protocol: "udp", cidrBlocks: ["0.0.0.0/0"] })],
    "ICMP, whose ports are types": [resource(rule, { ...separate, protocol: "icmp", cidrBlocks: ["0.0.0.0/0"] })],
    "another protocol by number (API IpPermission: the port range is ignored)": [
      resource(ingressRule, { ...modern, ipProtocol: "50", cidrIpv4: "0.0.0.0/0" }),
    ],
    "TCP port 0 only": [resource(rule, { ...separate, fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] })],
    "outgoing traffic": [resource(rule, { ...separate, type: "egress", cidrBlocks: ["0.0.0.0/0"] })],
    "from another security group, not known yet": [
      resource(group, { ingress: [{ ...ssh, securityGroups: [unknown] }] }),
      resource(ingressRule, { ...modern, referencedSecurityGroupId: unknown }),
    ],
    "an unknown block, but for another port": [
      resource(group, { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [unknown] }] }),
    ],
    "unknown ports, but from a private network": [
      resource(rule, { ...separate, fromPort: unknown, toPort: unknown, cidrBlocks: ["10.0.0.0/8"] }),
    ],
    "a prefix list of this stack that holds one office": [
      list("198.51.100.0/24"),
      resource(ingressRule, { ...modern, prefixListId: "pl-1" }),
    ],
    "the program only reads the group": [
      resource(group, { ingress: [{ ...ssh, cidrBlocks: ["0.0.0.0/0"] }] }, { external: true }),
    ],
  },
  violates: {
    inline: { stack: groupFrom("0.0.0.0/0"), observes: everyone },
    "in the default group": {
      stack: [resource(defaultGroup, { ingress: [{ ...ssh, cidrBlocks: ["0.0.0.0/0"] }] })],
      observes: everyone,
    },
    "by a rule of its own": { stack: [resource(rule, { ...separate, cidrBlocks: ["0.0.0.0/0"] })], observes: everyone },
    "by an ingress rule": { stack: [resource(ingressRule, { ...modern, cidrIpv4: "0.0.0.0/0" })], observes: everyone },
    "a lone value in place of a list": {
      stack: [resource(rule, { ...separate, cidrBlocks: "0.0.0.0/0" } as object as any)],
      observes: everyone,
    },
    "protocol -1 with no ports": {
      stack: [resource(ingressRule, { securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" })],
      observes: everyone,
    },
    "protocol all, ports 0 to 0": {
      stack: [resource(rule, { ...separate, protocol: "all", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] })],
      observes: everyone,
    },
    "protocol 6 and ports as text": {
      stack: [
        resource(rule, {
          ...separate,
          protocol: "6",
          fromPort: "20",
          toPort: "30",
          cidrBlocks: ["0.0.0.0/0"],
        } as object as any),
      ],
      observes: everyone,
    },
    "TCP from -1 to -1": {
      stack: [resource(rule, { ...separate, protocol: "TCP", fromPort: -1, toPort: -1, cidrBlocks: ["0.0.0.0/0"] })],
      observes: everyone,
    },
    "half the internet": { stack: groupFrom("0.0.0.0/1"), observes: ["0.0.0.0/1 can reach TCP port 22"] },
    "a /7": { stack: groupFrom("52.0.0.0/7"), observes: ["52.0.0.0/7 can reach TCP port 22"] },
    "::/0 written in full": {
      stack: [resource(ingressRule, { ...modern, cidrIpv6: "0:0:0:0:0:0:0:0/0" })],
      observes: ["0:0:0:0:0:0:0:0/0 can reach TCP port 22"],
    },
    "all of global unicast": {
      stack: [resource(group, { ingress: [{ ...ssh, ipv6CidrBlocks: ["2000::/3"] }] })],
      observes: ["2000::/3 can reach TCP port 22"],
    },
    "both families, beside a network that is not wide": {
      stack: [
        resource(group, {
          ingress: [{ ...ssh, cidrBlocks: ["192.0.2.0/24", "0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
        }),
      ],
      observes: ["0.0.0.0/0 and ::/0 can reach TCP port 22"],
    },
    "the same source in two entries, told once": {
      stack: [
        resource(group, {
          ingress: [
            { ...ssh, cidrBlocks: ["0.0.0.0/0"] },
            { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] },
          ],
        }),
      ],
      observes: everyone,
    },
    "two /8 that are wide only together": {
      stack: groupFrom("52.0.0.0/8", "54.0.0.0/8"),
      observes: ["52.0.0.0/8 and 54.0.0.0/8 together can reach TCP port 22"],
    },
    "many blocks that are wide only together, in two entries": {
      stack: [
        resource(group, {
          ingress: [
            { ...ssh, cidrBlocks: ["1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8"] },
            { ...ssh, toPort: 23, cidrBlocks: ["4.0.0.0/8", "5.0.0.0/8"] },
          ],
        }),
      ],
      observes: ["1.0.0.0/8, 2.0.0.0/8, 3.0.0.0/8 and 2 more together can reach TCP port 22"],
    },
    "an unknown block beside a wide one": {
      stack: groupFrom(unknown, "0.0.0.0/0"),
      observes: everyone,
    },
    "an unknown entry beside an open one": {
      stack: [resource(group, { ingress: [unknown, { ...ssh, cidrBlocks: ["0.0.0.0/0"] }] })],
      observes: everyone,
    },
    "an ill-typed entry beside an open one": {
      stack: [resource(group, { ingress: ["ssh", { ...ssh, cidrBlocks: ["0.0.0.0/0"] }] } as object as any)],
      observes: everyone,
    },
    "a prefix list of this stack, by reference": {
      stack: [list("0.0.0.0/0"), resource(ingressRule, { ...modern, prefixListId: list() })],
      observes: ["0.0.0.0/0 in prefix list office can reach TCP port 22"],
    },
    "a prefix list of this stack, by id, inline": {
      stack: [list("0.0.0.0/1"), resource(group, { ingress: [{ ...ssh, prefixListIds: ["pl-1"] }] })],
      observes: ["0.0.0.0/1 in prefix list office can reach TCP port 22"],
    },
    "a prefix list with an entry of its own, beside an unknown one": {
      stack: [
        list(unknown),
        resource(prefixListEntry, { prefixListId: list(), cidr: "0.0.0.0/0" }),
        resource(rule, { ...separate, prefixListIds: [list()] }),
      ],
      observes: ["0.0.0.0/0 in prefix list office can reach TCP port 22"],
    },
    "a prefix list and a block that are wide only together": {
      stack: [list("52.0.0.0/8"), resource(rule, { ...separate, cidrBlocks: ["54.0.0.0/8"], prefixListIds: [list()] })],
      observes: ["54.0.0.0/8 and 52.0.0.0/8 in prefix list office together can reach TCP port 22"],
    },
    "an open block and an open prefix list, told once": {
      stack: [list("0.0.0.0/0"), resource(rule, { ...separate, cidrBlocks: ["0.0.0.0/0"], prefixListIds: [list()] })],
      observes: everyone,
    },
  },
  undetermined: {
    "the block is not known": groupFrom(unknown),
    "the list of blocks is not known": [resource(group, { ingress: [{ ...ssh, cidrBlocks: unknown }] })],
    "all of ingress is not known": [resource(group, { ingress: unknown })],
    "the direction is not known": [resource(rule, { ...separate, type: unknown, cidrBlocks: ["0.0.0.0/0"] })],
    "the ports are not known": [
      resource(rule, { ...separate, fromPort: unknown, toPort: unknown, cidrBlocks: ["0.0.0.0/0"] }),
    ],
    "the protocol is not known": [resource(ingressRule, { ...modern, ipProtocol: unknown, cidrIpv4: "0.0.0.0/0" })],
    "no CIDR block": groupFrom("everywhere"),
    "an abbreviated block, which EC2 would refuse": groupFrom("0/0"),
    "ports that are no numbers": [
      resource(rule, { ...separate, fromPort: "ssh", toPort: "ssh", cidrBlocks: ["0.0.0.0/0"] } as object as any),
    ],
    "a prefix list of another stack": [resource(ingressRule, { ...modern, prefixListId: "pl-2" })],
    "a prefix list that is not known": [resource(ingressRule, { ...modern, prefixListId: unknown })],
    "a prefix list of this stack with an unknown entry": [
      list(unknown),
      resource(ingressRule, { ...modern, prefixListId: list() }),
    ],
  },
});

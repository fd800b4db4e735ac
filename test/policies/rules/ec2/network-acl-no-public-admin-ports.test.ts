import { networkAclNoPublicAdminPorts } from "../../../../policies/rules/ec2/network-acl-no-public-admin-ports";
import { resource, testRule, unknown } from "../../../../policies/testing";

const acl = "aws:ec2/networkAcl:NetworkAcl";
const defaultAcl = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
const rule = "aws:ec2/networkAclRule:NetworkAclRule";

const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0" };
const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" };
const inline = (...ingress: object[]) => [resource(acl, { vpcId: "vpc-1", ingress } as object as any)];
const allow = (ruleNo: number, entry: object) => ({ action: "allow", ruleNo, ...entry });
const deny = (ruleNo: number, entry: object) => ({ action: "deny", ruleNo, ...entry });
const entry = (name: string, ruleAction: unknown, ruleNumber: unknown, inputs: object = {}) =>
  resource(rule, { networkAclId: "acl-1", ruleAction, ruleNumber, ...ssh, ...inputs } as object as any, { name });

testRule(networkAclNoPublicAdminPorts, {
  passes: {
    "no entries: what nothing allows is denied": [resource(acl, { vpcId: "vpc-1" })],
    "an emptied default ACL": [resource(defaultAcl, { defaultNetworkAclId: "acl-1" })],
    "HTTPS from everywhere": inline(allow(100, { ...ssh, fromPort: 443, toPort: 443 })),
    "SSH from the office": inline(allow(100, { ...ssh, cidrBlock: "198.51.100.0/24" })),
    "everything, after the two ports are denied (Amazon VPC User Guide: the first entry that matches decides)": inline(
      allow(200, all),
      deny(100, ssh),
      deny(110, { ...ssh, fromPort: 3000, toPort: 4000 }),
    ),
    "two halves denied before the whole is allowed": inline(
      deny(1, { ...all, cidrBlock: "0.0.0.0/1" }),
      deny(2, { ...all, cidrBlock: "128.0.0.0/1" }),
      allow(3, ssh),
    ),
    "an unknown source, after everyone is denied": inline(deny(1, all), allow(2, { ...ssh, cidrBlock: "10.0.0.0/8" })),
    "outgoing traffic": [entry("out", "allow", 1, { egress: true })],
    "an entry of its own, after one that denies the same, of an ACL of another stack": [
      entry("allow", "allow", 200),
      entry("deny", "deny", 100),
    ],
    "an entry of its own, after one that denies the same, of an ACL of this stack": [
      resource(acl, { vpcId: "vpc-1" }, { name: "acl" }),
      entry("allow", "allow", 200, { networkAclId: resource(acl, {}, { name: "acl" }) }),
      entry("deny", "deny", 100, { networkAclId: resource(acl, {}, { name: "acl" }) }),
    ],
    "an entry for the office, of an ACL that is not known": [
      entry("allow", "allow", 200, { networkAclId: unknown, cidrBlock: "198.51.100.0/24" }),
    ],
  },
  violates: {
    "everything allowed": {
      stack: inline(allow(100, all)),
      observes: ["0.0.0.0/0 can reach TCP ports 22 and 3389"],
    },
    "in the default ACL, over IPv6": {
      stack: [
        resource(defaultAcl, {
          defaultNetworkAclId: "acl-1",
          ingress: [allow(1, { ...ssh, cidrBlock: undefined, ipv6CidrBlock: "::/0" })],
        } as object as any),
      ],
      observes: ["::/0 can reach TCP port 22"],
    },
    "denied too late": {
      stack: inline(allow(100, ssh), deny(200, all)),
      observes: ["0.0.0.0/0 can reach TCP port 22"],
    },
    "denied for one network only": {
      stack: inline(deny(1, { ...ssh, cidrBlock: "192.0.2.0/24" }), allow(2, ssh)),
      observes: ["0.0.0.0/0 can reach TCP port 22"],
    },
    "denied for another protocol": {
      stack: inline(deny(1, { ...ssh, protocol: "17" }), allow(2, { ...ssh, protocol: "6" })),
      observes: ["0.0.0.0/0 can reach TCP port 22"],
    },
    "denied for IPv4 only": {
      stack: inline(deny(1, all), allow(2, { ...all, cidrBlock: undefined, ipv6CidrBlock: "::/0" })),
      observes: ["::/0 can reach TCP ports 22 and 3389"],
    },
    "two halves": {
      stack: inline(allow(1, { ...ssh, cidrBlock: "0.0.0.0/1" }), allow(2, { ...ssh, cidrBlock: "128.0.0.0/1" })),
      observes: ["0.0.0.0/1 and 128.0.0.0/1 can reach TCP port 22"],
    },
    "open, beside an unknown entry of a higher number": {
      stack: inline(allow(1, ssh), deny(2, { ...ssh, cidrBlock: unknown })),
      observes: ["0.0.0.0/0 can reach TCP port 22"],
    },
    "open, beside an unknown denial for another port": {
      stack: inline(allow(2, ssh), deny(1, { ...ssh, fromPort: 80, toPort: 80, cidrBlock: unknown })),
      observes: ["0.0.0.0/0 can reach TCP port 22"],
    },
    "by an entry of its own": { stack: [entry("allow", "allow", 1)], observes: ["0.0.0.0/0 can reach TCP port 22"] },
    "by two entries of their own: each has to go": {
      stack: [entry("first", "allow", 1), entry("second", "allow", 2)],
      observes: ["0.0.0.0/0 can reach TCP port 22", "0.0.0.0/0 can reach TCP port 22"],
    },
    "by an entry of its own that denies only outgoing traffic before": {
      stack: [entry("allow", "allow", 200), entry("out", "deny", 100, { egress: true })],
      observes: ["0.0.0.0/0 can reach TCP port 22"],
    },
    "by an entry of its own, denied in another ACL": {
      stack: [entry("allow", "allow", 200), entry("deny", "deny", 100, { networkAclId: "acl-2" })],
      observes: ["0.0.0.0/0 can reach TCP port 22"],
    },
    "by an entry of its own in the ACL that came with the VPC": {
      stack: [
        resource("aws:ec2/vpc:Vpc", {}, { name: "vpc" }),
        entry("allow", "ALLOW", 1, { networkAclId: resource("aws:ec2/vpc:Vpc", {}, { name: "vpc" }) }),
      ],
      observes: ["0.0.0.0/0 can reach TCP port 22"],
    },
  },
  undetermined: {
    "the source is not known": inline(allow(1, { ...ssh, cidrBlock: unknown })),
    "what an earlier entry denies is not known": inline(allow(2, ssh), deny(1, { ...ssh, cidrBlock: unknown })),
    "the order is not known": inline(allow(2, ssh), deny(unknown, ssh)),
    "the action is not known": [entry("entry", unknown, 1)],
    "the list is not known": [resource(acl, { vpcId: "vpc-1", ingress: unknown })],
    "whose entry it is is not known": [entry("entry", "allow", 1, { networkAclId: unknown })],
    "whether an earlier denial is for incoming traffic is not known": [
      entry("allow", "allow", 200),
      entry("deny", "deny", 100, { egress: unknown }),
    ],
  },
});

import type { Subject } from "../../core/graph";
import type { Rule } from "../../core/rule";
import { across, on } from "../../facts/check";
import { admitted, type Entry, inlineEntries } from "../../facts/network-acl";
import { otherEntries, separateEntry } from "../../facts/network-acl-rule";
import { reachedTcpPorts } from "../../facts/reached-ports";

const adminPorts = [22, 3389];
const lists = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"] as const;

export const networkAclNoPublicAdminPorts: Rule = {
  id: "ec2-network-acl-no-public-admin-ports",
  title: "Network ACLs must not allow SSH or Remote Desktop from the internet",
  severity: "medium",
  why: "The ACL is the second line behind security groups: one mistake in a group then exposes the port to everyone.",
  fix: "Deny TCP ports 22 and 3389 by an entry of a lower number, or allow only the ranges and ports that are needed.",
  catalogue: ["EC2.21"],
  equivalents: {
    checkov: ["CKV_AWS_231", "CKV_AWS_232"],
    trivy: ["AWS-0105"],
    prowler: ["ec2_networkacl_allow_ingress_tcp_port_22", "ec2_networkacl_allow_ingress_tcp_port_3389"],
  },
  checks: [
    on(lists, (acl: Subject<any>) => {
      const entries = inlineEntries(acl);
      return reachedTcpPorts(adminPorts, (port) => admitted(entries, port));
    }),
    across("aws:ec2/networkAclRule:NetworkAclRule", (rule, { graph }) => {
      if (rule.at("egress").boolean() ?? false) return [];
      const own = separateEntry(rule);
      let list: Entry[] | undefined;
      return reachedTcpPorts(adminPorts, (port) => {
        // An entry that lets nobody in by itself is judged without knowing its neighbours.
        if (!admitted([own], port, own)) return undefined;
        list ??= [own, ...otherEntries(rule, graph)];
        return admitted(list, port, own);
      });
    }),
  ],
};

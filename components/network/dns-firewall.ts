import * as aws from "@pulumi/aws";
import type { Network } from "./network";

type Match = Partial<aws.route53.ResolverFirewallRuleArgs>;

/**
 * What DNS Firewall recognizes by itself, without any list.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/firewall-advanced.html
 */
const threats = ["DNS_TUNNELING", "DGA", "DICTIONARY_DGA"];

/** Rules that note or block DNS queries. Any other query passes. */
export function declareDnsFirewall({ name, args, vpc, child }: Network): void {
  if (!args.dnsFirewall) return;
  const { block, domains = [], managedDomainListIds = [] } = args.dnsFirewall;
  const { tags } = args;
  const action = block === true ? { action: "BLOCK", blockResponse: "NXDOMAIN" } : { action: "ALERT" };
  const group = new aws.route53.ResolverFirewallRuleGroup(name, { tags }, child);
  const declareRule = (key: string, priority: number, match: Match) =>
    new aws.route53.ResolverFirewallRule(
      `${name}-${key}`,
      { firewallRuleGroupId: group.id, priority, ...action, ...match },
      child,
    );

  if (domains.length > 0) {
    const list = new aws.route53.ResolverFirewallDomainList(`${name}-domains`, { domains, tags }, child);
    declareRule("domains", 100, { firewallDomainListId: list.id });
  }
  threats.forEach((threat, index) => {
    const match = { dnsThreatProtection: threat, confidenceThreshold: "HIGH" };
    declareRule(threat.toLowerCase().replaceAll("_", "-"), 200 + index, match);
  });
  managedDomainListIds.forEach((id, index) => declareRule(id, 300 + index, { firewallDomainListId: id }));

  new aws.route53.ResolverFirewallRuleGroupAssociation(
    name,
    // The least that AWS leaves free: groups of Firewall Manager come before and after.
    { firewallRuleGroupId: group.id, vpcId: vpc.id, priority: 101, tags },
    child,
  );
}

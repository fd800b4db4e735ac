import type { Rule } from "../../core/rule";
import { onExposure } from "../../facts/exposure";
import { reachedTcpPorts } from "../../facts/reached-ports";

/** The ports that AWS Security Hub lists for EC2.19: file transfer, remote shells, mail, databases, development servers. */
const highRiskPorts = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888,
  9200, 9300,
];

export const securityGroupNoPublicHighRiskPorts: Rule = {
  id: "ec2-security-group-no-public-high-risk-ports",
  title: "Security groups must not open ports of high risk to the internet",
  severity: "critical",
  why: "These ports carry administration, databases and clear-text protocols that were never meant to face strangers.",
  fix: "Name the security group or the address ranges that need the port, in place of the whole internet.",
  catalogue: ["EC2.19"],
  equivalents: {
    "cdk-nag": ["EC2RestrictedCommonPorts"],
    guard: ["RESTRICTED_INCOMING_TRAFFIC"],
    prowler: ["ec2_securitygroup_allow_ingress_from_internet_to_high_risk_tcp_ports"],
  },
  parameters: {
    type: "object",
    properties: {
      tcpPorts: {
        type: "array",
        items: { type: "integer", minimum: 0, maximum: 65535 },
        description: "TCP ports that the internet must not reach.",
        default: highRiskPorts,
      },
    },
    additionalProperties: false,
  },
  checks: onExposure((exposure, { parameters }) => {
    const { tcpPorts } = parameters as { tcpPorts: readonly number[] };
    return reachedTcpPorts(tcpPorts, (port) => exposure.tcp(port), "every TCP port of high risk");
  }),
};

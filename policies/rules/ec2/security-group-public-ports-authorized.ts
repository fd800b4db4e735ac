import { type Rule, when } from "../../core/rule";
import { each } from "../../core/value";
import { onExposure } from "../../facts/exposure";
import { covers, inWords, type Ports } from "../../facts/ports";

interface Parameters {
  readonly authorizedTcpPorts: readonly number[];
  readonly authorizedUdpPorts: readonly number[];
}

const portNumbers = { type: "array", items: { type: "integer", minimum: 0, maximum: 65535 } } as const;

export const securityGroupPublicPortsAuthorized: Rule = {
  id: "ec2-security-group-public-ports-authorized",
  title: "Security groups must open only authorized ports to the internet",
  severity: "high",
  why: "Each port open to the internet is one more service that strangers can attack, often opened and then forgotten.",
  fix: "Name the sources that need the port, or put it behind a load balancer; list it in authorizedTcpPorts if it is meant to be public.",
  catalogue: ["EC2.18"],
  parameters: {
    type: "object",
    properties: {
      authorizedTcpPorts: { ...portNumbers, description: "TCP ports that may face the internet.", default: [80, 443] },
      authorizedUdpPorts: { ...portNumbers, description: "UDP ports that may face the internet.", default: [] },
    },
    additionalProperties: false,
  },
  checks: onExposure((exposure, { parameters }) =>
    each(exposure.ports, (ports) => {
      if (isAuthorized(ports, parameters as Parameters)) return [];
      const sources = exposure.sources((opened) => covers(opened, ports));
      return when(sources !== undefined, `${sources} can reach ${inWords(ports)}`);
    }),
  ),
};

/** The control is about TCP and UDP: ICMP and other protocols have no ports to authorize. */
function isAuthorized(ports: Ports, { authorizedTcpPorts, authorizedUdpPorts }: Parameters): boolean {
  if (ports.protocol === "tcp") return isWithin(ports, authorizedTcpPorts);
  if (ports.protocol === "udp") return isWithin(ports, authorizedUdpPorts);
  return ports.protocol !== "all";
}

function isWithin({ from, to }: Ports, authorized: readonly number[]): boolean {
  const wanted = new Set(authorized.filter((port) => from <= port && port <= to));
  return wanted.size === to - from + 1;
}

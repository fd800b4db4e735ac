import type { iam } from "@pulumi/aws";
import type { Place } from "../../components/place";
import { allow } from "../aws/permissions";
import type { ConnectorSettings } from "../settings/settings";

type Rights = (settings: ConnectorSettings, place: Place, sid: string) => iam.PolicyStatement;

const text = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);

/** What connectors to AWS may do, by type; others need no right on AWS. */
const rights: Readonly<Record<string, Rights>> = {
  ses: ({ from, configurationSet, region }, { partition, account, ...place }, sid) => {
    const of = `arn:${partition}:ses:${text(region, place.region)}:${account}:`;
    const domain = text(from, "").replace(/^.*@|>$/g, "");
    const set = typeof configurationSet === "string" ? [`${of}configuration-set/${configurationSet}`] : [];
    // The address may be verified by itself or by its domain.
    return allow(sid, ["ses:SendEmail"], [`${of}identity/${domain}`, `${of}identity/*@${domain}`, ...set]);
  },
  sns: ({ topic }, _place, sid) => allow(sid, ["sns:Publish"], text(topic, "")),
  eventbridge: ({ bus, region }, { partition, account, ...place }, sid) => {
    const name = text(bus, "default");
    const of = `arn:${partition}:events:${text(region, place.region)}:${account}:event-bus/`;
    return allow(sid, ["events:PutEvents"], name.startsWith("arn:") ? name : `${of}${name}`);
  },
  // A finding has no ARN that a policy could name.
  securityhub: (_settings, _place, sid) =>
    allow(sid, ["securityhub:BatchImportFindings", "securityhub:BatchUpdateFindings"], "*"),
  "ocsf-s3": ({ bucket, prefix }, { partition }, sid) =>
    allow(sid, ["s3:PutObject"], `arn:${partition}:s3:::${text(bucket, "")}/${text(prefix, "guardrails/")}*`),
};

/** What the connectors of the settings need on AWS, each for what it names and no more. */
export function rightsOf(
  connectors: Readonly<Record<string, ConnectorSettings>>,
  place: Place,
): readonly iam.PolicyStatement[] {
  return Object.entries(connectors).flatMap(([name, settings]) => {
    const right = Object.hasOwn(rights, settings.type) ? rights[settings.type] : undefined;
    return right ? [right(settings, place, `Connector${name.replaceAll(/[^A-Za-z0-9]/g, "")}`)] : [];
  });
}

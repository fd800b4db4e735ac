import type { Subject } from "../../core/graph";
import type { Observations, Rule } from "../../core/rule";
import type { Value } from "../../core/value";
import { across, on } from "../../facts/check";
import { saw } from "../../facts/expect";
import { isWritten, known } from "../../facts/known";
import { metadataOption, metadataSettings, needsToken } from "../../facts/metadata-options";

const launchers = [
  "aws:ec2/instance:Instance",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
] as const;

const repair = { metadataOptions: { httpTokens: "required" } };

export const instanceImdsv2Required: Rule = {
  id: "ec2-instance-imdsv2-required",
  title: "EC2 instances must answer metadata requests by IMDSv2 only",
  severity: "high",
  why: "Without a session token, one forged request from a web application on the instance reads the credentials of its role.",
  fix: 'Set metadataOptions: { httpTokens: "required" } on the instance or its launch template.',
  catalogue: ["EC2.8"],
  equivalents: {
    checkov: ["CKV_AWS_79"],
    "cdk-nag": ["EC2IMDSv2Enabled"],
    trivy: ["AWS-0028", "AWS-0130"],
    prowler: ["ec2_instance_imdsv2_enabled"],
  },
  checks: [
    on(launchers, (resource: Subject<any>) => (isSettled(resource) ? observe(ownOptions(resource)) : [])),
    across(launchers, (resource: Subject<any>, { graph }) => {
      if (isSettled(resource) || known(() => needsToken(ownOptions(resource))).value) return [];
      return observe(metadataSettings(resource, graph));
    }),
  ],
  // A launch configuration can't be changed, only replaced.
  remediation: { "aws:ec2/instance:Instance": repair, "aws:ec2/launchTemplate:LaunchTemplate": repair },
};

/** Whether its own options settle it: a launch template might close the endpoint that they leave open. */
function isSettled(resource: Subject<any>): boolean {
  if (isWritten(resource.at("launchTemplate"))) return false;
  const tokens = known(() => resource.at("metadataOptions").at("httpTokens"));
  return tokens.unknown !== undefined || isWritten(tokens.value);
}

function ownOptions(resource: Subject<any>): Value<any>[] {
  return [resource.at("metadataOptions")];
}

function observe(sources: readonly Value<any>[]): Observations {
  if (needsToken(sources)) return [];
  const tokens = metadataOption(sources, "httpTokens");
  return [tokens ? saw(tokens) : "metadataOptions.httpTokens is not set"];
}

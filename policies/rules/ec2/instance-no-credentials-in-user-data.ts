import type { Rule } from "../../core/rule";
import { each, type Value } from "../../core/value";
import { on } from "../../facts/check";
import { credentialsIn } from "../../facts/credentials";
import { userDataTexts } from "../../facts/user-data";

export const instanceNoCredentialsInUserData: Rule = {
  id: "ec2-instance-no-credentials-in-user-data",
  title: "EC2 user data must not hold credentials",
  severity: "critical",
  why: "Everyone who may describe the instance, and every program on it, can read its user data.",
  fix: "Give the instance a role (iamInstanceProfile) and let it fetch secrets from Secrets Manager or Parameter Store; revoke the credential.",
  catalogue: ["CKV_AWS_46"],
  equivalents: { checkov: ["CKV_AWS_46"], trivy: ["AWS-0029"] },
  checks: [
    on(["aws:ec2/instance:Instance", "aws:ec2/launchConfiguration:LaunchConfiguration"], (instance) =>
      each([instance.at("userData"), instance.at("userDataBase64")], credentials),
    ),
    on("aws:ec2/launchTemplate:LaunchTemplate", (template) => credentials(template.at("userData"))),
  ],
};

function credentials(userData: Value<any>): readonly string[] {
  const found = userDataTexts(userData).flatMap(credentialsIn);
  return found.map(({ kind, line }) => `${userData.path} holds ${kind} on line ${line}`);
}

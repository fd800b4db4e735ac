import type { Rule } from "../../core/rule";
import { each } from "../../core/value";
import { on } from "../../facts/check";
import { credentialsInVariable } from "../../facts/credentials";

export const functionNoCredentialsInEnvironment: Rule = {
  id: "lambda-function-no-credentials-in-environment",
  title: "Lambda environment variables must not hold credentials",
  severity: "critical",
  why: "Everyone who may read the function's configuration reads its variables; being a Pulumi secret does not change that.",
  fix: "Keep the credential in Secrets Manager or Parameter Store, pass its name, and let the function's role read it; revoke this one.",
  catalogue: ["CKV_AWS_45"],
  equivalents: { checkov: ["CKV_AWS_45"] },
  checks: [
    on("aws:lambda/function:Function", (lambdaFunction) =>
      each(lambdaFunction.at("environment").at("variables").entries(), ([name, value]) =>
        credentialsInVariable(name, value.string() ?? "").map((kind) => `${value.path} holds ${kind}`),
      ),
    ),
  ],
};

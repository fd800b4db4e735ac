import type { iam } from "@pulumi/aws";

/** Refuses every request to the resource that does not arrive over TLS. */
export function denyPlainHttp(service: "sns" | "sqs", arn: string): iam.PolicyStatement {
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: `${service}:*`,
    Resource: arn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

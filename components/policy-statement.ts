import type { iam } from "@pulumi/aws";

/** Refuses every request to the resource that does not arrive over TLS. */
export function denyPlainHttp(service: "s3" | "sns" | "sqs", resource: string | string[]): iam.PolicyStatement {
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: `${service}:*`,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

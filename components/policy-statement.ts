import type { iam } from "@pulumi/aws";

/** Lets a service take a role, on the conditions that it can meet. */
export function serviceTrust(
  service: string,
  condition?: Readonly<Record<string, Readonly<Record<string, string>>>>,
): iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(condition && { Condition: condition }),
      },
    ],
  };
}

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

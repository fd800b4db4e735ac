import type { Rule } from "../../core/rule";
import { each } from "../../core/value";
import { on } from "../../facts/check";
import { statements } from "../../facts/policy-document";
import { isPublic, publicPhrase } from "../../facts/public-access";

export const queueNoPublicAccess: Rule = {
  id: "sqs-queue-no-public-access",
  title: "SQS queue policies must not let everyone in",
  severity: "critical",
  why: "Anyone with an AWS account, or with none, can send messages that your workers trust, or read and delete theirs.",
  fix: "Name accounts, roles or services in Principal, or add a condition with a fixed value: aws:PrincipalOrgID, aws:SourceAccount, or aws:SourceArn without wildcards.",
  catalogue: ["SQS.3"],
  equivalents: { checkov: ["CKV_AWS_168", "CKV_AWS_387"] },
  checks: [
    on(["aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy"], (queue) =>
      each(statements(queue.at("policy")), (statement) => (isPublic(statement) ? [publicPhrase(statement)] : [])),
    ),
  ],
};

import type { Rule } from "../../core/rule";
import { each } from "../../core/value";
import { on } from "../../facts/check";
import { statements } from "../../facts/policy-document";
import { isPublic, publicPhrase } from "../../facts/public-access";

export const topicNoPublicAccess: Rule = {
  id: "sns-topic-no-public-access",
  title: "SNS topic policies must not let everyone in",
  severity: "critical",
  why: "Anyone can publish messages that your subscribers trust, or subscribe to read yours.",
  fix: "Name accounts, roles or services in Principal, or add a condition with a fixed value: aws:PrincipalOrgID, aws:SourceAccount, or aws:SourceArn without wildcards.",
  catalogue: ["SNS.4"],
  equivalents: { checkov: ["CKV_AWS_169"] },
  checks: [
    on(["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"], (topic) =>
      each(statements(topic.at("policy")), (statement) => (isPublic(statement) ? [publicPhrase(statement)] : [])),
    ),
  ],
};

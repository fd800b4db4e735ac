import type { Rule } from "../core/rule";
import { controlsOf } from "../facts/controls";
import { cloudtrail } from "./cloudtrail";
import { dynamodb } from "./dynamodb";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { ecs } from "./ecs";
import { efs } from "./efs";
import { elb } from "./elb";
import { iam } from "./iam";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { opensearch } from "./opensearch";
import { rds } from "./rds";
import { redshift } from "./redshift";
import { s3 } from "./s3";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { tagging } from "./tagging";

export const rulesByService: readonly (readonly Rule[])[] = [
  cloudtrail,
  dynamodb,
  ec2,
  ecr,
  ecs,
  efs,
  elb,
  iam,
  kms,
  lambda,
  opensearch,
  rds,
  redshift,
  s3,
  sns,
  sqs,
  tagging,
];

/** Every rule there is, by service. The pack, the command and RULES.md all read this list and nothing else. */
export const catalogue: readonly Rule[] = rulesByService
  .flat()
  .map((rule) => ({ ...rule, controls: controlsOf(rule.catalogue) }));

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "../audit/log-group";
import { metricAlarm, onFirst } from "../audit/metric-alarm";
import { Queue } from "../messaging/queue";
import { arnIn, placeOf } from "../place";
import { serviceTrust } from "../policy-statement";
import { functionPolicy } from "./function-policy";
import { functionSettings } from "./function-settings";

/** An AWS service that may call a function. */
export interface Invoker {
  /** Such as `events`, `s3` or `sns`. */
  service: string;
  /** ARN of the rule, bucket, topic … on whose behalf it calls; it has to be in this account. */
  sourceArn: pulumi.Input<string>;
}

const fourteenDays = 14 * 24 * 60 * 60;

export const Architecture = { Arm64: "arm64", X86: "x86_64" } as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

export interface FunctionArgs {
  /**
   * The code, as an archive.
   * @default - what `imageUri` names
   */
  code?: pulumi.Input<pulumi.asset.Archive>;
  /**
   * URI of a container image, in place of `code`.
   * @default - no image
   */
  imageUri?: pulumi.Input<string>;
  /**
   * What of `code` is called, such as `index.handler`.
   * @default - none, as an image needs none
   */
  handler?: string;
  /**
   * What runs `code`; none that AWS no longer supports.
   * @default - `nodejs24.x`; none for an image
   */
  runtime?: string;
  /**
   * Processor that the code is built for.
   * @default arm64
   */
  architecture?: Architecture;
  /**
   * MiB of memory, from 128 to 10240; processor time grows with it.
   * @default 256
   */
  memorySize?: number;
  /**
   * Seconds after which a call is ended, from 1 to 900.
   * @default 30
   */
  timeout?: number;
  /**
   * Environment variables. No passwords or keys: everyone who may describe the function reads them. Pass the name of a secret
   * and let the function read it.
   * @default - none
   */
  environment?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
  /**
   * ARN of the KMS key that encrypts the environment, logs and failed events; its policy must let CloudWatch Logs use it
   * (`new Key("…", { services: ["logs"] })`).
   * @default - keys that AWS manages
   */
  keyArn?: pulumi.Input<string>;
  /**
   * How many calls run at a time; 0 stops the function. They are taken from the account's quota, of which Lambda wants 100 left
   * to all other functions: an account with a quota of 10, as new ones have, needs it raised, or `unreserved`.
   * @default 10
   */
  reservedConcurrentExecutions?: number;
  /**
   * Lets the function use up the concurrency that it shares with all functions of the account.
   * @default false
   */
  unreserved?: boolean;
  /**
   * ARN of the queue or topic that takes events that failed, called asynchronously, for the third time.
   * @default - a queue of its own
   */
  deadLetterArn?: pulumi.Input<string>;
  /**
   * ARNs of policies that say what the code may do, by a name of yours each.
   * @default - nothing but to write logs and traces
   */
  policyArns?: { [name: string]: pulumi.Input<string> };
  /**
   * AWS services that may call the function, by a name of yours each.
   * @default - none: identities of this account call it as their own policies allow
   */
  invokers?: { [name: string]: Invoker };
  /**
   * Subnets to reach a VPC from, private ones.
   * @default - outside any VPC
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Security groups in the VPC; go with `subnetIds`.
   * @default - none
   */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Days for which logs are kept: one of the numbers that CloudWatch Logs offers.
   * @default 365
   */
  logRetentionInDays?: number;
  /**
   * ARN of the topic that hears of errors, calls turned away, and events that failed for good.
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * A Lambda function with a role that may nothing but what it is given, a log group, traces, a limit to its concurrency and a
 * queue for events that failed. Children: function, role, role policy and log group `<name>`; queue `<name>-failures`; role policy
 * attachments `<name>-<policy>`; permissions `<name>-<invoker>`; alarms `<name>-errors`, `<name>-throttles`, `<name>-failures`.
 */
export class Function extends pulumi.ComponentResource {
  /** The name of the function. */
  readonly functionName: pulumi.Output<string>;
  /** The ARN of the function. */
  readonly arn: pulumi.Output<string>;
  /** The name of the role that the code runs as. */
  readonly roleName: pulumi.Output<string>;
  /** The name of the log group. */
  readonly logGroupName: pulumi.Output<string>;
  /** The ARN of the queue or topic that takes events that failed. */
  readonly deadLetterArn: pulumi.Output<string>;

  constructor(name: string, args: FunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    const { isInVpc, ...settings } = functionSettings(name, args);
    super("guardrails:index:Function", name, args, opts);
    const { keyArn, tags, subnetIds = [], securityGroupIds = [] } = args;
    const child = { parent: this };

    const role = new aws.iam.Role(name, { assumeRolePolicy: JSON.stringify(trust), tags }, child);
    // The role must name the function before it exists, for Lambda to make network interfaces: it takes the role's name.
    this.functionName = role.name;
    const logs = new LogGroup(
      name,
      {
        logGroupName: pulumi.interpolate`/aws/lambda/${role.name}`,
        keyArn,
        tags,
        retentionInDays: args.logRetentionInDays,
      },
      child,
    );
    const place = placeOf(child);
    const failures =
      args.deadLetterArn === undefined
        ? new Queue(`${name}-failures`, { keyArn, messageRetentionSeconds: fourteenDays, tags }, child)
        : undefined;
    this.deadLetterArn = failures
      ? arnIn(place, "sqs", failures.queueName)
      : pulumi.output(args.deadLetterArn as pulumi.Input<string>);
    const policy = pulumi
      .all([place, this.functionName, logs.logGroupName, this.deadLetterArn, pulumi.output(keyArn)])
      .apply(([where, functionName, logGroupName, deadLetterArn, key]) =>
        JSON.stringify(functionPolicy(where, { functionName, logGroupName, deadLetterArn, keyArn: key, isInVpc })),
      );
    const rolePolicy = new aws.iam.RolePolicy(name, { role: role.name, policy }, child);
    for (const [about, policyArn] of Object.entries(args.policyArns ?? {})) {
      new aws.iam.RolePolicyAttachment(`${name}-${about}`, { role: role.name, policyArn }, child);
    }

    const made = new aws.lambda.Function(
      name,
      {
        ...settings,
        name: this.functionName,
        role: role.arn,
        architectures: [args.architecture ?? Architecture.Arm64],
        environment: args.environment === undefined ? undefined : { variables: args.environment },
        kmsKeyArn: keyArn,
        loggingConfig: { logFormat: "JSON", logGroup: logs.logGroupName },
        tracingConfig: { mode: "Active" },
        deadLetterConfig: { targetArn: this.deadLetterArn },
        vpcConfig: isInVpc ? { subnetIds, securityGroupIds } : undefined,
        tags,
      },
      // Lambda tries out the role; a second function of the same name can't be made beside the first.
      { ...child, dependsOn: [rolePolicy, ...(failures ? [failures] : [])], deleteBeforeReplace: true },
    );
    permit(name, made, args, child);
    tell(name, this.functionName, failures?.queueName, args, child);

    this.arn = made.arn;
    this.roleName = role.name;
    this.logGroupName = logs.logGroupName;
    const { functionName, arn, roleName, logGroupName, deadLetterArn } = this;
    this.registerOutputs({ functionName, arn, roleName, logGroupName, deadLetterArn });
  }
}

const trust = serviceTrust("lambda.amazonaws.com");

/** A bucket's ARN names no account, so that the account is named beside it. */
function permit(
  name: string,
  made: aws.lambda.Function,
  { invokers = {} }: FunctionArgs,
  child: { readonly parent: pulumi.Resource },
): void {
  for (const [invoker, { service, sourceArn }] of Object.entries(invokers)) {
    new aws.lambda.Permission(
      `${name}-${invoker}`,
      {
        function: made.name,
        action: "lambda:InvokeFunction",
        principal: `${service}.amazonaws.com`,
        sourceArn,
        sourceAccount: placeOf(child).account,
      },
      child,
    );
  }
}

function tell(
  name: string,
  functionName: pulumi.Output<string>,
  failures: pulumi.Output<string> | undefined,
  { alarmTopicArn, tags }: FunctionArgs,
  child: { readonly parent: pulumi.Resource },
): void {
  const any = { ...onFirst, tags };
  for (const metricName of ["Errors", "Throttles"]) {
    const alarmDescription = metricName === "Errors" ? "Calls ended in an error." : "Calls were turned away.";
    const of = { namespace: "AWS/Lambda", metricName, dimensions: { FunctionName: functionName }, alarmDescription };
    metricAlarm(`${name}-${metricName.toLowerCase()}`, { ...any, ...of }, alarmTopicArn, child);
  }
  if (failures === undefined) return;
  const waiting = { namespace: "AWS/SQS", metricName: "ApproximateNumberOfMessagesVisible", statistic: "Maximum" };
  const alarmDescription = "Events failed for good and wait in the queue.";
  const of = { ...waiting, dimensions: { QueueName: failures }, alarmDescription };
  metricAlarm(`${name}-failures`, { ...any, ...of }, alarmTopicArn, child);
}

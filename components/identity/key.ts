import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isServiceName, isWithin } from "../check-argument";
import { type Place, placeOf } from "../place";

export interface KeyArgs {
  /**
   * What the key protects.
   * @default - the component's name
   */
  description?: pulumi.Input<string>;
  /**
   * Days after which KMS makes new key material, from 90 to 2560.
   * @default 365
   */
  rotationPeriodInDays?: number;
  /**
   * Days between asking to delete the key and its deletion, from 7 to 30.
   * @default 30
   */
  deletionWindowInDays?: number;
  /**
   * AWS services that use the key on behalf of this account, such as `sns`, `sqs`, `cloudwatch` or `logs`.
   * @default - none: services use it only for callers who may use it themselves
   */
  services?: string[];
  /**
   * ARNs of roles and users that may encrypt and decrypt, beside those whom the account's own policies allow it.
   * @default - none
   */
  userArns?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * ARNs of roles and users that may manage the key and not use it, beside those whom the account's own policies allow it.
   * @default - none
   */
  adminArns?: pulumi.Input<pulumi.Input<string>[]>;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** A symmetric KMS key that rotates, whose policy names its users, with the alias `alias/<name>`. Children: key and alias `<name>`. */
export class Key extends pulumi.ComponentResource {
  /** The ARN of the key. */
  readonly arn: pulumi.Output<string>;
  /** The id of the key. */
  readonly keyId: pulumi.Output<string>;

  constructor(name: string, args: KeyArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const {
      rotationPeriodInDays = 365,
      deletionWindowInDays = 30,
      services = [],
      userArns = [],
      adminArns = [],
    } = args;
    expectArgument(
      isWithin(rotationPeriodInDays, 90, 2560),
      "rotationPeriodInDays",
      "90 to 2560",
      rotationPeriodInDays,
    );
    expectArgument(isWithin(deletionWindowInDays, 7, 30), "deletionWindowInDays", "7 to 30", deletionWindowInDays);
    for (const service of services) {
      expectArgument(isServiceName(service), "services", "names such as sns, without amazonaws.com", service);
    }
    expectPrincipals("userArns", userArns);
    expectPrincipals("adminArns", adminArns);
    super("guardrails:index:Key", name, args, opts);
    const child = { parent: this };

    const policy = pulumi
      .all([placeOf(child), userArns, adminArns])
      .apply(([place, users, admins]) => JSON.stringify(keyPolicy(place, services, users, admins)));
    const key = new aws.kms.Key(
      name,
      {
        description: args.description ?? name,
        enableKeyRotation: true,
        rotationPeriodInDays,
        deletionWindowInDays,
        policy,
        tags: args.tags,
      },
      child,
    );
    new aws.kms.Alias(name, { name: `alias/${name}`, targetKeyId: key.keyId }, child);

    this.arn = key.arn;
    this.keyId = key.keyId;
    this.registerOutputs({ arn: this.arn, keyId: this.keyId });
  }
}

/** Outputs aside, which are ARNs of what the program makes. Anyone at all may be meant by `*`. */
function expectPrincipals(name: string, arns: pulumi.Input<pulumi.Input<string>[]>): void {
  for (const arn of Array.isArray(arns) ? arns : []) {
    if (typeof arn !== "string") continue;
    expectArgument(/^arn:[\w-]+:iam::\d{12}:(role|user)\/[^*]+$/.test(arn), name, "ARNs of roles and users", arn);
  }
}

const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators */
const manage = [
  ...[
    "Describe*",
    "Get*",
    "List*",
    "Enable*",
    "Disable*",
    "Put*",
    "Update*",
    "Revoke*",
    "TagResource",
    "UntagResource",
  ],
  ...["RotateKeyOnDemand", "ScheduleKeyDeletion", "CancelKeyDeletion"],
].map((action) => `kms:${action}`);

function principals(Sid: string, arns: readonly string[], Action: string[]): aws.iam.PolicyStatement[] {
  return arns.length === 0 ? [] : [{ Sid, Effect: "Allow", Principal: { AWS: [...arns] }, Action, Resource: "*" }];
}

/**
 * The account's own policies decide about the key, as AWS advises so that nobody is locked out; services may use it only on
 * behalf of this account.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function keyPolicy(
  place: Place,
  services: readonly string[],
  users: readonly string[],
  admins: readonly string[] = [],
): aws.iam.PolicyDocument {
  const { partition, account } = place;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AccountPolicies",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      ...services.map((service) => serviceStatement(service, place)),
      ...principals("Users", users, use),
      ...principals("Admins", admins, manage),
    ],
  };
}

/** CloudWatch Logs calls from its own regional principal, and names the log group in place of the account. */
function serviceStatement(service: string, { partition, account, region }: Place): aws.iam.PolicyStatement {
  const isLogs = service === "logs";
  return {
    Sid: `Service${service.replaceAll(/\W/g, "")}`,
    Effect: "Allow",
    Principal: { Service: isLogs ? `logs.${region}.amazonaws.com` : `${service}.amazonaws.com` },
    Action: use,
    Resource: "*",
    Condition: isLogs
      ? { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:log-group:*` } }
      : { StringEquals: { "aws:SourceAccount": account } },
  };
}

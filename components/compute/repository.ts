import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isWithin } from "../check-argument";

export interface RepositoryArgs {
  /**
   * ARN of the KMS key that encrypts images. Can't be changed later.
   * @default - the key that AWS manages for ECR in this account
   */
  keyArn?: pulumi.Input<string>;
  /**
   * Days after which an image without a tag is removed.
   * @default 14
   */
  untaggedDays?: number;
  /**
   * Lets the repository be deleted while it holds images.
   * @default false
   */
  deletable?: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * A private ECR repository, encrypted, whose images are scanned on push and whose tags never move. Children: repository and
 * lifecycle policy `<name>`.
 */
export class Repository extends pulumi.ComponentResource {
  /** The name of the repository. */
  readonly repositoryName: pulumi.Output<string>;
  /** The URL to push images to. */
  readonly repositoryUrl: pulumi.Output<string>;
  /** The ARN of the repository. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: RepositoryArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { untaggedDays = 14 } = args;
    expectArgument(isWithin(untaggedDays, 1, 3650), "untaggedDays", "1 to 3650", untaggedDays);
    super("guardrails:index:Repository", name, args, opts);
    const child = { parent: this };

    const repository = new aws.ecr.Repository(
      name,
      {
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.keyArn }],
        forceDelete: args.deletable === true,
        tags: args.tags,
      },
      child,
    );
    new aws.ecr.LifecyclePolicy(
      name,
      { repository: repository.name, policy: JSON.stringify(expiry(untaggedDays)) },
      child,
    );

    this.repositoryName = repository.name;
    this.repositoryUrl = repository.repositoryUrl;
    this.arn = repository.arn;
    this.registerOutputs({ repositoryName: this.repositoryName, repositoryUrl: this.repositoryUrl, arn: this.arn });
  }
}

function expiry(days: number): object {
  return {
    rules: [
      {
        rulePriority: 1,
        description: `remove untagged images after ${days} days`,
        selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: days },
        action: { type: "expire" },
      },
    ],
  };
}

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Installs an instance's patches on schedule, with a restart if they need one. Child: association `<name>-patch`.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
export function patches(
  name: string,
  instance: aws.ec2.Instance,
  scheduleExpression: string,
  child: { readonly parent: pulumi.Resource },
): void {
  new aws.ssm.Association(
    `${name}-patch`,
    {
      name: "AWS-RunPatchBaseline",
      targets: [{ key: "InstanceIds", values: [instance.id] }],
      parameters: { Operation: "Install", RebootOption: "RebootIfNeeded" },
      scheduleExpression,
      // Otherwise it also runs at once, and restarts a new instance in the midst of its user data.
      applyOnlyAtCronInterval: true,
      complianceSeverity: "HIGH",
    },
    child,
  );
}

/** Sundays at three, in UTC. */
export const weekly = "cron(0 3 ? * SUN *)";

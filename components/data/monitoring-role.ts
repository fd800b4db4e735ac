import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../place";
import { serviceTrust } from "../policy-statement";

/**
 * Lets RDS write what it sees of the operating system into CloudWatch Logs, for instances of that name only.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
export function monitoringRole(
  name: string,
  id: pulumi.Output<string>,
  tags: aws.iam.RoleArgs["tags"],
  child: { readonly parent: pulumi.Resource },
): { readonly role: aws.iam.Role; readonly attachment: aws.iam.RolePolicyAttachment } {
  const place = placeOf(child);
  const assumeRolePolicy = pulumi.all([place, id]).apply(([{ partition, account, region }, identifier]) =>
    JSON.stringify(
      serviceTrust("monitoring.rds.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:${partition}:rds:${region}:${account}:db:${identifier}*` },
      }),
    ),
  );
  const role = new aws.iam.Role(name, { assumeRolePolicy, tags }, child);
  const policyArn = place.apply(
    ({ partition }) => `arn:${partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
  );
  return { role, attachment: new aws.iam.RolePolicyAttachment(name, { role: role.name, policyArn }, child) };
}

import * as aws from "@pulumi/aws";
import type { DatabaseSurroundings } from "./database";
import { deletion, instanceSafety, parametersOf, secretArnOf, storageSafety, upgrades } from "./database-safety";

/** One engine on an instance, with a standby in another zone. */
export function rdsInstance(surroundings: DatabaseSurroundings) {
  const { name, args, settings, id, subnetGroupName, options } = surroundings;
  const { parent } = options;
  const { engine, family, port, allocatedStorage, maxAllocatedStorage, backupRetentionPeriod } = settings;
  const parameters = new aws.rds.ParameterGroup(
    name,
    { family, parameters: parametersOf(settings), tags: args.tags },
    { parent },
  );
  // No Blue/Green updates: RDS refuses them to a database whose password Secrets Manager manages.
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations
  const instance = new aws.rds.Instance(
    name,
    {
      ...{ identifier: id, engine, port, dbName: args.databaseName, username: settings.username },
      ...{ storageType: "gp3", allocatedStorage, maxAllocatedStorage, multiAz: args.singleZone !== true },
      ...{
        ...upgrades(surroundings),
        ...storageSafety(args),
        ...instanceSafety(surroundings),
        ...deletion(surroundings),
      },
      ...{ backupRetentionPeriod, backupWindow: args.backupWindow, maintenanceWindow: args.maintenanceWindow },
      dbSubnetGroupName: subnetGroupName,
      parameterGroupName: parameters.name,
      vpcSecurityGroupIds: args.securityGroupIds,
      enabledCloudwatchLogsExports: [...settings.facts.logs],
      tags: args.tags,
    },
    options,
  );
  const { address: endpoint, port: actualPort, resourceId, masterUserSecrets } = instance;
  return {
    ...{ endpoint, readerEndpoint: endpoint, port: actualPort, resourceId },
    secretArn: secretArnOf(masterUserSecrets),
  };
}

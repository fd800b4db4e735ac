import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DatabaseSurroundings } from "./database";
import { deletion, instanceSafety, parametersOf, secretArnOf, storageSafety, upgrades } from "./database-safety";

/** A cluster of Aurora: an instance that writes, and others that read and take over. */
export function auroraCluster(surroundings: DatabaseSurroundings) {
  const { name, args, settings, id, subnetGroupName, options } = surroundings;
  const { parent } = options;
  const { engine, family, port, capacity, backupRetentionPeriod } = settings;
  const parameters = new aws.rds.ClusterParameterGroup(
    name,
    { family, parameters: parametersOf(settings), tags: args.tags },
    { parent },
  );
  const cluster = new aws.rds.Cluster(
    name,
    {
      ...{ clusterIdentifier: id, engine, port, databaseName: args.databaseName, masterUsername: settings.username },
      ...{ ...upgrades(surroundings), ...storageSafety(args), ...deletion(surroundings) },
      ...{ backupRetentionPeriod, preferredBackupWindow: args.backupWindow },
      preferredMaintenanceWindow: args.maintenanceWindow,
      dbSubnetGroupName: subnetGroupName,
      dbClusterParameterGroupName: parameters.name,
      vpcSecurityGroupIds: args.securityGroupIds,
      enabledCloudwatchLogsExports: [...settings.facts.logs],
      serverlessv2ScalingConfiguration: capacity,
      tags: args.tags,
    },
    options,
  );
  for (let number = 1; number <= settings.instances; number += 1) {
    new aws.rds.ClusterInstance(
      `${name}-${number}`,
      {
        identifier: pulumi.interpolate`${id}-${number}`,
        clusterIdentifier: cluster.clusterIdentifier,
        ...{
          engine: engine as aws.rds.EngineType,
          applyImmediately: args.applyImmediately === true,
          copyTagsToSnapshot: true,
        },
        ...instanceSafety(surroundings),
        preferredMaintenanceWindow: args.maintenanceWindow,
        dbSubnetGroupName: subnetGroupName,
        tags: args.tags,
      },
      options,
    );
  }
  const { endpoint, readerEndpoint, port: actualPort, clusterResourceId, masterUserSecrets } = cluster;
  const secretArn = secretArnOf(masterUserSecrets);
  return { endpoint, readerEndpoint, port: actualPort, resourceId: clusterResourceId, secretArn };
}

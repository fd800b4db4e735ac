import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseArgs, DatabaseSurroundings } from "./database";
import type { DatabaseSettings } from "./database-settings";

/** Of an instance and of a cluster alike. */
export function storageSafety({ keyArn }: DatabaseArgs) {
  return {
    storageEncrypted: true,
    kmsKeyId: keyArn,
    manageMasterUserPassword: true,
    masterUserSecretKmsKeyId: keyArn,
    iamDatabaseAuthenticationEnabled: true,
    copyTagsToSnapshot: true,
  };
}

/** Of every instance, those of a cluster included. */
export function instanceSafety({ args, settings, monitoringRoleArn }: DatabaseSurroundings) {
  const { instanceClass, hasInsights } = settings;
  return {
    instanceClass,
    publiclyAccessible: false,
    autoMinorVersionUpgrade: true,
    caCertIdentifier: "rds-ca-rsa2048-g1",
    monitoringInterval: 60,
    monitoringRoleArn,
    performanceInsightsEnabled: hasInsights,
    performanceInsightsKmsKeyId: hasInsights ? args.keyArn : undefined,
  };
}

/** A snapshot's name must be new. The identifier is, as Pulumi made it up. */
export function deletion({ args, id }: DatabaseSurroundings) {
  return {
    deletionProtection: args.unprotected !== true,
    skipFinalSnapshot: false,
    finalSnapshotIdentifier: id.apply((identifier) => `${identifier}-final`),
    deleteAutomatedBackups: false,
  };
}

/** A default that a later release of ours raises fails in place of upgrading anyone's database. */
export function upgrades({ args, settings }: DatabaseSurroundings) {
  return {
    engineVersion: settings.engineVersion,
    allowMajorVersionUpgrade: args.engineVersion !== undefined,
    applyImmediately: args.applyImmediately === true,
  };
}

/** At the first start every parameter holds; "immediate" is refused for those that need one. */
export function parametersOf({ facts }: DatabaseSettings) {
  return Object.entries(facts.parameters).map(([name, value]) => ({ name, value, applyMethod: "pending-reboot" }));
}

export function secretArnOf(secrets: pulumi.Output<{ secretArn: string }[]>): pulumi.Output<string> {
  return secrets.apply(([secret]) => secret?.secretArn ?? "");
}

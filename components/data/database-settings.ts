import { expectRetention } from "../audit/log-group";
import { expectArgument, isWithin } from "../check-argument";
import type { DatabaseArgs } from "./database";
import { type DatabaseEngine, type EngineFacts, engines, familyOf, isVersionOf } from "./engines";

/** What the plain arguments come to, defaults filled in. */
export interface DatabaseSettings {
  readonly engine: DatabaseEngine;
  readonly facts: EngineFacts;
  readonly engineVersion: string;
  readonly family: string;
  readonly instanceClass: string;
  readonly hasInsights: boolean;
  /** GiB; of an instance, not of Aurora. */
  readonly allocatedStorage: number;
  readonly maxAllocatedStorage: number;
  /** Aurora capacity units, of a serverless cluster only. */
  readonly capacity: { readonly minCapacity: number; readonly maxCapacity: number } | undefined;
  /** Of an Aurora cluster, the writer included. */
  readonly instances: number;
  readonly backupRetentionPeriod: number;
  readonly port: number;
  readonly username: string;
}

/** Refuses arguments that RDS or our own rules would refuse. */
export function databaseSettings(name: string, args: DatabaseArgs): DatabaseSettings {
  const { engine, backupRetentionPeriod = 14, username = "dbowner", databaseName } = args;
  // RDS makes identifiers of the name: lower case, 63 characters at most, a suffix included.
  expectArgument(
    /^(?=.{1,40}$)[a-z](-?[a-z0-9])*$/.test(name),
    "name",
    "up to 40 of a to z, 0 to 9 and single -",
    name,
  );
  const names = Object.keys(engines);
  expectArgument(names.includes(engine), "engine", `one of ${names.join(", ")}`, engine);
  const facts = engines[engine];
  const { engineVersion = facts.defaultVersion, port = facts.port } = args;
  const versions = `a version of ${engine} such as ${facts.defaultVersion}, from ${facts.leastVersion} on`;
  expectArgument(isVersionOf(engine, engineVersion), "engineVersion", versions, engineVersion);
  expectArgument(isWithin(backupRetentionPeriod, 7, 35), "backupRetentionPeriod", "7 to 35", backupRetentionPeriod);
  expectArgument(isWithin(port, 1150, 65535), "port", "1150 to 65535", port);
  expectArgument(isUsername(username), "username", "up to 16 of a to z, 0 to 9 and _, and no usual one", username);
  const isName = databaseName === undefined || /^[A-Za-z]\w{0,62}$/.test(databaseName);
  expectArgument(isName, "databaseName", "up to 63 letters, digits and _, a letter first", databaseName);
  if (args.logRetentionInDays !== undefined) expectRetention("logRetentionInDays", args.logRetentionInDays);
  const capacity = capacityOf(args, facts);
  const instanceClass = capacity ? "db.serverless" : (args.instanceClass ?? facts.instanceClass);
  expectArgument(/^db\.[\w.-]+$/.test(instanceClass), "instanceClass", "a class such as db.t4g.medium", instanceClass);
  const hasInsights = !facts.withoutInsights.test(instanceClass);
  const family = familyOf(engine, engineVersion);
  return {
    ...{ engine, facts, engineVersion, family, instanceClass, hasInsights, capacity },
    ...{ backupRetentionPeriod, port, username, instances: instancesOf(args, facts), ...storageOf(args, facts) },
  };
}

/** What everyone tries first: Security Hub's RDS.24 and RDS.25, and the names that the engines keep for themselves. */
function isUsername(username: string): boolean {
  return (
    /^[a-z][a-z0-9_]{0,15}$/.test(username) &&
    !/^(admin|administrator|postgres|root|rdsadmin|rds.*|mysql)$/.test(username)
  );
}

function storageOf(args: DatabaseArgs, { isAurora }: EngineFacts) {
  const { allocatedStorage = 20, maxAllocatedStorage = Math.min(5 * allocatedStorage, 65536) } = args;
  for (const storage of ["allocatedStorage", "maxAllocatedStorage"] as const) {
    expectArgument(!isAurora || args[storage] === undefined, storage, "absent: Aurora grows by itself", args[storage]);
  }
  expectArgument(isWithin(allocatedStorage, 20, 59578), "allocatedStorage", "20 to 59578", allocatedStorage);
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
  const least = Math.ceil(1.1 * allocatedStorage);
  const most = maxAllocatedStorage;
  expectArgument(isWithin(most, least, 65536), "maxAllocatedStorage", `${least} (a tenth more) to 65536`, most);
  return { allocatedStorage, maxAllocatedStorage };
}

function capacityOf({ minCapacity, maxCapacity, instanceClass }: DatabaseArgs, { isAurora }: EngineFacts) {
  if (maxCapacity === undefined) {
    expectArgument(minCapacity === undefined, "minCapacity", "absent without `maxCapacity`", minCapacity);
    const isServerless = instanceClass === "db.serverless";
    expectArgument(!isServerless, "instanceClass", "absent, with `maxCapacity` in place of it", instanceClass);
    return undefined;
  }
  expectArgument(isAurora, "maxCapacity", "absent: only Aurora is serverless", maxCapacity);
  expectArgument(instanceClass === undefined, "instanceClass", "absent beside `maxCapacity`", instanceClass);
  const least = minCapacity ?? 0.5;
  expectArgument(isWithin(2 * maxCapacity, 2, 512), "maxCapacity", "1 to 256, in halves", maxCapacity);
  expectArgument(isWithin(2 * least, 0, 2 * maxCapacity), "minCapacity", `0 to ${maxCapacity}, in halves`, least);
  return { minCapacity: least, maxCapacity };
}

function instancesOf({ readers, singleZone }: DatabaseArgs, { isAurora }: EngineFacts): number {
  if (readers === undefined) return singleZone === true ? 1 : 2;
  expectArgument(isAurora, "readers", "absent: only Aurora has them", readers);
  expectArgument(singleZone !== true, "readers", "absent beside `singleZone`", readers);
  expectArgument(isWithin(readers, 1, 15), "readers", "1 to 15", readers);
  return 1 + readers;
}

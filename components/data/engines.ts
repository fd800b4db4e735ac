/** The database engines that RDS runs as instances of their own, and those of Aurora. */
export const DatabaseEngine = {
  Postgres: "postgres",
  MySql: "mysql",
  MariaDb: "mariadb",
  AuroraPostgres: "aurora-postgresql",
  AuroraMySql: "aurora-mysql",
} as const;
export type DatabaseEngine = (typeof DatabaseEngine)[keyof typeof DatabaseEngine];

/** What RDS offers for an engine, and how the engine is told to be safe. */
export interface EngineFacts {
  readonly isAurora: boolean;
  /** Newest that is old enough to have had its first fixes. Without a minor version, so that RDS raises that by itself. */
  readonly defaultVersion: string;
  /** What is older has no IAM authentication or no way to force TLS, or RDS no longer runs it. */
  readonly leastVersion: string;
  readonly port: number;
  readonly instanceClass: string;
  /** Instance classes without Database Insights. */
  readonly withoutInsights: RegExp;
  readonly logs: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
}

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
const smallClasses = /^db\.(t2|t3|t4g)\.(micro|small)$/;
const everyClassHasIt = /^$/;

/** All that Security Hub's RDS.9 asks for, and who was refused a login by IAM. */
const mysqlLogs = ["audit", "error", "general", "slowquery", "iam-db-auth-error"];
const mysqlInstance = {
  // An instance takes 1, a cluster ON.
  parameters: { require_secure_transport: "1", slow_query_log: "1", log_output: "FILE" },
  port: 3306,
  instanceClass: "db.t4g.medium",
  withoutInsights: smallClasses,
  logs: mysqlLogs,
  isAurora: false,
};
const postgres = {
  // Not log_statement: it writes the passwords of CREATE ROLE into the log.
  parameters: { "rds.force_ssl": "1", log_disconnections: "1" },
  port: 5432,
  withoutInsights: everyClassHasIt,
  leastVersion: "11",
};

/**
 * IAM authentication: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.IamDatabaseAuthentication.html
 * TLS: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 * Logs: EnableCloudwatchLogsExports of CreateDBInstance and CreateDBCluster.
 */
export const engines: Readonly<Record<DatabaseEngine, EngineFacts>> = {
  postgres: {
    ...postgres,
    isAurora: false,
    defaultVersion: "17",
    instanceClass: "db.t4g.medium",
    logs: ["postgresql", "upgrade", "iam-db-auth-error"],
  },
  mysql: { ...mysqlInstance, defaultVersion: "8.4", leastVersion: "8.0" },
  mariadb: { ...mysqlInstance, defaultVersion: "11.8", leastVersion: "10.6" },
  "aurora-postgresql": {
    ...postgres,
    isAurora: true,
    defaultVersion: "17",
    instanceClass: "db.r7g.large",
    logs: ["postgresql", "iam-db-auth-error"],
  },
  "aurora-mysql": {
    isAurora: true,
    defaultVersion: "8.0",
    leastVersion: "8.0",
    port: 3306,
    instanceClass: "db.r7g.large",
    withoutInsights: /^db\.(t2\..*|t3\..*|t4g\.(micro|small))$/,
    logs: mysqlLogs,
    parameters: {
      require_secure_transport: "ON",
      server_audit_logging: "1",
      server_audit_events: "CONNECT,QUERY_DCL,QUERY_DDL",
    },
  },
};

/** The parameter group family of a version: `postgres17` of 17.4, `mysql8.4` of 8.4.7. */
export function familyOf(engine: DatabaseEngine, version: string): string {
  const parts = engines[engine].defaultVersion.split(".").length;
  return `${engine}${version.split(".").slice(0, parts).join(".")}`;
}

/** Whether it is written as the engine's versions are, down to the major version at least, and is none before the least. */
export function isVersionOf(engine: DatabaseEngine, version: string): boolean {
  const least = engines[engine].leastVersion.split(".").map(Number);
  if (!/^\d+(\.\d+)*(\.mysql_aurora\.[\d.]+)?$/.test(version)) return false;
  const numbers = version.split(".").map(Number);
  if (numbers.length < least.length) return false;
  const differing = least.findIndex((number, index) => numbers[index] !== number);
  return differing === -1 || (numbers[differing] ?? 0) > (least[differing] ?? 0);
}

import * as pulumi from "@pulumi/pulumi";
import { Key, LogBucket, Topic } from "pulumi-guardrails/components";
import { service, type Service } from "./service";

const config = new pulumi.Config();

const names = ["accounts", "billing", "catalogue", "delivery", "events", "fraud", "gifts", "help", "identity", "jobs"];
const postgres = { engine: "postgres", port: 5432 } as const;
const auroraMySql = { engine: "aurora-mysql", port: 3306 } as const;

/** As a real table would come from a file that teams edit: five environments of ten services. */
const services = ["dev", "test", "stage", "prod", "demo"]
  .flatMap((environment) => names.map((name) => `${name}-${environment}`))
  // The stack dev makes a few of them.
  .slice(0, config.getNumber("services"))
  .map((name, at): Service => ({
    name,
    network: 10 + at,
    maxSize: 4 + (at % 3),
    ...(at % 2 === 0 ? postgres : auroraMySql),
  }));

const key = new Key("services", { services: ["cloudwatch", "events.rds", "logs"] });
const logs = new LogBucket("services");
const alarms = new Topic("alarms", { keyArn: key.arn, publishers: ["cloudwatch", "events.rds"] });

const shared = {
  zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
  certificateArn: config.require("certificateArn"),
  keyArn: key.arn,
  logBucket: logs.bucket,
  alarmTopicArn: alarms.arn,
};

export const addresses = services.map((each) => service(each, shared).dnsName);

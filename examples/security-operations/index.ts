import { Key, Topic } from "pulumi-guardrails/components";
import { AccessReview, Connectors, Containment, Escalation, TicketDesk } from "pulumi-guardrails/operations";

const tags = { Owner: "security", Environment: "prod" };
const settingsFile = "operations.yaml";

// One key for all of it, which the services use that bring events, sound alarms and write logs.
const key = new Key("desk", { services: ["events", "cloudwatch", "logs"], tags });

// Who hears when the desk itself fails. Subscribe somebody whom nothing here pages.
const alarms = new Topic("desk-alarms", { keyArn: key.arn, publishers: ["cloudwatch"], tags });

const shared = { settingsFile, keyArn: key.arn, alarmTopicArn: alarms.arn, tags };

// What Security Hub finds, in this account and in those that report to it, becomes tickets.
const desk = new TicketDesk("desk", { ...shared, auditDays: 400 });
const { tableName, busName, auditBucket } = desk;

// Nobody acknowledges: the next level is told.
new Escalation("escalation", { ...shared, tableName });

// Chat, mail, pager, and the desk's own API and page: what they sign in with goes into this secret.
const connectors = new Connectors("connectors", { ...shared, tableName, busName });

// Hosts, keys, users and addresses are cut off, and given back as they were.
const containment = new Containment("containment", { ...shared, tableName, busName, auditBucket });

// Who has which access in IAM and Identity Center: managers say each quarter who keeps it.
new AccessReview("access-review", { ...shared, tableName, auditBucket });

export const { secretName, url } = connectors;
export const { killSwitch } = containment;

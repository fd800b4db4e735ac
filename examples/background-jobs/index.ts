import { Key, LogGroup, Queue, Repository, Table, Topic } from "pulumi-guardrails/components";

const tags = { Owner: "orders", Environment: "prod" };

// One key for all of it, which CloudWatch may use to reach the topic, and CloudWatch Logs to write.
const key = new Key("jobs", { services: ["cloudwatch", "logs"], tags });

const jobs = new Queue("jobs", { keyArn: key.arn, visibilityTimeoutSeconds: 180, tags });
const alarms = new Topic("alarms", { keyArn: key.arn, publishers: ["cloudwatch"], tags });
const results = new Table("results", { hashKey: "job", ttlAttribute: "expires", keyArn: key.arn, tags });
const logs = new LogGroup("worker", { keyArn: key.arn, tags });
const images = new Repository("worker", { keyArn: key.arn, tags });

export const queueUrl = jobs.url;
export const topicArn = alarms.arn;
export const tableName = results.tableName;
export const logGroupName = logs.logGroupName;
export const repositoryUrl = images.repositoryUrl;

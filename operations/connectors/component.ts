import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "../../components/audit/log-group";
import { arnIn, type Place, placeOf } from "../../components/place";
import { countedAlarm, missingAlarm } from "../aws/alarms";
import { deskFunction, type DeskParts } from "../aws/desk-function";
import { eventQueue } from "../aws/event-queue";
import { actAsMember, expectMemberRole, memberVariable } from "../aws/member-role";
import { allow, tableArn, useKey, useTable } from "../aws/permissions";
import { schedules } from "../aws/schedules";
import { readSettingsFile } from "../settings/load";
import { eventSource } from "../tickets/bus";
import { lookRights } from "../containment/rights";
import { rightsOf } from "./rights";

export interface ConnectorsArgs {
  /** Path of the file of settings, the same as the ticket desk's. */
  settingsFile: string;
  /** Name of the ticket desk's table. */
  tableName: pulumi.Input<string>;
  /** Name of the ticket desk's bus. */
  busName: pulumi.Input<string>;
  /** ARN of the ticket desk's key. */
  keyArn: pulumi.Input<string>;
  /**
   * Name of a role in other accounts by which the API looks at what somebody wants contained there; it needs to read only.
   * @default - only targets of this account
   */
  memberRole?: string;
  /**
   * ARN of the topic that hears when nobody can be told.
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * Tells others what happens: chat, mail, trackers, pagers; and lets them in: the desk's API, its page, and signed webhooks. What
 * connectors sign in with is read when it is needed from a secret, a JSON object with the names that the settings give, which
 * you put there: `aws secretsmanager put-secret-value`. Children: secret `<name>`; functions `<name>-deliver`, `<name>-retry`,
 * `<name>-api`; queue `<name>-deliveries` with rule `<name>-deliveries-queued`; schedule `<name>-retry`; HTTP API, integration,
 * route and stage `<name>`, log group `<name>-requests`.
 */
export class Connectors extends pulumi.ComponentResource {
  /** The name of the secret. */
  readonly secretName: pulumi.Output<string>;
  /** Where API and page are reached, unless the settings name a domain: map that to the HTTP API. */
  readonly url: pulumi.Output<string>;
  /** The id of the HTTP API. */
  readonly apiId: pulumi.Output<string>;

  constructor(name: string, args: ConnectorsArgs, opts?: pulumi.ComponentResourceOptions) {
    expectMemberRole(args.memberRole);
    const settings = readSettingsFile(args.settingsFile);
    super("guardrails:operations:Connectors", name, args, opts);
    const child = { parent: this };
    const { tableName, busName, keyArn, alarmTopicArn, tags } = args;
    const parts: DeskParts = { desk: tableName, settings, keyArn, alarmTopicArn, tags };

    const description = "What the desk's connectors sign in with: a JSON object.";
    const secret = new aws.secretsmanager.Secret(name, { description, kmsKeyId: keyArn, tags }, child);
    const place = placeOf(child);
    // Secrets Manager adds six characters to the name.
    const secretArn = arnIn(place, "secretsmanager", pulumi.interpolate`secret:${secret.name}-??????`);
    const needs = pulumi.all([tableArn(tableName, child), keyArn, secretArn, place]);
    const common = needs.apply(([table, key, secrets]) => [
      ...[useTable(table), useKey(key), allow("Secret", ["secretsmanager:GetSecretValue"], secrets)],
    ]);
    const statements = pulumi
      .all([common, place])
      .apply(([shared, where]) => [...shared, ...rightsOf(settings.connectors, where)]);
    const made = (suffix: string, does: string, concurrency: number, isTicked: boolean) =>
      deskFunction(
        `${name}-${suffix}`,
        parts,
        {
          ...{ handler: `connectors.${does}`, timeout: 120, concurrency, isTicked, statements },
          environment: { TABLE: tableName, SECRET: secret.name },
        },
        child,
      );
    const deliver = made("deliver", "deliver", 5, false);
    const retry = made("retry", "retry", 1, true);
    const queued = { source: [eventSource], "detail-type": ["DeliveryQueued", "DeliveryRetried"] };
    eventQueue(
      `${name}-deliveries`,
      parts,
      { busName, patterns: { queued }, consumer: deliver, timeout: 120, concurrency: 5 },
      child,
    );
    schedules(name, parts, { retry: { consumer: retry, every: "rate(1 minute)" } }, child);
    const failing = "Deliveries could not be tried again.";
    countedAlarm(`${name}-failing`, parts, { metricName: "DeliverySweepFailures", alarmDescription: failing }, child);
    const alarmDescription = "Deliveries have not been tried again for five minutes.";
    missingAlarm(
      `${name}-retries-missing`,
      parts,
      { metricName: "DeliverySweeps", minutes: 5, alarmDescription },
      child,
    );

    const api = httpApi(name, parts, child);
    const { memberRole } = args;
    const environment = { TABLE: tableName, SECRET: secret.name, ...memberVariable(memberRole) };
    serveApi(name, parts, api, { statements: apiRights(common, place, memberRole), environment }, child);

    this.secretName = secret.name;
    this.url = api.apiEndpoint;
    this.apiId = api.id;
    const { secretName, url, apiId } = this;
    this.registerOutputs({ secretName, url, apiId });
  }
}

type Child = { readonly parent: pulumi.Resource };

function httpApi(name: string, { tags }: DeskParts, child: Child): aws.apigatewayv2.Api {
  return new aws.apigatewayv2.Api(name, { protocolType: "HTTP", description: "The desk's API and page.", tags }, child);
}

/** Whoever asks for a containment is told what would be done: that takes looking, and no more. */
function apiRights(
  common: pulumi.Output<aws.iam.PolicyStatement[]>,
  place: pulumi.Output<Place>,
  memberRole: string | undefined,
): pulumi.Output<aws.iam.PolicyStatement[]> {
  return pulumi
    .all([common, place])
    .apply(([shared, where]) => [...shared, ...lookRights(where), ...actAsMember(where.partition, memberRole)]);
}

interface Served {
  readonly statements: pulumi.Output<aws.iam.PolicyStatement[]>;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Every request goes to the function, which signs people in and checks signatures; API Gateway holds floods back. */
function serveApi(name: string, parts: DeskParts, api: aws.apigatewayv2.Api, served: Served, child: Child): void {
  const { statements, environment } = served;
  const serving = deskFunction(
    `${name}-api`,
    parts,
    {
      ...{ handler: "api.api", timeout: 29, concurrency: 10, memorySize: 512, statements },
      environment,
      invokers: { requests: { service: "apigateway", sourceArn: pulumi.interpolate`${api.executionArn}/*` } },
    },
    child,
  );
  const integration = new aws.apigatewayv2.Integration(
    name,
    {
      ...{ apiId: api.id, integrationType: "AWS_PROXY", payloadFormatVersion: "2.0" },
      ...{ integrationMethod: "POST", integrationUri: serving.arn, timeoutMilliseconds: 29_000 },
    },
    child,
  );
  const target = pulumi.interpolate`integrations/${integration.id}`;
  const route = new aws.apigatewayv2.Route(name, { apiId: api.id, routeKey: "$default", target }, child);
  const logs = new LogGroup(`${name}-requests`, { keyArn: parts.keyArn, tags: parts.tags }, child);
  // No query: a link that signs somebody in has its code there.
  const fields = ["requestId", "identity.sourceIp", "requestTime", "httpMethod", "path", "status", "responseLength"];
  new aws.apigatewayv2.Stage(
    name,
    {
      ...{ apiId: api.id, name: "$default", autoDeploy: true, tags: parts.tags },
      accessLogSettings: {
        destinationArn: arnIn(placeOf(child), "logs", pulumi.interpolate`log-group:${logs.logGroupName}`),
        format: JSON.stringify(Object.fromEntries(fields.map((field) => [field, `$context.${field}`]))),
      },
      defaultRouteSettings: { throttlingBurstLimit: 100, throttlingRateLimit: 50 },
    },
    { ...child, dependsOn: [route, logs] },
  );
}

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as events from "@aws-sdk/client-eventbridge";
import * as lambda from "@aws-sdk/client-lambda";
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { CreateStateMachineCommand } from "@aws-sdk/client-sfn";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Create } from ".";

const func: Create = async (inputs, clients) => {
  const { FunctionArn } = await clients.lambda.send(
    new lambda.CreateFunctionCommand({
      ...{ FunctionName: inputs.name, Role: inputs.role, Handler: inputs.handler, Runtime: inputs.runtime },
      ...{ Architectures: inputs.architectures, MemorySize: inputs.memorySize, Timeout: inputs.timeout },
      Environment: { Variables: inputs.environment?.variables },
      DeadLetterConfig: { TargetArn: inputs.deadLetterConfig?.targetArn },
      Code: { ZipFile: await zipOf(inputs.code) },
      Tags: inputs.tags,
    }),
  );
  return { id: inputs.name, name: inputs.name, arn: FunctionArn };
};

/** An archive of files and texts; Python is there, where the emulators are. */
async function zipOf(archive: any): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "guardrails-code-"));
  try {
    for (const [name, promised] of Object.entries<any>(await archive.assets)) {
      const asset = await promised;
      if ("path" in asset) copyFileSync(await asset.path, join(folder, name));
      else writeFileSync(join(folder, name), await asset.text);
    }
    execFileSync("python3", ["-m", "zipfile", "-c", "code.zip", ...readdirSync(folder)], { cwd: folder });
    return readFileSync(join(folder, "code.zip"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const eventSource: Create = async (inputs, clients) => {
  const { UUID } = await clients.lambda.send(
    new lambda.CreateEventSourceMappingCommand({
      ...{ EventSourceArn: inputs.eventSourceArn, FunctionName: inputs.functionName, BatchSize: inputs.batchSize },
      ...{ StartingPosition: inputs.startingPosition, FunctionResponseTypes: inputs.functionResponseTypes },
      ...{ BisectBatchOnFunctionError: inputs.bisectBatchOnFunctionError },
      ...{ MaximumRetryAttempts: inputs.maximumRetryAttempts, ParallelizationFactor: inputs.parallelizationFactor },
      ...(inputs.filterCriteria && {
        FilterCriteria: { Filters: inputs.filterCriteria.filters.map(({ pattern }: any) => ({ Pattern: pattern })) },
      }),
      ...(inputs.destinationConfig && {
        DestinationConfig: { OnFailure: { Destination: inputs.destinationConfig.onFailure.destinationArn } },
      }),
      ...(inputs.scalingConfig && {
        ScalingConfig: { MaximumConcurrency: inputs.scalingConfig.maximumConcurrency },
      }),
    }),
  );
  return { id: UUID ?? "" };
};

const invokeConfig: Create = async (inputs, clients) => {
  await clients.lambda.send(
    new lambda.PutFunctionEventInvokeConfigCommand({
      FunctionName: inputs.functionName,
      MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
      MaximumRetryAttempts: inputs.maximumRetryAttempts,
    }),
  );
  return { id: inputs.functionName };
};

const bus: Create = async (inputs, clients, logicalName) => {
  const Name = (inputs.name ?? logicalName) as string;
  const { EventBusArn } = await clients.events.send(new events.CreateEventBusCommand({ Name }));
  return { id: Name, name: Name, arn: EventBusArn };
};

const rule: Create = async (inputs, clients, logicalName) => {
  const Name = (inputs.name ?? logicalName) as string;
  const { RuleArn } = await clients.events.send(
    new events.PutRuleCommand({
      ...{ Name, EventPattern: inputs.eventPattern, Description: inputs.description },
      EventBusName: inputs.eventBusName,
    }),
  );
  return { id: Name, name: Name, arn: RuleArn };
};

const target: Create = async (inputs, clients, logicalName) => {
  const { FailedEntries = [] } = await clients.events.send(
    new events.PutTargetsCommand({
      ...{ Rule: inputs.rule, EventBusName: inputs.eventBusName },
      Targets: [
        {
          ...{ Id: logicalName, Arn: inputs.arn, DeadLetterConfig: { Arn: inputs.deadLetterConfig?.arn } },
          RetryPolicy: {
            MaximumEventAgeInSeconds: inputs.retryPolicy?.maximumEventAgeInSeconds,
            MaximumRetryAttempts: inputs.retryPolicy?.maximumRetryAttempts,
          },
        },
      ],
    }),
  );
  if (FailedEntries.length > 0) throw new Error(FailedEntries[0]?.ErrorMessage);
  return { id: logicalName };
};

const schedule: Create = async (inputs, clients, logicalName) => {
  const Name = (inputs.name ?? logicalName) as string;
  const { arn: Arn, roleArn: RoleArn, input: Input, deadLetterConfig, retryPolicy } = inputs.target;
  const { ScheduleArn } = await clients.scheduler.send(
    new CreateScheduleCommand({
      ...{ Name, ScheduleExpression: inputs.scheduleExpression },
      FlexibleTimeWindow: { Mode: inputs.flexibleTimeWindow.mode },
      Target: {
        ...{ Arn, RoleArn, Input, DeadLetterConfig: { Arn: deadLetterConfig.arn } },
        RetryPolicy: {
          MaximumEventAgeInSeconds: retryPolicy.maximumEventAgeInSeconds,
          MaximumRetryAttempts: retryPolicy.maximumRetryAttempts,
        },
      },
    }),
  );
  return { id: Name, name: Name, arn: ScheduleArn };
};

const stateMachine: Create = async (inputs, clients, logicalName) => {
  const name = (inputs.name ?? logicalName) as string;
  const { stateMachineArn } = await clients.sfn.send(
    new CreateStateMachineCommand({
      ...{ name, roleArn: inputs.roleArn, definition: inputs.definition, type: inputs.type },
    }),
  );
  return { id: stateMachineArn ?? "", name, arn: stateMachineArn };
};

const parameter: Create = async (inputs, clients, logicalName) => {
  const Name = (inputs.name ?? logicalName) as string;
  // What Pulumi takes for a secret comes wrapped.
  const Value = (inputs.value.value ?? inputs.value) as string;
  await clients.ssm.send(new PutParameterCommand({ Name, Type: inputs.type, Value }));
  return { id: Name, name: Name };
};

const secret: Create = async (inputs, clients, logicalName) => {
  const Name = (inputs.name ?? logicalName) as string;
  const { ARN } = await clients.secrets.send(new CreateSecretCommand({ Name, Description: inputs.description }));
  return { id: ARN ?? "", name: Name, arn: ARN };
};

const permission: Create = async (inputs, clients, logicalName) => {
  await clients.lambda.send(
    new lambda.AddPermissionCommand({
      ...{ FunctionName: inputs.function, StatementId: logicalName, Action: inputs.action },
      ...{ Principal: inputs.principal, SourceArn: inputs.sourceArn, SourceAccount: inputs.sourceAccount },
    }),
  );
  return { id: logicalName };
};

/** No client of API Gateway is installed: who tests calls the function as it would. */
const httpApi: Create = (_inputs, _clients, logicalName) => {
  const executionArn = `arn:aws:execute-api:eu-west-1:123456789012:${logicalName}`;
  return Promise.resolve({ id: logicalName, apiEndpoint: `https://${logicalName}.example.com`, executionArn });
};
const partOfApi: Create = (_inputs, _clients, logicalName) => Promise.resolve({ id: logicalName });

export const createServerless: Readonly<Record<string, Create>> = {
  "aws:apigatewayv2/api:Api": httpApi,
  "aws:apigatewayv2/integration:Integration": partOfApi,
  "aws:apigatewayv2/route:Route": partOfApi,
  "aws:apigatewayv2/stage:Stage": partOfApi,
  "aws:lambda/permission:Permission": permission,
  "aws:cloudwatch/eventBus:EventBus": bus,
  "aws:cloudwatch/eventRule:EventRule": rule,
  "aws:cloudwatch/eventTarget:EventTarget": target,
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSource,
  "aws:lambda/function:Function": func,
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": invokeConfig,
  "aws:scheduler/schedule:Schedule": schedule,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:sfn/stateMachine:StateMachine": stateMachine,
  "aws:ssm/parameter:Parameter": parameter,
};

import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Function, type FunctionArgs } from "../../components/compute/function";
import { arnIn, placeOf } from "../../components/place";
import type { Settings } from "../settings/settings";
import { settingsAsset } from "./runtime/environment";

type Child = { readonly parent: pulumi.Resource };

/** What all functions of a component share. */
export interface DeskParts {
  /** The name of the desk's table, by which its metrics are told apart. */
  readonly desk: pulumi.Input<string>;
  readonly settings: Settings;
  readonly keyArn: pulumi.Input<string>;
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
  readonly tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
}

export interface DeskFunctionSettings {
  /** File and export, such as `tickets.intake`. */
  readonly handler: string;
  readonly statements: pulumi.Input<aws.iam.PolicyStatement[]>;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly timeout: number;
  /** How many run at a time. */
  readonly concurrency: number;
  readonly memorySize?: number;
  /** Calls that the clock makes are not made up for: the next one does all that this one left. */
  readonly isTicked?: boolean;
  readonly invokers?: FunctionArgs["invokers"];
}

/** A function of the desk with a role of its own. Children: function `<name>`, role policy `<name>-access`. */
export function deskFunction(
  name: string,
  { settings, keyArn, alarmTopicArn, tags }: DeskParts,
  {
    handler,
    statements,
    environment,
    timeout,
    concurrency,
    memorySize = 256,
    isTicked = false,
    invokers,
  }: DeskFunctionSettings,
  child: Child,
): Function {
  const [file = ""] = handler.split(".");
  const made = new Function(
    name,
    {
      code: new pulumi.asset.AssetArchive({
        [`${file}.mjs`]: new pulumi.asset.FileAsset(handlerFile(file)),
        [settingsAsset]: new pulumi.asset.StringAsset(JSON.stringify(settings)),
      }),
      ...{ handler, timeout, memorySize, reservedConcurrentExecutions: concurrency, keyArn, tags },
      ...{ environment, invokers },
      ...(alarmTopicArn !== undefined && { alarmTopicArn }),
    },
    child,
  );
  const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
  new aws.iam.RolePolicy(`${name}-access`, { role: made.roleName, policy }, child);
  if (isTicked) {
    new aws.lambda.FunctionEventInvokeConfig(
      name,
      { functionName: made.functionName, maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
      // The name alone is there before the function.
      { ...child, dependsOn: [made] },
    );
  }
  return made;
}

/** Relative to the program, so that no plan differs from machine to machine. */
function handlerFile(name: string): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return relative(process.cwd(), join(folder, "dist/handlers", `${name}.mjs`));
}

/** The ARN of a function, known in a preview. */
export function functionArn(made: Function, child: Child): pulumi.Output<string> {
  return arnIn(placeOf(child), "lambda", pulumi.interpolate`function:${made.functionName}`);
}

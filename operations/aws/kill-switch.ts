import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn, placeOf } from "../../components/place";
import { countedAlarm } from "./alarms";
import type { DeskParts } from "./desk-function";

type Child = { readonly parent: pulumi.Resource };

/**
 * What stops an automation that acts on AWS at once: anything but `on`. An alarm sounds as long as it does. Children: parameter
 * `<name>`, alarm `<name>-off`.
 *
 * @param metricName what the automation's clock counts each time that it finds itself switched off; its own, as the desk's
 *   automations share a namespace
 */
export function killSwitch(
  name: string,
  parts: DeskParts,
  { of, metricName }: { readonly of: string; readonly metricName: string },
  child: Child,
): aws.ssm.Parameter {
  const alarmDescription = `The automation of ${of} is switched off.`;
  countedAlarm(`${name}-off`, parts, { metricName, alarmDescription }, child);
  return new aws.ssm.Parameter(
    name,
    {
      // AWS makes up no names for parameters.
      name: `/${pulumi.getProject()}/${pulumi.getStack()}/${name}/automation`,
      ...{ type: "String", value: "on", allowedPattern: "^(on|off)$", tags: parts.tags },
      description: `The kill switch of ${of}: anything but \`on\` stops it.`,
    },
    // Whoever has pulled it, the next deployment doesn't push it.
    { ...child, ignoreChanges: ["value"] },
  );
}

export function parameterArn(parameter: aws.ssm.Parameter, child: Child): pulumi.Output<string> {
  // Names of a path begin with the slash that an ARN has already.
  return arnIn(
    placeOf(child),
    "ssm",
    parameter.name.apply((name) => `parameter/${name.replace(/^\//, "")}`),
  );
}

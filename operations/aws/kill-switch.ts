import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn, placeOf } from "../../components/place";

type Child = { readonly parent: pulumi.Resource };

/** What stops an automation that acts on AWS at once: anything but `on`. Child: parameter `<name>`. */
export function killSwitch(
  name: string,
  of: string,
  tags: aws.ssm.ParameterArgs["tags"],
  child: Child,
): aws.ssm.Parameter {
  return new aws.ssm.Parameter(
    name,
    {
      // AWS makes up no names for parameters.
      name: `/${pulumi.getProject()}/${pulumi.getStack()}/${name}/automation`,
      ...{ type: "String", value: "on", allowedPattern: "^(on|off)$", tags },
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

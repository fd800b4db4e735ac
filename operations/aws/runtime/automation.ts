import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { logError } from "./batch";

/**
 * Whether the automation may act on AWS: the value of a parameter, read each time. Anything but `on` stops it, also when it can't
 * be read.
 */
export async function isAutomationOn(parameter: string, client = new SSMClient()): Promise<boolean> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: parameter }));
    return Parameter?.Value?.trim() === "on";
  } catch (error) {
    logError(`the kill switch ${parameter}`, error);
    return false;
  }
}

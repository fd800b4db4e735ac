import type { Graph, Subject } from "../core/graph";
import type { Value } from "../core/value";
import { accountSettings } from "./account-setting";
import { launchTemplateOf } from "./launch-template";
import { some } from "./some";

/**
 * Where an instance gets its metadata options from, the first that has one first: what is asked for at launch, then the
 * account's defaults (EC2 User Guide, "Order of precedence for instance metadata options"). Last comes the AMI, which is
 * not known here; without all of these `httpTokens` is `optional`.
 */
export function metadataSettings(launcher: Subject<any>, graph: Graph): Value<any>[] {
  const template = launcher.type === "aws:ec2/instance:Instance" ? launchTemplateOf(launcher, graph) : undefined;
  return [
    launcher.at("metadataOptions"),
    ...(template ? [template.at("metadataOptions")] : []),
    ...accountSettings(graph, launcher, "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"),
  ];
}

/** The option of the first source that has one. */
export function metadataOption(sources: readonly Value<any>[], name: string): Value<any> | undefined {
  return sources
    .map((source) => source.at(name))
    .find((option) => (option.string() ?? "no-preference") !== "no-preference");
}

/** Whether nobody reads metadata without a session token: because it is required, or because nothing answers at all. */
export function needsToken(sources: readonly Value<any>[]): boolean {
  const settled = { httpEndpoint: "disabled", httpTokens: "required" };
  return some(Object.entries(settled), ([name, value]) => metadataOption(sources, name)?.string() === value);
}

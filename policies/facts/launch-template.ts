import type { Graph, Subject } from "../core/graph";
import { NotKnown, type Value } from "../core/value";
import type { SubjectOf } from "./check";
import { isWritten, known } from "./known";

type LaunchTemplate = SubjectOf<"aws:ec2/launchTemplate:LaunchTemplate">;

/**
 * The launch template that an instance is made from: it supplies what the instance leaves out. Undefined when there is
 * none. Throws NotKnown for one of another stack, or an older version of one of this stack.
 */
export function launchTemplateOf(instance: Subject<any>, graph: Graph): LaunchTemplate | undefined {
  const reference = instance.at("launchTemplate");
  if (!isWritten(reference)) return undefined;
  const named = isWritten(reference.at("id")) ? reference.at("id") : reference.at("name");
  const types = ["aws:ec2/launchTemplate:LaunchTemplate"];
  const template = graph.target(instance, "launchTemplate", named, types, namesOf);
  if (!template) throw new NotKnown(`${named.path} is a launch template of another stack, which is not known here`);
  if (isOlder(reference.at("version"), template)) {
    throw new NotKnown(`${reference.at("version").path} is not the version that this program declares`);
  }
  return template;
}

function namesOf(template: Subject<any>): string[] {
  const declared = known(() => template.at("name").string()).value;
  const answered = known(() => template.outputs.at("name").string()).value;
  return [template.id, declared, answered].filter((name) => name !== undefined);
}

/** What the program declares is the latest version, which `latestVersion` of the template gives. */
function isOlder(version: Value<any>, template: Subject<any>): boolean {
  const wanted = known(() => version.string()).value;
  if (wanted === undefined || wanted.startsWith("$")) return false;
  return wanted !== (known(() => template.outputs.at("latestVersion").string()).value ?? "1");
}

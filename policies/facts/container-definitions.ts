import { NotKnown, Value } from "../core/value";
import type { SubjectOf } from "./check";

/** The members of a container definition that are judged: Amazon ECS API Reference, ContainerDefinition. */
export interface ContainerDefinition {
  readonly name?: string;
  readonly privileged?: boolean;
  readonly readonlyRootFilesystem?: boolean;
  readonly environment?: readonly { readonly name?: string; readonly value?: string }[];
}

type TaskDefinition = SubjectOf<"aws:ecs/taskDefinition:TaskDefinition">;

const property = "containerDefinitions";
const members = ["name", "privileged", "readonlyRootFilesystem", "environment", "value"];
const spellings = new Map(members.map((member) => [member.toLowerCase(), member]));
const parsed = new WeakMap<object, readonly Value<ContainerDefinition>[]>();

/** The containers of a task definition, which are written as JSON in one property. */
export function containersOf(taskDefinition: TaskDefinition): readonly Value<ContainerDefinition>[] {
  const { resource } = taskDefinition;
  let containers = parsed.get(resource);
  if (!containers) {
    containers = new Value<Record<string, ContainerDefinition[]>>(
      { [property]: definitions(taskDefinition) },
      property,
    ).elements();
    parsed.set(resource, containers);
  }
  return containers;
}

function definitions(taskDefinition: TaskDefinition): unknown {
  const value = taskDefinition.at(property);
  const raw = value.raw();
  if (raw === undefined || Array.isArray(raw)) return raw;
  if (typeof raw !== "string") throw new NotKnown(`${value.path} is no list of containers, so it can't be judged`);
  try {
    return JSON.parse(raw, respelled) as unknown;
  } catch {
    throw new NotKnown(`${value.path} is no JSON, so it can't be judged`);
  }
}

/** The provider reads member names in any case, as Go's encoding/json does: `Privileged` is `privileged`. */
function respelled(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  const written = new Set(Object.keys(value));
  return Object.fromEntries(
    entries.map(([name, member]) => {
      const spelling = spellings.get(name.toLowerCase());
      return [spelling === undefined || written.has(spelling) ? name : spelling, member];
    }),
  );
}

/** Whether the containers run on Windows, which knows neither a read-only root nor privileged containers. */
export function runsWindows(taskDefinition: TaskDefinition): boolean {
  const family = taskDefinition.at("runtimePlatform").at("operatingSystemFamily").string();
  return family?.toUpperCase().startsWith("WINDOWS") ?? false;
}

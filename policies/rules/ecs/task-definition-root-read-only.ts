import type { Rule } from "../../core/rule";
import { each } from "../../core/value";
import { on } from "../../facts/check";
import { containersOf, runsWindows } from "../../facts/container-definitions";
import { expect } from "../../facts/expect";
import { unless } from "../../facts/unless";

export const taskDefinitionRootReadOnly: Rule = {
  id: "ecs-task-definition-root-read-only",
  title: "ECS containers must have a read-only root file system",
  severity: "high",
  why: "On a writable root, an intruder can replace the program and its configuration and install tools.",
  fix: "Set readonlyRootFilesystem to true in each container's definition, and mount volumes where it has to write.",
  catalogue: ["ECS.5"],
  equivalents: {
    checkov: ["CKV_AWS_336"],
    prowler: ["ecs_task_definitions_containers_readonly_access"],
  },
  checks: [
    on("aws:ecs/taskDefinition:TaskDefinition", (taskDefinition) =>
      unless(
        () => runsWindows(taskDefinition),
        () => each(containersOf(taskDefinition), (container) => expect(container.at("readonlyRootFilesystem"), true)),
      ),
    ),
  ],
};

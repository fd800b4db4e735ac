import type { Rule } from "../../core/rule";
import { each } from "../../core/value";
import { on } from "../../facts/check";
import { containersOf } from "../../facts/container-definitions";
import { expect } from "../../facts/expect";

export const taskDefinitionNoPrivilegedContainers: Rule = {
  id: "ecs-task-definition-no-privileged-containers",
  title: "ECS containers must not run privileged",
  severity: "high",
  why: "A privileged container has root's powers on its host, so whoever breaks into it owns the host and its neighbours.",
  fix: "Leave privileged out of the container's definition; add single Linux capabilities under linuxParameters if it needs them.",
  catalogue: ["ECS.4"],
  equivalents: {
    checkov: ["CKV_AWS_334"],
    prowler: ["ecs_task_definitions_no_privileged_containers"],
  },
  checks: [
    on("aws:ecs/taskDefinition:TaskDefinition", (taskDefinition) =>
      each(containersOf(taskDefinition), (container) => expect(container.at("privileged"), false)),
    ),
  ],
};

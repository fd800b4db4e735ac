import type { Rule } from "../../core/rule";
import { taskDefinitionNoCredentialsInEnvironment } from "./task-definition-no-credentials-in-environment";
import { taskDefinitionNoPrivilegedContainers } from "./task-definition-no-privileged-containers";
import { taskDefinitionRootReadOnly } from "./task-definition-root-read-only";

export const ecs: readonly Rule[] = [
  taskDefinitionNoPrivilegedContainers,
  taskDefinitionRootReadOnly,
  taskDefinitionNoCredentialsInEnvironment,
];

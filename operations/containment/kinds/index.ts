import type { TargetKind } from "../target";
import { accessKey } from "./access-key";
import { address } from "./address";
import { ecsService } from "./ecs-service";
import { flag } from "./flag";
import { lambdaFunction } from "./function";
import { host } from "./host";
import type { ContainmentKind } from "./kind";
import { role } from "./role";
import { runbook } from "./runbook";
import { user } from "./user";

export const kinds: Readonly<Record<TargetKind, ContainmentKind>> = {
  ...{ host, address, user, role, flag, runbook },
  ...{ "access-key": accessKey, function: lambdaFunction, "ecs-service": ecsService },
};

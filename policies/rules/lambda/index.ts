import type { Rule } from "../../core/rule";
import { functionNoCredentialsInEnvironment } from "./function-no-credentials-in-environment";
import { functionNoPublicAccess } from "./function-no-public-access";
import { functionRuntimeSupported } from "./function-runtime-supported";

export const lambda: readonly Rule[] = [
  functionNoPublicAccess,
  functionRuntimeSupported,
  functionNoCredentialsInEnvironment,
];

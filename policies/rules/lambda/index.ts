import type { Rule } from "../../core/rule";
import { functionRuntimeSupported } from "./function-runtime-supported";
import { functionNoPublicAccess } from "./function-no-public-access";

export const lambda: readonly Rule[] = [functionRuntimeSupported, functionNoPublicAccess];

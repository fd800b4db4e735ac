import type { Rule } from "../../core/rule";
import { tablePointInTimeRecoveryEnabled } from "./table-point-in-time-recovery-enabled";

export const dynamodb: readonly Rule[] = [tablePointInTimeRecoveryEnabled];

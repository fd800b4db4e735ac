import type { Rule } from "../../core/rule";
import { trailEncrypted } from "./trail-encrypted";
import { trailLogValidationEnabled } from "./trail-log-validation-enabled";
import { trailMultiRegion } from "./trail-multi-region";

export const cloudtrail: readonly Rule[] = [trailMultiRegion, trailEncrypted, trailLogValidationEnabled];

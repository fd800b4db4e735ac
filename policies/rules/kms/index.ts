import type { Rule } from "../../core/rule";
import { keyRotationEnabled } from "./key-rotation-enabled";

export const kms: readonly Rule[] = [keyRotationEnabled];

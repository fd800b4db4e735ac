import type { Rule } from "../../core/rule";

export const kms: readonly Rule[] = [];

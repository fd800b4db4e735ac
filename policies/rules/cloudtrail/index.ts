import type { Rule } from "../../core/rule";

export const cloudtrail: readonly Rule[] = [];

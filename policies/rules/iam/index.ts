import type { Rule } from "../../core/rule";

export const iam: readonly Rule[] = [];

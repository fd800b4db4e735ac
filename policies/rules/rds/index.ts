import type { Rule } from "../../core/rule";

export const rds: readonly Rule[] = [];

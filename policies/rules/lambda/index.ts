import type { Rule } from "../../core/rule";

export const lambda: readonly Rule[] = [];

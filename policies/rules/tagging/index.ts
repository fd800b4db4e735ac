import type { Rule } from "../../core/rule";

export const tagging: readonly Rule[] = [];

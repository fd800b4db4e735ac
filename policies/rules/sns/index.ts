import type { Rule } from "../../core/rule";

export const sns: readonly Rule[] = [];

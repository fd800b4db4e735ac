import type { Rule } from "../../core/rule";

export const ecr: readonly Rule[] = [];

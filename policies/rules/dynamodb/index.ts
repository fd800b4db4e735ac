import type { Rule } from "../../core/rule";

export const dynamodb: readonly Rule[] = [];

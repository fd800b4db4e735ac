import type { Rule } from "../../core/rule";

export const opensearch: readonly Rule[] = [];

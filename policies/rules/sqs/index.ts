import type { Rule } from "../../core/rule";

export const sqs: readonly Rule[] = [];

import type { Rule } from "../../core/rule";

export const elb: readonly Rule[] = [];

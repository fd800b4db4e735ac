import type { Rule } from "../../core/rule";

export const redshift: readonly Rule[] = [];

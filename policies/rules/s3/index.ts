import type { Rule } from "../../core/rule";

export const s3: readonly Rule[] = [];

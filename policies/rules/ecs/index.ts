import type { Rule } from "../../core/rule";

export const ecs: readonly Rule[] = [];

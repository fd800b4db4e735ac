import type { Rule } from "../../core/rule";

export const ec2: readonly Rule[] = [];

import type { Rule } from "../../core/rule";
import { resourceRequiredTags } from "./resource-required-tags";

export const tagging: readonly Rule[] = [resourceRequiredTags];

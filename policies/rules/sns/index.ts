import type { Rule } from "../../core/rule";
import { topicNoPublicAccess } from "./topic-no-public-access";

export const sns: readonly Rule[] = [topicNoPublicAccess];

import type { Rule } from "../../core/rule";
import { queueNoPublicAccess } from "./queue-no-public-access";

export const sqs: readonly Rule[] = [queueNoPublicAccess];

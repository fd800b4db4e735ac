import type { Rule } from "../../core/rule";
import { domainEncrypted } from "./domain-encrypted";
import { domainNodeToNodeEncrypted } from "./domain-node-to-node-encrypted";

export const opensearch: readonly Rule[] = [domainEncrypted, domainNodeToNodeEncrypted];

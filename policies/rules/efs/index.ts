import type { Rule } from "../../core/rule";
import { fileSystemEncrypted } from "./file-system-encrypted";

export const efs: readonly Rule[] = [fileSystemEncrypted];

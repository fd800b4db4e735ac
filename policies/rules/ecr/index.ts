import type { Rule } from "../../core/rule";
import { repositoryScanOnPush } from "./repository-scan-on-push";

export const ecr: readonly Rule[] = [repositoryScanOnPush];

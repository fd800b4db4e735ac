import type { Rule } from "../../core/rule";
import { clusterNotPublic } from "./cluster-not-public";

export const redshift: readonly Rule[] = [clusterNotPublic];

import type { Rule } from "../../core/rule";
import { policyNoAdministratorAccess } from "./policy-no-administrator-access";
import { policyNoServiceWildcards } from "./policy-no-service-wildcards";

export const iam: readonly Rule[] = [policyNoAdministratorAccess, policyNoServiceWildcards];

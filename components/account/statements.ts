import { globalServices } from "./global-services";
import type { Guardrail } from "./guardrails";

/** A statement of a service control policy. We only deny: what is allowed is for `FullAWSAccess` to say. */
export interface DenyStatement {
  readonly Sid: string;
  readonly Effect: "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The statement of a guardrail. */
export function statementOf(guardrail: Guardrail, deploymentRoleArns: readonly string[]): DenyStatement {
  const { name, actions, resource = "*", condition, exceptDeployment, ofDeployment } = guardrail;
  const exception = exceptDeployment && { ArnNotLike: { "aws:PrincipalArn": deploymentRoleArns } };
  const conditions = { ...condition, ...exception };
  return {
    Sid: sidOf(name),
    Effect: "Deny",
    Action: actions,
    Resource: ofDeployment ? deploymentRoleArns : resource,
    ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
  };
}

/** Denies what isn't asked of one of the regions, but for services that answer in one region for all of them. */
export function regionStatement(allowedRegions: readonly string[]): DenyStatement {
  return {
    Sid: sidOf("allowed-regions"),
    Effect: "Deny",
    NotAction: globalServices,
    Resource: "*",
    Condition: { StringNotEquals: { "aws:RequestedRegion": allowedRegions } },
  };
}

/** A Sid takes letters and digits only. */
function sidOf(name: string): string {
  return `Deny${name.replace(/(^|-)(.)/g, (_, _dash, letter: string) => letter.toUpperCase())}`;
}

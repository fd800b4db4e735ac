import { canonical } from "../../core/audit";
import { after, type Instant } from "../../core/decider";
import { ask, type Call, call, noSuchEntity, type Send, unlessMissing } from "../calls";
import type { Context, Plan } from "./kind";

/** A user or a role. */
export interface Principal {
  readonly type: "user" | "role";
  readonly name: string;
}

/** Inline policies by name, of those that containment uses; absent ones are not there. */
export type Policies = Readonly<Record<string, string>>;

/** The longest session of a role, also of a host's, and of a user, in hours. https://docs.aws.amazon.com/STS/latest/APIReference/ */
const longestSession = { role: 12, user: 36 };

/** Which of its inline policies contain a principal. */
export interface Denial {
  readonly principal: Principal;
  /** The policy that denies everything for as long as it is contained; none when only older sessions are to end. */
  readonly deny?: string;
  /** The policy that denies everything to sessions that began before. */
  readonly revoke: string;
  /** Whose sessions it is about, of a role that several hosts have. */
  readonly userId?: string;
}

export async function readPolicies(send: Send, denial: Denial): Promise<Policies> {
  const found: Record<string, string> = {};
  for (const PolicyName of namesOf(denial)) {
    const { type, name } = denial.principal;
    const policy: Promise<{ PolicyDocument: string | undefined }> =
      type === "role"
        ? ask(send, "iam", "GetRolePolicy", { RoleName: name, PolicyName })
        : ask(send, "iam", "GetUserPolicy", { UserName: name, PolicyName });
    const answer = await unlessMissing(policy, ...noSuchEntity);
    if (answer?.PolicyDocument !== undefined) found[PolicyName] = decodeURIComponent(answer.PolicyDocument);
  }
  return found;
}

function namesOf({ deny, revoke }: Denial): readonly string[] {
  return [...(deny === undefined ? [] : [deny]), revoke];
}

/** An explicit deny goes before any allow, in sessions as well: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
function documentOf(condition?: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const Statement = [
    {
      Sid: "GuardrailsContainment",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      ...(condition && { Condition: condition }),
    },
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function wanted({ deny, revoke, userId }: Denial, since: Instant): Policies {
  // The role's id and the instance's, of requests with a host's credentials, in every service:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
  const whose = userId === undefined ? undefined : { StringEquals: { "aws:userid": userId } };
  // Requests with a user's own keys carry no time of issue, so that the condition never holds for them.
  const older = { ...whose, DateLessThan: { "aws:TokenIssueTime": since } };
  return { ...(deny === undefined ? {} : { [deny]: documentOf(whose) }), [revoke]: documentOf(older) };
}

export function containCalls(denial: Denial, present: Policies, { since }: Context): readonly Call[] {
  return Object.entries(wanted(denial, since))
    .filter(([name, document]) => !isSame(present[name], document))
    .map(([name, document]) => put(denial.principal, name, document));
}

/**
 * What is missing to have the policies as they were. The one that revokes stays until the sessions that it revokes have run
 * out: a session that was stolen before would come back to life.
 */
export function releasePlan(denial: Denial, before: Policies, present: Policies, context: Context): Plan {
  const { principal, revoke } = denial;
  const runOut = after(context.since, longestSession[principal.type] * 60);
  const ours = wanted(denial, context.since);
  const calls: Call[] = [];
  const different: string[] = [];
  let restUntil: Instant | undefined;
  for (const name of namesOf(denial)) {
    const [was, is] = [before[name], present[name]];
    if (isSame(is, was)) continue;
    if (!isSame(undated(is), undated(ours[name]))) {
      different.push(`expected policy ${name} of ${principal.type} ${principal.name} as it was put there, got another`);
    } else if (name === revoke && context.now < runOut) {
      restUntil = runOut;
    } else {
      calls.push(was === undefined ? remove(principal, name) : put(principal, name, was));
    }
  }
  return { calls, different, restUntil };
}

function put({ type, name }: Principal, PolicyName: string, PolicyDocument: string): Call {
  return type === "role"
    ? call("iam", "PutRolePolicy", { RoleName: name, PolicyName, PolicyDocument })
    : call("iam", "PutUserPolicy", { UserName: name, PolicyName, PolicyDocument });
}

function remove({ type, name }: Principal, PolicyName: string): Call {
  return type === "role"
    ? call("iam", "DeleteRolePolicy", { RoleName: name, PolicyName })
    : call("iam", "DeleteUserPolicy", { UserName: name, PolicyName });
}

/** IAM gives a document back with its own spacing. */
function isSame(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalOf(a) === canonicalOf(b));
}

function canonicalOf(document: string): string {
  try {
    return canonical(JSON.parse(document));
  } catch {
    return document;
  }
}

/** A document of ours may be of an earlier containment, whose time differs. */
function undated(document: string | undefined): string | undefined {
  return document?.replace(/"\d{4}-\d{2}-\d{2}T[\d:.]+Z"/g, '""');
}

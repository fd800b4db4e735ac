import { ask, call, type Call, noSuchEntity, type Send, unlessMissing } from "../calls";
import type { Target } from "../target";
import { containCalls, type Denial, type Policies, readPolicies, releasePlan } from "./deny";
import { type ContainmentKind, tagsOf } from "./kind";

type Status = "Active" | "Inactive";

interface Before {
  readonly user: string;
  readonly status: Status;
  readonly policies: Policies;
}

interface Present extends Before {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Disables a user's access key, and ends the sessions that were begun with it, which would live on without it. */
export const accessKey: ContainmentKind<Present, Before> = {
  async read(send, target) {
    const owner = await unlessMissing(
      ask(send, "iam", "GetAccessKeyLastUsed", { AccessKeyId: target.name }),
      ...[...noSuchEntity, "AccessDenied", "NotFound"],
    );
    return owner?.UserName === undefined ? undefined : presentOf(send, target, owner.UserName);
  },
  facts: ({ arn, tags }) => ({ names: [arn], tags }),
  record: ({ user, status, policies }) => ({ user, status, policies }),
  contain(_before, present, context) {
    const disable = present.status === "Inactive" ? [] : [update(context.target, present.user, "Inactive")];
    return { calls: [...disable, ...containCalls(denialOf(context.target, present.user), present.policies, context)] };
  },
  release(before, present, context) {
    const plan = releasePlan(denialOf(context.target, present.user), before.policies, present.policies, context);
    if (present.status === before.status) return plan;
    return present.status === "Inactive"
      ? { ...plan, calls: [update(context.target, present.user, before.status), ...plan.calls] }
      : {
          ...plan,
          different: [...(plan.different ?? []), `expected key ${context.target.name} disabled, got it active`],
        };
  },
};

async function presentOf(send: Send, target: Target, UserName: string): Promise<Present | undefined> {
  const { AccessKeyMetadata = [] } = await ask(send, "iam", "ListAccessKeys", { UserName });
  const key = AccessKeyMetadata.find(({ AccessKeyId }) => AccessKeyId === target.name);
  const { User } = await ask(send, "iam", "GetUser", { UserName });
  if (key?.Status !== "Active" && key?.Status !== "Inactive") return undefined;
  const policies = await readPolicies(send, denialOf(target, UserName));
  return { user: UserName, arn: User?.Arn ?? "", tags: tagsOf(User?.Tags), status: key.Status, policies };
}

/** By the key's name, so that it is another policy than the user's own containment. */
function denialOf({ name }: Target, user: string): Denial {
  return { principal: { type: "user", name: user }, revoke: `guardrails-revoked-sessions-${name}` };
}

function update({ name }: Target, UserName: string, Status: Status): Call {
  return call("iam", "UpdateAccessKey", { UserName, AccessKeyId: name, Status });
}

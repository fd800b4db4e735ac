import { ask, unlessMissing } from "../calls";
import type { Target } from "../target";
import { containCalls, type Denial, type Policies, readPolicies, releasePlan } from "./deny";
import { type ContainmentKind, tagsOf } from "./kind";

interface Present {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policies: Policies;
}

/**
 * Denies everything to a user: keys, sessions, and the console, in which a sign-in is good for nothing then. A login profile
 * can't be given back with its password, so it stays; keys are targets of their own.
 */
export const user: ContainmentKind<Present, { readonly policies: Policies }> = {
  async read(send, target) {
    const found = await unlessMissing(
      ask(send, "iam", "GetUser", { UserName: target.name }),
      ...["NoSuchEntity", "NoSuchEntityException"],
    );
    if (!found?.User) return undefined;
    const { Arn = "", Tags } = found.User;
    return { arn: Arn, tags: tagsOf(Tags), policies: await readPolicies(send, denialOf(target)) };
  },
  facts: ({ arn, tags }) => ({ names: [arn], tags }),
  record: ({ policies }) => ({ policies }),
  contain: (_before, { policies }, context) => ({ calls: containCalls(denialOf(context.target), policies, context) }),
  release: (before, { policies }, context) => releasePlan(denialOf(context.target), before.policies, policies, context),
};

function denialOf({ name }: Target): Denial {
  const principal = { type: "user" as const, name };
  return { principal, deny: "guardrails-containment", revoke: "guardrails-revoked-sessions" };
}

import { ask, type Send, unlessMissing } from "../calls";
import type { Target } from "../target";
import { containCalls, type Denial, type Policies, readPolicies, releasePlan } from "./deny";
import { type ContainmentKind, tagsOf } from "./kind";

interface Present {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policies: Policies;
}

/** Denies everything to all sessions of a role, those of people, functions and hosts alike. */
export const role: ContainmentKind<Present, { readonly policies: Policies }> = {
  async read(send, target) {
    const found = await unlessMissing(
      ask(send, "iam", "GetRole", { RoleName: target.name }),
      ...["NoSuchEntity", "NoSuchEntityException"],
    );
    if (!found?.Role) return undefined;
    const { Path = "", Arn = "", Tags } = found.Role;
    // AWS changes these itself, and refuses that others do.
    if (/^\/aws-(service-role|reserved)\//.test(Path)) {
      throw new Error(`expected a role that may be changed, got one of AWS's own, ${Arn}`);
    }
    return { arn: Arn, tags: tagsOf(Tags), policies: await policiesOf(send, target) };
  },
  facts: ({ arn, tags }) => ({ names: [arn], tags }),
  record: ({ policies }) => ({ policies }),
  contain: (_before, { policies }, context) => ({ calls: containCalls(denialOf(context.target), policies, context) }),
  release: (before, { policies }, context) => releasePlan(denialOf(context.target), before.policies, policies, context),
};

function denialOf({ name }: Target): Denial {
  const principal = { type: "role" as const, name };
  return { principal, deny: "guardrails-containment", revoke: "guardrails-revoked-sessions" };
}

const policiesOf = (send: Send, target: Target) => readPolicies(send, denialOf(target));

import type { Send } from "../calls";
import type { Target } from "../target";
import { containCalls, type Denial, type Policies, type Principal, readPolicies, releasePlan } from "./deny";
import type { ContainmentKind } from "./kind";

interface Found {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

interface Present extends Found {
  readonly policies: Policies;
}

/** Denies everything to a user or a role. `find` gives nothing when there is none of that name. */
export function principal(
  type: Principal["type"],
  find: (send: Send, name: string) => Promise<Found | undefined>,
): ContainmentKind<Present, { readonly policies: Policies }> {
  const denialOf = ({ name }: Target): Denial => ({
    ...{ principal: { type, name }, deny: "guardrails-containment", revoke: "guardrails-revoked-sessions" },
  });
  return {
    async read(send, target) {
      const found = await find(send, target.name);
      return found && { ...found, policies: await readPolicies(send, denialOf(target)) };
    },
    facts: ({ arn, tags }) => ({ names: [arn], tags }),
    record: ({ policies }) => ({ policies }),
    contain: (_before, { policies }, context) => ({ calls: containCalls(denialOf(context.target), policies, context) }),
    release: (before, { policies }, context) =>
      releasePlan(denialOf(context.target), before.policies, policies, context),
  };
}

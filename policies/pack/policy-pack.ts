import { PolicyPack, type PolicyPackConfig } from "@pulumi/policy";
import { toPolicy } from "../core/pulumi-policy";
import type { Rule } from "../core/rule";
import { UserError } from "../core/user-error";
import { Decisions, type Settings } from "../settings/decisions";
import { type AnalyzerHandlers, type Reply, replacingHandlers } from "./handlers";
import { configurationsOf, resourceOf, stackResourceOf } from "./requests";
import { analyzeResponse, type Identity, levelOf, remediateResponse } from "./responses";
import { Session, spokenExcuse } from "./session";

/**
 * Serves the rules to Pulumi, as policies under their own names. A process can serve one pack.
 *
 * @returns whether one judge answers for all rules (see {@link replacingHandlers}), or the SDK runs policy by policy
 */
export function servePack(identity: Identity, rules: readonly Rule[], settings: Settings): boolean {
  const decisions = new Decisions(rules, settings);
  const handlers = handlersOf(identity, rules, new Session(rules, decisions));
  const policies = rules.map((rule) =>
    toPolicy(rule, {
      level: decisions.level(rule),
      excuse: (finding) => {
        const { excused } = decisions.decide(finding);
        return excused ? spokenExcuse(excused) : undefined;
      },
    }),
  );
  return replacingHandlers(handlers, () => {
    new PolicyPack(
      identity.name,
      {
        displayName: "pulumi-guardrails",
        description: "Security rules for AWS infrastructure",
        enforcementLevel: "mandatory",
        policies: policies,
      },
      parameters(rules, decisions),
    );
  });
}

/** A configuration without a level would read as advisory in the message to Pulumi, so each repeats the rule's own. */
function parameters(rules: readonly Rule[], decisions: Decisions): PolicyPackConfig {
  const given = decisions.parameters();
  const configured = rules.filter((rule) => given[rule.id] !== undefined);
  return Object.fromEntries(
    configured.map((rule) => [rule.id, { ...given[rule.id], enforcementLevel: decisions.level(rule) }]),
  );
}

function handlersOf(identity: Identity, rules: readonly Rule[], session: Session): AnalyzerHandlers {
  return {
    analyze: ({ request }, reply) =>
      answer(reply, () => analyzeResponse(identity, session.analyze(resourceOf(request)))),
    analyzeStack: ({ request }, reply) =>
      answer(reply, () =>
        analyzeResponse(identity, session.analyzeStack(request.getResourcesList().map(stackResourceOf))),
      ),
    remediate: ({ request }, reply) =>
      answer(reply, () => {
        const repaired = session.mayRemediate(request.getType()) ? session.remediate(resourceOf(request)) : [];
        return remediateResponse(identity, repaired);
      }),
    configure(call, reply, sdk) {
      try {
        session.configure(configurationsOf(call.request, rules, levelOf));
      } catch (error) {
        reply(readable(error));
        return;
      }
      sdk(call, reply);
    },
  };
}

function answer(reply: Reply, make: () => unknown): void {
  try {
    reply(null, make());
  } catch (error) {
    reply(readable(error));
  }
}

/** gRPC sends only an error's message, so ours takes its stack along; a user's mistake needs none. */
function readable(error: unknown): Error {
  if (error instanceof UserError) return error;
  return new Error(error instanceof Error ? error.stack : String(error));
}

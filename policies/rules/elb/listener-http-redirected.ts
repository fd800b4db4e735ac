import type { Observations, Rule } from "../../core/rule";
import { each } from "../../core/value";
import { across } from "../../facts/check";
import { saw } from "../../facts/expect";
import { isPlainHttp, type Listener, listeners } from "../../facts/load-balancer";
import { some } from "../../facts/some";
import { unless } from "../../facts/unless";

export const listenerHttpRedirected: Rule = {
  id: "elb-listener-http-redirected",
  title: "HTTP listeners of application load balancers must redirect to HTTPS",
  severity: "medium",
  why: "Over plain HTTP, everyone on the way can read and change what passes, passwords and session cookies included.",
  fix: 'Set defaultActions to [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }].',
  catalogue: ["ELB.1"],
  equivalents: {
    checkov: ["CKV2_AWS_20"],
    "cdk-nag": ["ALBHttpToHttpsRedirection"],
    guard: ["ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK"],
  },
  checks: [
    across(listeners, (listener, { graph }) =>
      unless(
        () => !isPlainHttp(listener, graph),
        () => notRedirected(listener),
      ),
    ),
  ],
};

function notRedirected(listener: Listener): Observations {
  const actions = listener.at("defaultActions").elements();
  if (actions.length === 0) return ["defaultActions is not set"];
  const redirects = some(
    actions,
    (action) => action.at("type").string() === "redirect" && action.at("redirect").at("protocol").string() === "HTTPS",
  );
  if (redirects) return [];
  return each(actions, (action) => [
    saw(action.at("type").string() === "redirect" ? action.at("redirect").at("protocol") : action.at("type")),
  ]);
}

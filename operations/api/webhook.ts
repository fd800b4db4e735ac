import type { Instant } from "../core/decider";
import { takeMail } from "../desk/post";
import { isBearer, signatureHeader, verifySignature } from "../findings/signature";
import { mailOf, subscribeUrlOf } from "../findings/sns";
import { certificates, verifySns } from "../findings/sns-signature";
import type { WebhookSettings } from "../settings/settings";
import { jsonOf } from "./body";
import type { DeskContext } from "./context";
import { report } from "./finding-operations";
import type { Answer, Call, Operation } from "./operation";
import { orProblem, Problem } from "./problem";
import { refuse } from "./sign-in";
import { own } from "./ticket-commands";

export const webhookOperations: readonly Operation[] = [
  {
    ...{
      id: "receiveFindings",
      method: "post",
      path: "/api/findings/{webhook}",
      role: "signature",
      answer: "Reported",
    },
    summary: "Receive findings from a source of the settings, which signs them or shows its secret.",
    parameters: [
      {
        ...{ name: "webhook", in: "path", schema: { type: "string" } },
        description: "Its name under `webhooks` in operations.yaml.",
      },
    ],
    body: { description: "What the webhook's format says." },
    problems: [422],
    run: receive,
  },
];

const snsCertificates = certificates();

async function receive(call: Call): Promise<Answer> {
  const { context, params, address, attempts, raw, now } = call;
  const name = params["webhook"] ?? "";
  const webhook = own(context.desk.settings.webhooks, name);
  // An unknown name is answered like a wrong signature: nobody learns which there are.
  const checked = webhook
    ? await check(webhook, call)
    : { reason: "expected a webhook of the settings, got another name" };
  if ("reason" in checked) {
    const { reason } = checked;
    await refuse(context, attempts, { type: "refuse-signature", webhook: name.slice(0, 80), from: address, reason });
    throw new Problem(401, "expected a signature that counts, got none: the desk's audit log says why");
  }
  const format = webhook?.format ?? "finding";
  if (format === "mail") return post(call, raw, name);
  const body = jsonOf(new TextDecoder().decode(raw));
  const mail = format === "sns" ? mailOf(body) : undefined;
  if (mail) return post(call, mail, name);
  const confirm = format === "sns" ? subscribeUrlOf(body) : undefined;
  if (confirm !== undefined) return confirmed(confirm);
  return report({ context, body, now: checked.at ?? now }, format, name);
}

async function post({ context }: Call, raw: Uint8Array, name: string): Promise<Answer> {
  const taken = await orProblem(422, () => takeMail(context.desk, raw, name));
  context.changed();
  return { body: { findings: taken ? [taken] : [] } };
}

/** When it was signed, if that is known: what has no time of its own gets that one, so that a replay is the same report. */
async function check(
  { secret, authentication, topic, format }: WebhookSettings,
  { context, request, raw, now }: Call,
): Promise<{ readonly at?: Instant } | { readonly reason: string }> {
  if (format === "sns" && topic !== undefined) {
    const verdict = await verifySns(jsonOf(new TextDecoder().decode(raw)), topic, snsCertificates, now);
    return verdict.valid ? {} : { reason: verdict.reason };
  }
  const secrets = secretsOf(context, secret);
  if (secrets.length === 0) return { reason: `expected the variable ${secret ?? ""} to hold the secret, got none` };
  if (authentication === "bearer") {
    const isKnown = isBearer(request.headers.get("authorization") ?? undefined, secrets);
    return isKnown ? {} : { reason: "expected the webhook's secret as a bearer token, got another one or none" };
  }
  const header = request.headers.get(signatureHeader) ?? undefined;
  const verdict = verifySignature(header, raw, secrets, now);
  if (!verdict.valid) return { reason: verdict.reason };
  return { at: new Date(Number(/t=(\d+)/.exec(header ?? "")?.[1]) * 1000).toISOString() };
}

/** With a space between them: two while one replaces the other. */
function secretsOf(context: DeskContext, variable: string | undefined): readonly string[] {
  const value = variable === undefined ? undefined : context.secret(variable);
  return value?.split(/\s+/).filter((secret) => secret !== "") ?? [];
}

/** The address is SNS's own, and the message was signed by it. */
async function confirmed(url: string): Promise<Answer> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(5000) });
  if (!response.ok)
    throw new Problem(502, `expected SNS to confirm the subscription, got status ${String(response.status)}`);
  return { body: { findings: [] } };
}

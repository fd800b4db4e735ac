import { version } from "../../package.json";
import { signatureHeader } from "../findings/signature";
import type { Operation, Parameter } from "./operation";
import { ref } from "./schema";
import { schemas } from "./schemas";

const always = {
  400: "The request isn't well-formed.",
  413: "The body has more than 1 MB.",
  429: "Too many failed attempts.",
};
const signedIn = { 401: "Without a token that counts.", 403: "The person's role may not do it." };
const further = {
  404: "There is no such thing.",
  409: "It isn't in a state in which that may be done: `detail` says why.",
  412: "It has changed since the version in `If-Match`.",
  422: "The request is not valid: `detail` says what was expected, and what came.",
  501: "This desk isn't set up for it.",
  502: "Another system answered with an error.",
} as const;

const idempotencyKey = {
  ...{ name: "Idempotency-Key", in: "header", schema: { type: "string", maxLength: 200 } },
  description: "Of two equal requests with the same key, the second changes nothing.",
};
const ifMatch = {
  ...{ name: "If-Match", in: "header", schema: { type: "string" } },
  description: "The version that was seen, as `ETag` gave it: only that one is changed.",
};

/** The description of the API: OpenAPI 3.1, made of the operations that the app serves. */
export function openApiDocument(operations: readonly Operation[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Desk of pulumi-guardrails",
      version,
      description: "Tickets from findings, who is told of them, and what is contained.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "Made by `guardrails desk token <person>`." },
        signature: { type: "apiKey", in: "header", name: signatureHeader, description: signatureDescription },
      },
    },
  };
}

const signatureDescription =
  "`t=<seconds>,v1=<HMAC-SHA256 of seconds, a dot and the body, in hexadecimal>`, of the last five minutes.";

function described({ id, summary, role, parameters = [], body, answer, problems = [], method }: Operation): object {
  const statuses = {
    ...always,
    ...(role === "anybody" ? {} : signedIn),
    ...Object.fromEntries(problems.map((status) => [status, further[status]])),
  };
  return {
    operationId: id,
    summary,
    ...(role !== "anybody" && role !== "signature" && { description: `For the role ${role} or higher.` }),
    ...(role === "anybody" && { security: [] }),
    ...(role === "signature" && { security: [{ signature: [] }] }),
    parameters: [
      ...parameters.map(parameterOf),
      ...(method === "post" && role !== "signature" ? [idempotencyKey] : []),
      ...(problems.includes(412) ? [ifMatch] : []),
    ],
    ...(body !== undefined && { requestBody: requestBody(body) }),
    responses: {
      200: { description: "Done.", content: content(answer) },
      ...(id === "getHealth" && {
        503: { description: "The desk doesn't work as it should.", content: content(answer) },
      }),
      ...Object.fromEntries(Object.entries(statuses).map(([status, description]) => [status, problem(description)])),
    },
  };
}

function parameterOf(parameter: Parameter): object {
  return { ...parameter, required: parameter.in === "path" };
}

function requestBody(body: NonNullable<Operation["body"]>): object {
  if (typeof body === "string") return { required: true, content: content(body) };
  return { required: true, description: body.description, content: { "application/json": { schema: {} } } };
}

function content(name: string): object {
  return { "application/json": { schema: ref(name) } };
}

function problem(description: string): object {
  return { description, content: { "application/problem+json": { schema: ref("Problem") } } };
}

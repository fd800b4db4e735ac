/** A setting of a connector: JSON schema, with a description that stands in the documentation. */
export interface Setting {
  readonly type: "string" | "boolean" | "integer" | "array" | "object";
  readonly description: string;
  readonly [keyword: string]: unknown;
}

export function text(description: string, more: Readonly<Record<string, unknown>> = {}): Setting {
  return { type: "string", minLength: 1, pattern: "\\S", description, ...more };
}

const secret = "names a variable of the environment that holds a secret";

/** The name of a variable of the environment; the id of an AWS access key is written like one, too. */
export const variablePattern = "^(?!A[KS]IA[A-Z0-9]{16}$)[A-Z_][A-Z0-9_]{0,99}$";

/** Names a variable of the environment: what is secret stands in no file, and a pasted secret is refused. */
export function variable(description: string): Setting {
  return { type: "string", pattern: variablePattern, $comment: secret, description };
}

export function isSecret(setting: Setting): boolean {
  return setting.$comment === secret;
}

/** An address without a user, a query or a fragment: such parts would be secrets, or lost. */
export function url(description: string, more: Readonly<Record<string, unknown>> = {}): Setting {
  return { type: "string", pattern: "^https?://[^\\s/@?#]+(/[^\\s@?#]*)?$", description, ...more };
}

export function flag(description: string): Setting {
  return { type: "boolean", default: false, description };
}

/** Those that every connector to AWS has. */
export const aws = {
  region: text("The region; that of the environment when it is left out."),
  endpoint: url("Another endpoint, such as that of a VPC endpoint."),
};

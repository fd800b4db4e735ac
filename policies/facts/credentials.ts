/** A credential found in text: its kind and the line it stands on. Never the credential itself. */
export interface Credential {
  /** Such as `an AWS access key id`. */
  readonly kind: string;
  /** From 1. */
  readonly line: number;
}

/** What credentials look like. The group `secret`, where there is one, must not be a placeholder. */
const shapes: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  // IAM User Guide, Unique identifiers: AKIA is a user's key, ASIA a temporary one.
  { kind: "an AWS access key id", pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)(?<secret>[A-Z0-9]{16})(?![A-Za-z0-9])/g },
  {
    kind: "an AWS secret access key",
    pattern:
      /secret[_-]?(?:access[_-]?)?key["']?\s{0,8}(?:[:=]\s{0,8}|\s)["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
  },
  { kind: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g },
  {
    kind: "a GitHub token",
    pattern:
      /(?<![A-Za-z0-9])(?:gh[pousr]_(?<secret>[A-Za-z0-9]{36,255})|github_pat_[A-Za-z0-9_]{22,255})(?![A-Za-z0-9])/g,
  },
  { kind: "a GitLab token", pattern: /(?<![A-Za-z0-9])glpat-(?<secret>[A-Za-z0-9_-]{20,64})/g },
  { kind: "a Slack token", pattern: /(?<![A-Za-z0-9])xox[abeoprs]-(?<secret>[A-Za-z0-9-]{10,255})/g },
  { kind: "a Stripe key", pattern: /(?<![A-Za-z0-9])[rs]k_live_(?<secret>[A-Za-z0-9]{16,255})/g },
  {
    kind: "a password in a connection string",
    pattern:
      /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,19}:\/\/[^\s:@/"'<>]{0,128}:(?<secret>[^\s@/"'<>]{1,256})@[^\s@/"'<>]/gi,
  },
];

/** Names whose values are credentials, as environment variables are written. */
const names: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: "an AWS access key id", pattern: /^AWS_ACCESS_KEY_ID$/ },
  { kind: "an AWS secret access key", pattern: /^AWS_SECRET_ACCESS_KEY$/ },
  { kind: "registry credentials", pattern: /^ECS_ENGINE_AUTH_DATA$/ },
  { kind: "a password", pattern: /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE)$/i },
];

/** The credentials in a text, in the order of their lines. */
export function credentialsIn(text: string): Credential[] {
  const found: Credential[] = [];
  for (const { kind, pattern } of shapes) {
    for (const match of text.matchAll(pattern)) {
      const secret = match.groups?.secret;
      if (secret !== undefined && isPlaceholder(secret)) continue;
      const line = lineAt(text, match.index);
      if (!found.some((other) => other.kind === kind && other.line === line)) found.push({ kind, line });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

/** The kinds of credentials that an environment variable holds, by what it looks like or else by its name. */
export function credentialsInVariable(name: string, value: string): string[] {
  const kinds = credentialsIn(`${name}=${value}`).map(({ kind }) => kind);
  if (kinds.length > 0) return [...new Set(kinds)];
  const named = names.find(({ pattern }) => pattern.test(name));
  return named && isLiteral(value) ? [named.kind] : [];
}

/** Not a reference (an ARN, a path, an address, a dynamic reference), a switch or a placeholder. */
function isLiteral(value: string): boolean {
  const isReference = /^(?:arn:|[a-z][a-z0-9+.-]*:\/\/|\/|\.\/)/i.test(value);
  const isSwitch = value.length < 4 || /^(?:true|false|none|null|disabled|enabled)$/i.test(value);
  return !isReference && !isSwitch && !/\s/.test(value) && !isPlaceholder(value);
}

/** What stands for a credential to be filled in: `${VAR}`, `$VAR`, `{{…}}`, `<…>`, `%s`, `changeme`, `xxxx`. */
function isPlaceholder(text: string): boolean {
  if (/^(?:\$[{(A-Za-z_]|\{|<|%s$|%[({]|`)/.test(text)) return true;
  return /^(?:change[-_]?me|replace[-_]?me|placeholder|redacted|todo)$/i.test(text) || /^(.)\1*$/s.test(text);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** What stands where a secret was. */
export const redacted = "[redacted]";

const name = "(?:password|passwd|pwd|secret|token|(?:api|access|private|secret)[_-]?key)";
const value = "[^\\s\"',;&]{3,}";

/** Texts that are secrets by their form alone. The first group, where there is one, stays: it says what the secret was for. */
const secrets: readonly RegExp[] = [
  // Also one that was cut off.
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // An access key's id is no secret, the 40 characters after it are:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  /(\b(?:AKIA|ASIA)[A-Z0-9]{16}\b[^\n]{0,40}?(?<![A-Za-z0-9/+]))[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
  /(?<![\w-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,}|glpat-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|[rs]k_live_\w{16,})/g,
  /(https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g,
  // A digit tells a token from "bearer authentication".
  /(\bBearer\s+)(?=[\w.~+/=-]{0,200}\d)[\w.~+/=-]{8,}/gi,
  /(\bAuthorization["']?\s{0,4}[:=]\s{0,4}["']?[A-Za-z]{3,20}\s+)[^\s"',;]{3,}/gi,
  // The password of a URL.
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]{0,100}:)[^\s/@]+(?=@)/gi,
  // Signatures of AWS's presigned URLs, and the tokens that belong to them.
  /(\bX-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"']+/gi,
  new RegExp(`(${name}["']?\\s{0,4}=\\s{0,4}["']?)${value}`, "gi"),
  // What follows a colon is part of an ARN, such as that of a secret.
  new RegExp(`((?<![:\\w-])["']?[\\w-]{0,40}${name}["']?\\s{0,4}:\\s{0,4}["']?)${value}`, "gi"),
];

/** The text without what looks like a secret. */
export function redact(text: string): string {
  return secrets.reduce(
    (left, secret) =>
      left.replace(secret, (_whole, kept: unknown) => (typeof kept === "string" ? kept : "") + redacted),
    text,
  );
}

export function holdsSecret(text: string): boolean {
  return redact(text) !== text;
}

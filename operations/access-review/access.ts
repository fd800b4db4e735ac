import { createHash } from "node:crypto";

/** What somebody may do, and by what: one thing that can be revoked alone. */
export interface Access {
  readonly source: "iam" | "identity-center";
  readonly kind: "group" | "policy" | "inline-policy" | "access-key" | "password" | "permission-set";
  /** The AWS account, of 12 digits: that of the user or group, or the one that a permission set opens. */
  readonly account: string;
  /** The name of the user that has it. */
  readonly user: string;
  /** What gives the access: a name, or the id of an access key. */
  readonly name: string;
  /** What it allows, in words, such as the permission sets of a group: `AdministratorAccess in 123456789012`. */
  readonly gives: readonly string[];
  /** What else the calls that revoke it need, such as ARNs and ids. */
  readonly details: Readonly<Record<string, string>>;
}

/** What identifies an access from one campaign to the next, such as `iam/123456789012/bo/group/administrators`. */
export function accessName({ source, account, user, kind, name }: Access): string {
  return [source, account, user, kind, name].join("/");
}

/** The id of a campaign's question about an access: the same whenever it is asked. */
export function reviewId(campaign: string, access: Access): string {
  // Names have slashes and colons of their own.
  const { source, account, user, kind, name } = access;
  const hash = createHash("sha256").update(JSON.stringify([source, account, user, kind, name]));
  return `${campaign}.${hash.digest("hex").slice(0, 16)}`;
}

const words: Readonly<Record<Access["kind"], string>> = {
  group: "membership of group",
  policy: "policy",
  "inline-policy": "inline policy",
  "access-key": "access key",
  password: "password of the console",
  "permission-set": "permission set",
};

/** An access in words, such as `membership of group administrators of user bo in 123456789012`. */
export function accessText({ kind, name, user, account }: Access): string {
  const what = kind === "password" ? words.password : `${words[kind]} ${name}`;
  return kind === "permission-set" ? `${what} of user ${user} in ${account}` : `${what} of user ${user} (${account})`;
}

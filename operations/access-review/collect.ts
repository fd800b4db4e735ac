import { ask, type Send } from "../containment/calls";
import type { Instant } from "../core/decider";
import type { Access } from "./access";
import { collectIam } from "./collect-iam";
import { collectIdentityCenter } from "./collect-identity-center";

/** An access as it was found, and who has it. */
export interface Held {
  readonly access: Access;
  /** The user's ARN, or its name where it has none. */
  readonly principal: string;
  /** Names by which a person may be known: e-mail addresses, the user's name. */
  readonly names: readonly string[];
  readonly lastUsed?: Instant;
  readonly userLastSeen?: Instant;
}

export interface Collected {
  readonly held: readonly Held[];
  /** What was not looked at, each in a sentence: an auditor has to know. */
  readonly gaps: readonly string[];
}

/**
 * Who has what in one account: users of IAM, and those of Identity Center when its instance is there, with all accounts that
 * it opens.
 *
 * @throws what the SDK throws: a review of a part that looks like the whole would be worse than none
 */
export async function collect(send: Send): Promise<Collected> {
  const { Account: account = "" } = await ask(send, "sts", "GetCallerIdentity", {});
  const [iam, identityCenter] = [await collectIam(send, account), await collectIdentityCenter(send, account)];
  const gaps = [
    `Roles of account ${account} are not asked about: AWS doesn't say which persons may assume them.`,
    `The root user of account ${account} is not asked about: nobody but itself can change what it has.`,
    ...identityCenter.gaps,
  ];
  return { held: [...iam, ...identityCenter.held], gaps };
}

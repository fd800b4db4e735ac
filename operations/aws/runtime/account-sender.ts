import { AssumeRoleCommand, GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { type Send, sender } from "../../containment/calls";

interface Kept {
  readonly send: Send;
  readonly until: number;
}

/** Seconds of a session; roles that are taken from a role allow an hour. */
const session = 3600;

/**
 * Sends calls to this account as the function's own role, and to others as a role of theirs.
 *
 * @param memberRole the role's name, the same in all accounts; without one, other accounts are refused
 */
export function accountSender(sts: STSClient, memberRole: string | undefined) {
  const kept = new Map<string, Kept>();
  return async (account: string, region: string): Promise<Send> => {
    const key = `${account} ${region}`;
    const known = kept.get(key);
    if (known && known.until > Date.now()) return known.send;
    const own = await sts.send(new GetCallerIdentityCommand());
    const place = { region: region || (process.env["AWS_REGION"] ?? "us-east-1") };
    const made = { send: sender(place), until: Infinity };
    if (account !== own.Account) {
      const credentials = await credentialsIn(sts, account, memberRole, own.Arn?.split(":")[1] ?? "aws");
      // Half of the session is left for what begins with it.
      Object.assign(made, { send: sender({ ...place, credentials }), until: Date.now() + (session / 2) * 1000 });
    }
    kept.set(key, made);
    return made.send;
  };
}

async function credentialsIn(sts: STSClient, account: string, memberRole: string | undefined, partition: string) {
  if (memberRole === undefined) throw new Error(`expected a target of this account, got one of ${account}`);
  const RoleArn = `arn:${partition}:iam::${account}:role/${memberRole}`;
  const command = new AssumeRoleCommand({
    RoleArn,
    RoleSessionName: "guardrails-containment",
    DurationSeconds: session,
  });
  const { Credentials } = await sts.send(command);
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "", SessionToken } = Credentials ?? {};
  return { accessKeyId, secretAccessKey, sessionToken: SessionToken };
}

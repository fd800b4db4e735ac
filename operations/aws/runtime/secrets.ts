import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { UserError } from "../../../policies/core/user-error";

const minutesKept = 5;

/** What settings name as variables of the environment: here they are names in one secret, whose value is a JSON object. */
export interface Secrets {
  /** Reads the secret again when what is known is older than five minutes: whoever changes it waits no longer. */
  readonly refresh: () => Promise<void>;
  /** Throws a UserError when the secret lacks the name. */
  readonly secretOf: (name: string) => string;
  readonly find: (name: string) => string | undefined;
}

export function secretsIn(secretId: string, client = new SecretsManagerClient(), now = Date.now): Secrets {
  let known: Readonly<Record<string, unknown>> = {};
  let readAt = -Infinity;
  const find = (name: string) => {
    const value = Object.hasOwn(known, name) ? known[name] : undefined;
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    find,
    secretOf(name) {
      const value = find(name);
      if (value === undefined) throw new UserError(`expected ${name} in the secret ${secretId}, got none`);
      return value;
    },
    async refresh() {
      if (now() - readAt < minutesKept * 60_000) return;
      known = await read(client, secretId);
      readAt = now();
    },
  };
}

async function read(client: SecretsManagerClient, SecretId: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId }));
    if (SecretString === "") return {};
    const value = JSON.parse(SecretString) as unknown;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    // Nobody has put a value yet: connectors that need none work all the same.
    if ((error as Error).name === "ResourceNotFoundException") return {};
    // The parser's message quotes the text.
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UserError(`expected the value of the secret ${SecretId} to be a JSON object, got another text`);
}

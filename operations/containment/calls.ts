/** The SDK's packages that calls go to. */
interface Modules {
  readonly ec2: typeof import("@aws-sdk/client-ec2");
  readonly ecs: typeof import("@aws-sdk/client-ecs");
  readonly iam: typeof import("@aws-sdk/client-iam");
  readonly identitystore: typeof import("@aws-sdk/client-identitystore");
  readonly lambda: typeof import("@aws-sdk/client-lambda");
  readonly ssm: typeof import("@aws-sdk/client-ssm");
  readonly "sso-admin": typeof import("@aws-sdk/client-sso-admin");
  readonly sts: typeof import("@aws-sdk/client-sts");
  readonly wafv2: typeof import("@aws-sdk/client-wafv2");
}
export type Service = keyof Modules;

/** One request to AWS as data, so that it can be shown before it is sent, and compared. */
export interface Call {
  readonly service: Service;
  /** The SDK's name of the operation, such as `PutRolePolicy`. */
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Sends a call and gives what AWS answers. Throws what the SDK throws. */
export type Send = (call: Call) => Promise<unknown>;

type CommandName<S extends Service> = {
  [Name in keyof Modules[S]]: Name extends `${infer Command}Command` ? Command : never;
}[keyof Modules[S]];
type CommandOf<S extends Service, Command extends string> = `${Command}Command` extends infer Name extends
  keyof Modules[S]
  ? Modules[S][Name]
  : never;
type Input<S extends Service, Command extends string> =
  CommandOf<S, Command> extends new (...given: infer Given extends readonly unknown[]) => unknown
    ? Given[number]
    : never;
type Output<S extends Service, Command extends string> =
  CommandOf<S, Command> extends new (...given: never[]) => {
    resolveMiddleware(...given: never[]): (...given: never[]) => Promise<{ output: infer Answer }>;
  }
    ? Answer
    : never;

/** A call whose name and input the SDK's types have checked. */
export function call<S extends Service, Command extends CommandName<S> & string>(
  service: S,
  command: Command,
  input: Input<S, Command>,
): Call {
  return { service, command, input: input as Call["input"] };
}

/** Sends a call that reads, and gives its answer typed. */
export async function ask<S extends Service, Command extends CommandName<S> & string>(
  send: Send,
  service: S,
  command: Command,
  input: Input<S, Command>,
): Promise<Output<S, Command>> {
  return (await send(call(service, command, input))) as Output<S, Command>;
}

/** What an answer says of the rest of its list. IAM marks the last page, other services leave the token out. */
interface Page {
  readonly NextToken?: string | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** The pages of a list, asked for one after another as far as somebody reads them. */
export async function* pagesOf<Got extends Page>(
  page: (token: string | undefined) => Promise<Got>,
): AsyncGenerator<Got> {
  let token: string | undefined;
  do {
    const got = await page(token);
    yield got;
    token = got.IsTruncated === true ? got.Marker : got.NextToken;
  } while (token !== undefined);
}

/** How IAM says that something doesn't exist, by its protocol and by the SDK's model. */
export const noSuchEntity: readonly string[] = ["NoSuchEntity", "NoSuchEntityException"];

/** The answer, or nothing when AWS says by an error of one of these names that the thing doesn't exist. */
export async function unlessMissing<T>(answer: Promise<T>, ...errors: readonly string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && errors.includes(error.name)) return undefined;
    throw error;
  }
}

// Each by its own name, so that a bundler finds them, and loaded on use, so that a desk without containment needs none.
const modules: { readonly [S in Service]: () => Promise<Modules[S]> } = {
  ec2: () => import("@aws-sdk/client-ec2"),
  ecs: () => import("@aws-sdk/client-ecs"),
  iam: () => import("@aws-sdk/client-iam"),
  identitystore: () => import("@aws-sdk/client-identitystore"),
  lambda: () => import("@aws-sdk/client-lambda"),
  ssm: () => import("@aws-sdk/client-ssm"),
  "sso-admin": () => import("@aws-sdk/client-sso-admin"),
  sts: () => import("@aws-sdk/client-sts"),
  wafv2: () => import("@aws-sdk/client-wafv2"),
};

const clientNames: Readonly<Record<Service, string>> = {
  ...{ ec2: "EC2Client", ecs: "ECSClient", iam: "IAMClient", lambda: "LambdaClient" },
  ...{ identitystore: "IdentitystoreClient", "sso-admin": "SSOAdminClient" },
  ...{ ssm: "SSMClient", sts: "STSClient", wafv2: "WAFV2Client" },
};

/** What the SDK's clients are made with: `region`, and where it isn't the environment's, `credentials` and `endpoint`. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: unknown;
  readonly maxAttempts?: number;
  /**
   * How long to wait for an answer, of each attempt.
   *
   * @default 30_000
   */
  readonly timeoutMilliseconds?: number;
}

interface Client {
  send(command: unknown): Promise<unknown>;
}

/** Sends calls by the AWS SDK, with one client for each service. */
export function sender({ timeoutMilliseconds = 30_000, ...settings }: ClientSettings): Send {
  // The SDK waits for ever by itself, and whatever else is due would wait as well.
  const requestHandler = {
    ...{ connectionTimeout: 5000, requestTimeout: timeoutMilliseconds, throwOnRequestTimeout: true },
  };
  const clients = new Map<Service, Client>();
  return async ({ service, command, input }) => {
    const module = (await modules[service]()) as unknown as Record<string, new (given: unknown) => unknown>;
    const [Client, Command] = [module[clientNames[service]], module[`${command}Command`]];
    if (!Client || !Command) throw new Error(`expected ${service} to have ${command}, got a client without it`);
    const client = clients.get(service) ?? (new Client({ ...settings, requestHandler }) as Client);
    clients.set(service, client);
    return client.send(new Command(input));
  };
}

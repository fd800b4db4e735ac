/** The arguments of `aws.iam.getPolicyDocument`. */
export interface PolicyDocumentArgs {
  readonly version?: string;
  readonly policyId?: string;
  readonly statements?: readonly StatementArgs[];
  readonly sourceJson?: string;
  readonly sourcePolicyDocuments?: readonly string[];
  readonly overrideJson?: string;
  readonly overridePolicyDocuments?: readonly string[];
}

export interface StatementArgs {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly principals?: readonly PrincipalArgs[];
  readonly notPrincipals?: readonly PrincipalArgs[];
  readonly conditions?: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

interface PrincipalArgs {
  readonly type: string;
  readonly identifiers: readonly string[];
}

type Statement = Record<string, unknown>;

interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}

/**
 * The document that `aws.iam.getPolicyDocument` gives for these arguments, as its reference says: sources first, then the
 * statements, then overrides; of statements with the same Sid the last one stays, in the place of the first.
 *
 * @throws Error when a source or override is no policy document, or when sources repeat a Sid
 */
export function policyDocument(args: PolicyDocumentArgs): PolicyDocument {
  const sources = parsed("sourcePolicyDocuments", args.sourceJson, args.sourcePolicyDocuments);
  const overrides = parsed("overridePolicyDocuments", args.overrideJson, args.overridePolicyDocuments);
  const own: PolicyDocument = {
    Version: args.version ?? "2012-10-17",
    ...(args.policyId ? { Id: args.policyId } : {}),
    Statement: (args.statements ?? []).map(statement),
  };
  refuseRepeatedSids(
    "sourcePolicyDocuments",
    sources.flatMap((document) => document.Statement),
  );
  refuseRepeatedSids("statements", own.Statement);
  return [...sources, own, ...overrides].reduce(merged, { Statement: [] });
}

function statement(args: StatementArgs): Statement {
  const parts: [string, unknown][] = [
    ["Sid", args.sid || undefined],
    ["Effect", args.effect ?? "Allow"],
    ["Action", oneOrMany(args.actions)],
    ["NotAction", oneOrMany(args.notActions)],
    ["Resource", oneOrMany(args.resources?.map(variables))],
    ["NotResource", oneOrMany(args.notResources?.map(variables))],
    ["Principal", principals(args.principals)],
    ["NotPrincipal", principals(args.notPrincipals)],
    ["Condition", conditions(args.conditions)],
  ];
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}

function oneOrMany(values: readonly string[] | undefined): string | readonly string[] | undefined {
  if (!values || values.length === 0) return undefined;
  return values.length === 1 ? values[0] : values;
}

/** `&{aws:username}` stands for IAM's own `${aws:username}`, which the provider's language would read as its own. */
function variables(text: string): string {
  return text.replaceAll("&{", "${");
}

function principals(args: readonly PrincipalArgs[] | undefined): unknown {
  if (!args || args.length === 0) return undefined;
  const everyone = args.length === 1 && args[0]?.type === "*" && args[0].identifiers.join() === "*";
  if (everyone) return "*";
  const byType = new Map<string, string[]>();
  for (const { type, identifiers } of args)
    byType.set(type, [...(byType.get(type) ?? []), ...identifiers.map(variables)]);
  return Object.fromEntries([...byType].map(([type, identifiers]) => [type, oneOrMany(identifiers)]));
}

function conditions(args: StatementArgs["conditions"]): unknown {
  if (!args || args.length === 0) return undefined;
  const tests: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of args) {
    const variablesOfTest = (tests[test] ??= {});
    variablesOfTest[variables(variable)] = [...(variablesOfTest[variables(variable)] ?? []), ...values.map(variables)];
  }
  const collapsed = Object.entries(tests).map(([test, byVariable]) => [
    test,
    Object.fromEntries(Object.entries(byVariable).map(([variable, values]) => [variable, oneOrMany(values) ?? []])),
  ]);
  return Object.fromEntries(collapsed);
}

function parsed(argument: string, single: string | undefined, many: readonly string[] | undefined): PolicyDocument[] {
  return [...(single ? [single] : []), ...(many ?? [])]
    .filter((text) => text !== "")
    .map((text) => parse(argument, text));
}

function parse(argument: string, text: string): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Error(`expected \`${argument}\` to hold policy documents in JSON, got text that is no JSON`);
  }
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw new Error(`expected \`${argument}\` to hold policy documents in JSON, got JSON that is no object`);
  // IAM takes a lone statement for a list of one.
  const { Statement: statements = [], ...rest } = document as { Statement?: Statement | Statement[] };
  return { ...rest, Statement: Array.isArray(statements) ? statements : [statements] };
}

function refuseRepeatedSids(argument: string, statements: readonly Statement[]): void {
  const seen = new Set<unknown>();
  for (const { Sid: sid } of statements) {
    if (!sid) continue;
    if (seen.has(sid)) throw new Error(`expected the Sids in \`${argument}\` to differ, got "${String(sid)}" twice`);
    seen.add(sid);
  }
}

function merged(before: PolicyDocument, after: PolicyDocument): PolicyDocument {
  const statements = [...before.Statement];
  for (const statement of after.Statement) {
    const index = statement.Sid ? statements.findIndex(({ Sid: sid }) => sid === statement.Sid) : -1;
    if (index < 0) statements.push(statement);
    else statements[index] = statement;
  }
  const { Statement: _before, ...head } = before;
  const { Statement: _after, ...heading } = after;
  return { ...head, ...heading, Statement: statements };
}

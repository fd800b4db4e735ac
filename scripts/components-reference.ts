/** docs/components.md, from the doc comments and types of what components/index.ts exports. */
import { join, relative } from "node:path";
import ts from "typescript";

/** A component as its source describes it. Texts are Markdown. */
export interface ComponentReference {
  readonly name: string;
  /** The folder of its source, such as `network`. */
  readonly room: string;
  readonly description: string;
  readonly args: readonly Entry[];
  readonly outputs: readonly Entry[];
  readonly methods: readonly Entry[];
}

export interface Entry {
  readonly name: string;
  /** As written in the source. */
  readonly type: string;
  readonly isOptional: boolean;
  readonly description: string;
  /** What `@default` says. */
  readonly fallback?: string;
}

const titles: Readonly<Record<string, string>> = {
  account: "Accounts and organisations",
  audit: "Logs",
  compute: "Compute",
  data: "Data",
  identity: "Identity",
  messaging: "Messaging",
  network: "Networks",
  storage: "Storage",
};

/** The components, and the types that their arguments are made of. */
export function describeComponents(): { components: ComponentReference[]; types: Map<string, readonly Entry[]> } {
  const { config } = ts.readConfigFile("tsconfig.json", (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  const program = ts.createProgram(["components/index.ts"], options);
  const checker = program.getTypeChecker();
  const index = program.getSourceFile("components/index.ts");
  const module = index && checker.getSymbolAtLocation(index);
  if (!module) throw new Error("components/index.ts exports nothing");
  const exported = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  const components: ComponentReference[] = [];
  const types = new Map<string, readonly Entry[]>();
  for (const symbol of exported) {
    const [declaration] = symbol.declarations ?? [];
    if (!declaration) continue;
    if (ts.isClassDeclaration(declaration)) components.push(componentOf(symbol.name, declaration, checker));
    else if (ts.isInterfaceDeclaration(declaration)) types.set(symbol.name, membersOf(declaration));
  }
  return { components: components.sort((a, b) => (`${a.room} ${a.name}` < `${b.room} ${b.name}` ? -1 : 1)), types };
}

function componentOf(name: string, declaration: ts.ClassDeclaration, checker: ts.TypeChecker): ComponentReference {
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  const args = constructor?.parameters[1]?.type;
  const written = args && checker.getTypeFromTypeNode(args).symbol.declarations?.find(ts.isInterfaceDeclaration);
  const isPublic = (member: ts.ClassElement) => !(ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private);
  const members = declaration.members.filter(isPublic);
  return {
    name,
    room: relative(join(process.cwd(), "components"), declaration.getSourceFile().fileName).split("/")[0] ?? "",
    description: commentOf(declaration),
    args: written ? membersOf(written) : [],
    outputs: members.filter(ts.isPropertyDeclaration).map(entryOf),
    methods: members.filter(ts.isMethodDeclaration).map(methodOf),
  };
}

function membersOf(declaration: ts.InterfaceDeclaration): Entry[] {
  return declaration.members.filter(ts.isPropertySignature).map(entryOf);
}

const onTags = "Tags of all that can have some.";

function entryOf(member: ts.PropertySignature | ts.PropertyDeclaration): Entry {
  const fallback = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
  return {
    name: member.name.getText(),
    type: typeOf(member.type?.getText() ?? ""),
    isOptional: member.questionToken !== undefined,
    description: commentOf(member) || (member.name.getText() === "tags" ? onTags : ""),
    fallback: fallback && oneLine(ts.getTextOfJSDocComment(fallback.comment) ?? ""),
  };
}

function methodOf(method: ts.MethodDeclaration): Entry {
  const parameters = method.parameters.map((parameter) => parameter.getText()).join(", ");
  const type = `(${parameters}): ${method.type?.getText() ?? "void"}`;
  return { name: method.name.getText(), type: typeOf(type), isOptional: false, description: commentOf(method) };
}

function commentOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return oneLine(ts.getTextOfJSDocComment(comment?.comment) ?? "");
}

/** `pulumi.Input<T>` is meant wherever a reader sees `Input<T>`. */
function typeOf(text: string): string {
  return oneLine(text).replaceAll("pulumi.", "");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

export function componentsReference(): string {
  const { components, types } = describeComponents();
  const rooms = [...new Set(components.map(({ room }) => room))];
  const mentioned = new Set(components.map(({ name }) => `${name}Args`));
  return [
    ...introduction,
    ...rooms.flatMap((room) => [
      `## ${titles[room] ?? room}`,
      "",
      ...components.filter((component) => component.room === room).flatMap(section),
    ]),
    "## Types of arguments",
    "",
    ...[...types]
      .filter(([name]) => !mentioned.has(name))
      .flatMap(([name, members]) => [`### ${name}`, "", ...argumentsTable(members), ""]),
  ].join("\n");
}

const introduction = [
  "# Components",
  "",
  "<!-- Generated from the components' doc comments by `npm run docs`. Do not edit. -->",
  "",
  '`import { … } from "pulumi-guardrails/components"`. Each is made as `new Queue(name, args, opts)`. What an argument leaves out is',
  "safe; exceptions have names that a reviewer can search for. For whatever arguments a component accepts, a test holds that our own",
  "rules find no breach; where an exception breaches a rule, its text names the rule.",
  "",
  "A component's children have the names that its text tells, and keep them. What no argument offers can be changed by a",
  "[transform](https://www.pulumi.com/docs/iac/concepts/options/transforms/) of the child, by its type and name:",
  "",
  "```ts",
  'new Queue("mail", {}, {',
  "  transforms: [",
  "    ({ type, name, props, opts }) =>",
  '      type === "aws:sqs/queue:Queue" && name === "mail" ? { props: { ...props, delaySeconds: 60 }, opts } : undefined,',
  "  ],",
  "});",
  "```",
  "",
  "Python, Go, .NET, Java and YAML: [languages.md](languages.md).",
  "",
];

function section({ name, description, args, outputs, methods }: ComponentReference): string[] {
  const [about = "", children = ""] = description.split(/ (?=Children: |Child: )/);
  return [
    `### ${name}`,
    "",
    about,
    ...(children === "" ? [] : ["", children]),
    "",
    ...argumentsTable(args),
    "",
    "| Output | Type | |",
    "| --- | --- | --- |",
    ...outputs.map(
      ({ name: output, type, description: text }) => `| \`${output}\` | \`${cell(type)}\` | ${cell(text)} |`,
    ),
    "",
    ...(methods.length === 0
      ? []
      : [
          "| Method | |",
          "| --- | --- |",
          ...methods.map(
            ({ name: method, type, description: text }) => `| \`${method}${cell(type)}\` | ${cell(text)} |`,
          ),
          "",
        ]),
  ];
}

function argumentsTable(entries: readonly Entry[]): string[] {
  return [
    "| Argument | Type | |",
    "| --- | --- | --- |",
    ...entries.map(({ name, type, isOptional, description, fallback }) => {
      const otherwise = fallback === undefined ? "" : ` Default: ${fallback.replace(/^- /, "")}.`;
      return `| \`${name}\`${isOptional ? "" : " (required)"} | \`${cell(type)}\` | ${cell(description + otherwise)} |`;
    }),
  ];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

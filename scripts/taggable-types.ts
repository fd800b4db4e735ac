/** Writes policies/facts/taggable-types.ts: the AWS types that take `tags`, read from the declarations of @pulumi/aws. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A map, or the list of an Auto Scaling group. Of DevOps Guru, `tags` selects resources and labels nothing. */
const takesTags = /^ {4}tags\?: pulumi\.Input<(?:\{$|pulumi\.Input<inputs\.autoscaling\.GroupTag>)/m;

const root = dirname(require.resolve("@pulumi/aws/package.json"));

/** The tokens of all types whose arguments have `tags`, in order. */
export function taggableTypes(): string[] {
  const modules = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = modules.flatMap(({ name }) => readdirSync(join(root, name)).map((file) => join(root, name, file)));
  const tokens = files.filter((file) => file.endsWith(".js")).map(taggableType);
  return tokens.filter((token) => token !== undefined).sort();
}

/** The token of the resource that a module declares, when it takes tags. */
function taggableType(file: string): string | undefined {
  const token = /__pulumiType = '(aws:[a-z0-9]+\/[^']+)'/.exec(readFileSync(file, "utf8"))?.[1];
  if (token === undefined) return undefined;
  const declaration = readFileSync(file.replace(/\.js$/, ".d.ts"), "utf8");
  const args = /^export interface \w+Args \{$([\s\S]*?)^\}$/m.exec(declaration)?.[1] ?? "";
  return takesTags.test(args) ? token : undefined;
}

export function taggableTypesSource(): string {
  const byModule = new Map<string, string[]>();
  for (const token of taggableTypes()) {
    const [module = "", member = ""] = token.slice("aws:".length).split("/");
    byModule.set(module, [...(byModule.get(module) ?? []), short(member)]);
  }
  const lines = [...byModule].map(([module, members]) => `  ${module}: "${members.join(" ")}",`);
  return [
    "// Generated from @pulumi/aws by `npm run docs`. Do not edit.",
    "",
    "/** By module, the resources that take tags: a class's name, from which its token follows, or the end of the token. */",
    "// prettier-ignore",
    "const byModule: Readonly<Record<string, string>> = {",
    ...lines,
    "};",
    "",
    "/** The tokens of all AWS types that take tags. */",
    "export const taggableTypes: ReadonlySet<string> = new Set(",
    '  Object.entries(byModule).flatMap(([module, names]) => names.split(" ").map((name) => token(module, name))),',
    ");",
    "",
    "function token(module: string, name: string): string {",
    '  if (name.includes(":")) return `aws:${module}/${name}`;',
    "  return `aws:${module}/${name.slice(0, 1).toLowerCase()}${name.slice(1)}:${name}`;",
    "}",
    "",
  ].join("\n");
}

function short(member: string): string {
  const [file = "", name = ""] = member.split(":");
  return file === `${name.slice(0, 1).toLowerCase()}${name.slice(1)}` ? name : member;
}

if (require.main === module) writeFileSync("policies/facts/taggable-types.ts", taggableTypesSource());

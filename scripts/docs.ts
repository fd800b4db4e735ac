/** Writes everything that is generated from the code: RULES.md, docs/commands.md and the tables made from @pulumi/aws. */
import type { Command } from "commander";
import { readFileSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { format } from "prettier";
import { diagramOf } from "../cli/graph/diagram";
import { mermaid } from "../cli/graph/mermaid";
import { svg } from "../cli/graph/svg";
import { program } from "../cli/main";
import { openApiDocument } from "../operations/api/openapi";
import { operations } from "../operations/api/operations";
import { readProgram } from "../cli/read/program/read-program";
import { operationsSchema } from "../operations/settings/schema";
import { catalogue } from "../policies/rules/catalogue";
import { rulesReference } from "../policies/rules/reference";
import { settingsSchema } from "../policies/settings/schema";
import { componentsReference } from "./components-reference";
import { componentsSchema } from "./components-schema";
import { costs } from "./operations-costs";
import { connectorsReference } from "./connectors-reference";
import { resourceTypesSource } from "./resource-types";
import { taggableTypesSource } from "./taggable-types";

/** What each generated file should hold, by path. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const example = diagramOf([await readProgram("examples/exposed-service", {})]);
  return {
    "policies/RULES.md": rulesReference(catalogue),
    "components/schema.json": await format(JSON.stringify(componentsSchema()), { parser: "json", printWidth: 120 }),
    "policies/guardrails.schema.json": await format(editorSchema(), { parser: "json", printWidth: 120 }),
    "docs/connectors.md": await format(connectorsReference(), { parser: "markdown", printWidth: 120 }),
    "docs/components.md": await format(componentsReference(), { parser: "markdown", printWidth: 120 }),
    "docs/writing-rules.md": withExamples(readFileSync("docs/writing-rules.md", "utf8")),
    "docs/images/exposed-service.svg": await svg(example),
    "docs/images/secure-web-service.svg": await svg(diagramOf([await readProgram("examples/secure-web-service", {})])),
    "README.md": await format(withExamples(readFileSync("README.md", "utf8")), { parser: "markdown", printWidth: 120 }),
    "docs/graph.md": withDiagram(readFileSync("docs/graph.md", "utf8"), mermaid(example)),
    "docs/operations.md": await format(withExamples(readFileSync("docs/operations.md", "utf8")), {
      parser: "markdown",
      printWidth: 120,
    }),
    "operations/settings/operations.schema.json": await format(operationsEditorSchema(), {
      parser: "json",
      printWidth: 120,
    }),
    "docs/openapi.json": await format(JSON.stringify(openApiDocument(operations)), { parser: "json", printWidth: 120 }),
    "docs/operations-on-aws.md": await format(
      withCosts(readFileSync("docs/operations-on-aws.md", "utf8"), await costs()),
      { parser: "markdown", printWidth: 120 },
    ),
    "docs/commands.md": await format(commandsReference(), { parser: "markdown", printWidth: 120 }),
    "policies/facts/resource-types.ts": resourceTypesSource(),
    "policies/facts/taggable-types.ts": taggableTypesSource(),
  };
}

/** For editors, which complete and check guardrails.yaml by it. */
function editorSchema(): string {
  return JSON.stringify({
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "guardrails.yaml",
    ...settingsSchema(catalogue),
  });
}

/** The same for operations.yaml. */
function operationsEditorSchema(): string {
  return JSON.stringify({
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "operations.yaml",
    ...operationsSchema(),
  });
}

/** Puts the files that a guide shows between its marks, so that what is read is what is run. */
function withExamples(guide: string): string {
  return guide.replaceAll(
    /(<!-- example: (\S+) -->\n).*?(<!-- end of example -->)/gs,
    (_whole, start: string, path: string, end: string) =>
      `${start}\n\`\`\`${extname(path).slice(1)}\n${readFileSync(path, "utf8")}\`\`\`\n\n${end}`,
  );
}

function withCosts(guide: string, table: string): string {
  return guide.replace(
    /(<!-- costs: .*? -->\n).*?(<!-- end of costs -->)/s,
    (_whole, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  );
}

function withDiagram(guide: string, diagram: string): string {
  return guide.replace(
    /(<!-- diagram -->\n).*?(<!-- end of diagram -->)/s,
    (_whole, start: string, end: string) => `${start}\n\`\`\`mermaid\n${diagram}\`\`\`\n\n${end}`,
  );
}

function commandsReference(): string {
  const command = program();
  return [
    "# Commands",
    "",
    "<!-- Generated from the command by `npm run docs`. Do not edit. -->",
    "",
    "```",
    help(command),
    "```",
    ...sections(command, "guardrails", "##"),
    "",
  ].join("\n");
}

function sections(command: Command, name: string, mark: string): string[] {
  return command.commands.flatMap((sub) => {
    const full = `${name} ${sub.name()}`;
    return ["", `${mark} ${full}`, "", "```", help(sub), "```", ...sections(sub, full, `${mark}#`)];
  });
}

function help(command: Command): string {
  command.configureHelp({ helpWidth: 110 });
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text.trimEnd();
}

async function main(): Promise<void> {
  for (const [path, text] of Object.entries(await generatedFiles())) writeFileSync(path, text);
}

if (require.main === module) void main();

import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { marked, type Token, type Tokens } from "marked";
import type { Log } from "sarif";
import { formats } from "../../../cli/report/formats";
import type { Report } from "../../../cli/report/report";

const schemas = join(__dirname, "..", "..", "schemas");
// The schema of SARIF holds a pattern that is no regular expression under the flag u.
const ajv = addFormats(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));

/** Parses JSON that keeps to a schema of test/schemas. */
export function parseJson<Document>(text: string, schema: string): Document {
  const document = JSON.parse(text) as unknown;
  validatorOf(schema)(document);
  return document as Document;
}

const validators = new Map<string, (document: unknown) => void>();

function validatorOf(schema: string): (document: unknown) => void {
  let validate = validators.get(schema);
  if (!validate) {
    const compiled = ajv.compile(JSON.parse(readFileSync(join(schemas, schema), "utf8")) as object);
    validate = (document) => assert.ok(compiled(document), ajv.errorsText(compiled.errors));
    validators.set(schema, validate);
  }
  return validate;
}

export const parseSarif = (text: string) => parseJson<Log>(text, "sarif-2.1.0.json");
export const parseAsff = (text: string) => parseJson<AwsSecurityFinding[]>(text, "asff.json");

/** One object a line. */
export function parseOcsf(text: string): Record<string, any>[] {
  assert.ok(text === "" || text.endsWith("\n"));
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => parseJson(line, "ocsf-compliance-finding.json"));
}

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

/** Parses XML that keeps to junit.xsd. */
export async function parseJunit(text: string): Promise<Element> {
  const { XmlDocument, XmlElement, XsdValidator } = await import("libxml2-wasm");
  const document = XmlDocument.fromString(text);
  const schema = XmlDocument.fromString(readFileSync(join(schemas, "junit.xsd"), "utf8"));
  const validator = XsdValidator.fromDoc(schema);
  const elementOf = (element: InstanceType<typeof XmlElement>): Element => {
    const children: Element[] = [];
    for (let child = element.firstChild; child; child = child.next) {
      if (child instanceof XmlElement) children.push(elementOf(child));
    }
    const attributes = Object.fromEntries(element.attrs.map((attribute) => [attribute.name, attribute.value]));
    return { name: element.name, attributes, text: element.content, children };
  };
  try {
    validator.validate(document);
    return elementOf(document.root);
  } finally {
    for (const one of [validator, schema, document]) one.dispose();
  }
}

/** Tables of a Markdown document, each a list of rows of cells as a reader sees them. Fails on HTML that is not ours. */
export function parseMarkdown(text: string): string[][][] {
  assert.ok(text.length <= 65_000, `${text.length} characters`);
  const tables: string[][][] = [];
  void marked.walkTokens(marked.lexer(text), (token: Token) => {
    if (token.type === "html") {
      assert.match(token.raw.trim(), /^(<\/?(code|sub|details|summary)>|<br>|<details><summary>[\w ,]+<\/summary>)$/);
    }
    if (token.type === "link") assert.match((token as Tokens.Link).href, /#L\d+$/);
    assert.notEqual(token.type, "image");
    if (token.type === "table") {
      const { header, rows } = token as Tokens.Table;
      tables.push([header, ...rows].map((row) => row.map((cell) => seen(cell.tokens))));
      for (const row of rows) assert.equal(row.length, header.length);
    }
  });
  return tables;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  "#8203": "",
  "#91": "[",
  "#93": "]",
};

function seen(tokens: readonly Token[]): string {
  const html = marked.Parser.parseInline([...tokens]).replace(/<[^>]*>|\u200b/g, "");
  return html.replace(/&([\w#]+);/g, (entity, name: string) => entities[name] ?? entity);
}

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads workflow commands as the runner does (actions/runner, ActionCommand.cs): a line each, then unescapes. */
export function parseGithub(text: string): { commands: Command[]; rest: string[] } {
  const commands: Command[] = [];
  const rest: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/).slice(0, -1)) {
    const [, name, properties = "", message = ""] = /^::(\w+) ?([^:]*)::(.*)$/s.exec(line) ?? [];
    if (name === undefined) {
      rest.push(line);
      continue;
    }
    const pairs = properties
      .split(",")
      .map((pair) => [pair.split("=", 1)[0], unescape(pair.slice(pair.indexOf("=") + 1))]);
    commands.push({
      name,
      properties: Object.fromEntries(pairs) as Record<string, string>,
      message: unescape(message),
    });
  }
  return { commands, rest };
}

function unescape(text: string): string {
  const signs: Readonly<Record<string, string>> = { "%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": "," };
  return text.replace(/%(?:25|0D|0A|3A|2C)/g, (sign) => signs[sign] ?? sign);
}

/** The data of an HTML report, and what its policy allows. Fails where a browser would see another element. */
export function parseHtml(text: string): { data: any; policy: string } {
  const tags = [...text.matchAll(/<(?=[a-zA-Z!/])\/?([a-zA-Z!]+)/g)].map(([, name]) => name);
  assert.equal(tags.filter((name) => name === "script").length, 4, "a name has made a script");
  const data = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(text)?.[1] ?? assert.fail("no data");
  assert.doesNotMatch(data, /[\u2028\u2029]/);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? assert.fail("no policy");
  return { data: JSON.parse(data) as unknown, policy };
}

/** Writes a report in every format and parses each back. */
export async function parseAll(report: Report): Promise<void> {
  const written = (name: keyof typeof formats) => formats[name]()(report);

  assert.doesNotMatch(written("text"), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
  parseJson(written("json"), "report.json");
  parseSarif(written("sarif"));
  await parseJunit(written("junit"));
  parseMarkdown(written("markdown"));
  parseHtml(written("html"));
  parseAsff(written("asff"));
  parseOcsf(written("ocsf"));
  const { commands, rest } = parseGithub(written("github"));
  assert.equal(rest.length, 1);
  const told = report.stacks.flatMap((stack) => [...stack.findings.filter((one) => !one.excused), ...stack.notSeen]);
  assert.equal(commands.length, told.length + report.warnings.length);
}

import type { Box, Diagram, Edge, Node } from "./diagram";
import type { Kind } from "./nouns";

/** What stands around a label: Mermaid tells nodes apart by their brackets. */
const shapes: Partial<Record<Kind, readonly [string, string]>> = {
  internet: ["((", "))"],
  database: ["[(", ")]"],
  storage: ["[(", ")]"],
  function: ["([", "])"],
  messaging: [">", "]"],
  group: ["{{", "}}"],
  addresses: ["[/", "/]"],
};

/** A flowchart for a README, an issue or a pull request. */
export function mermaid(diagram: Diagram): string {
  const lines = [
    "flowchart LR",
    ...diagram.nodes.map(nodeLine),
    ...diagram.boxes.flatMap(boxLines),
    ...diagram.edges.map(edgeLine),
  ];
  return `---\ntitle: ${JSON.stringify(plain(diagram.title))}\n${config}---\n${lines.join("\n")}\n`;
}

/** The title of a box has two lines, for which Mermaid leaves no room by itself. */
const config = "config:\n  flowchart:\n    subGraphTitleMargin:\n      bottom: 24\n";

/**
 * Why pages such as GitHub's won't draw it, if they won't: they keep to Mermaid's own limits, `maxTextSize` and `maxEdges`
 * (https://mermaid.js.org/config/schema-docs/config.html).
 */
export function tooLargeForMermaid(text: string, { edges }: Diagram): string | undefined {
  if (text.length <= 50_000 && edges.length <= 500) return undefined;
  return `${edges.length} connections in ${text.length} characters, and most pages draw at most 500 in 50000; use --format svg, or draw fewer stacks`;
}

function boxLines({ id, title, detail, boxes, nodes }: Box): string[] {
  const inner = [...boxes.flatMap(boxLines), ...nodes.map(nodeLine)];
  // Mermaid draws a subgraph of nothing as a node.
  return [`subgraph ${id}["${lines(title, detail)}"]`, ...inner.map((line) => `  ${line}`), "end"];
}

function nodeLine({ id, kind, name, title, count }: Node): string {
  const [open, close] = shapes[kind] ?? ["[", "]"];
  return `${id}${open}"${lines(count > 1 ? `${name} ×${count}` : name, title)}"${close}`;
}

function edgeLine({ from, to, kind, labels, isPossible }: Edge): string {
  if (kind === "member") return `${from} -.- ${to}`;
  return `${from} ${isPossible ? "-.->" : "-->"}|"${lines(labels.join(", "))}"| ${to}`;
}

function lines(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .map((part) => escaped(plain(part)))
    .join("<br/>");
}

/** Mermaid's own entities; a label is HTML, and a backtick at its start makes it Markdown. */
function escaped(text: string): string {
  return text.replace(/[#"<>&`\\|[\]{}();*_~]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** Of what can't be seen nothing is left. */
function plain(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]+/gu, " ");
}

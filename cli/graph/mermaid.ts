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
  return `---\ntitle: ${JSON.stringify(plain(diagram.title))}\n---\n${lines.join("\n")}\n`;
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

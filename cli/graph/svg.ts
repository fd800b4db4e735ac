import type { Graph, Subgraph } from "@viz-js/viz";
import type { Box, Diagram, Edge, Node } from "./diagram";
import { partsOf } from "./parts";
import { onShelves, type Picture } from "./shelves";
import { style } from "./svg-style";

/** More labels than this on one arrow hide the picture. */
const mostLabels = 4;

/** How many arrows are bent around what stands in their way. */
const crowd = 150;

/** A picture for a page, laid out by Graphviz. The same diagram gives the same bytes. */
export async function svg(diagram: Diagram): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  const pictures = partsOf(diagram).map((part) => pictureOf(viz.renderString(graphOf(part), { format: "svg" })));
  return document(onShelves(pictures), diagram);
}

/** Graphviz writes a document; what is left is an image that can also stand inside a page. */
function pictureOf(drawn: string): Picture {
  const [width = 0, height = 0] = (/viewBox="0\.00 0\.00 ([^"]*)"/.exec(drawn)?.[1] ?? "").split(" ").map(Number);
  const body = drawn
    .slice(drawn.indexOf("<g id="), drawn.lastIndexOf("</svg>"))
    .replace(/<!--.*?-->\n?/gs, "")
    // The titles are ids, which would show as tooltips.
    .replace(/<title>.*?<\/title>\n?/gs, "")
    .replace(/ font-family="[^"]*"/g, "")
    .replace(/ id="[^"]*"/g, "")
    .replace(/<a[^>]*>|<\/a>/g, "");
  return { width: Math.ceil(width), height: Math.ceil(height), body };
}

function document({ width, height, body }: Picture, { title, nodes, edges, boxes }: Diagram): string {
  const count = countOf(boxes) + nodes.length;
  const description = `${count} nodes and ${edges.length} connections. An arrow is what a rule of a security group allows.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${escaped(description)}</desc>`,
    `<style>\n${style}\n</style>`,
    `${body}</svg>\n`,
  ].join("\n");
}

function countOf(boxes: readonly Box[]): number {
  return boxes.reduce((sum, { nodes, boxes: inner }) => sum + nodes.length + countOf(inner), 0);
}

function graphOf({ nodes, boxes, edges }: Diagram): Graph {
  return {
    directed: true,
    strict: false,
    graphAttributes: {
      rankdir: "LR",
      bgcolor: "transparent",
      fontname: "Helvetica",
      fontsize: 12,
      nodesep: 0.25,
      ranksep: 0.9,
      pad: 0.2,
      // To find a way around every node is beyond Graphviz in a crowd.
      splines: edges.length > crowd ? "line" : "spline",
    },
    nodeAttributes: { shape: "box", style: "rounded,filled", fontname: "Helvetica", fontsize: 12, margin: "0.16,0.09" },
    edgeAttributes: { fontname: "Helvetica", fontsize: 10, arrowsize: 0.7 },
    nodes: nodes.map(nodeOf),
    edges: [...edges.map(edgeOf), ...columns(boxes)],
    subgraphs: boxes.map(boxOf),
  };
}

function boxOf({ id, kind, title, detail, boxes, nodes }: Box): Subgraph {
  const isEmpty = boxes.length + nodes.length === 0;
  return {
    name: `cluster_${id}`,
    graphAttributes: {
      label: { html: label(title, detail, "left") },
      fontname: "Helvetica",
      fontsize: 12,
      class: kind,
      style: kind === "outside" ? "rounded,dashed" : "rounded",
      labeljust: "l",
      margin: 14,
    },
    // Graphviz draws no box around nothing.
    nodes: isEmpty
      ? [{ name: `${id}_empty`, attributes: { style: "invis", label: "", height: 0.1 } }]
      : nodes.map(nodeOf),
    subgraphs: boxes.map(boxOf),
  };
}

function nodeOf({ id, kind, name, title, count }: Node): { name: string; attributes: Record<string, any> } {
  const html = label(count > 1 ? `${name} ×${count}` : name, title);
  const shape = kind === "internet" ? "ellipse" : kind === "group" ? "hexagon" : "box";
  const isPlain = kind === "addresses" || kind === "group";
  return {
    name: id,
    attributes: { label: { html }, class: kind, shape, ...(isPlain ? { style: "rounded,dashed,filled" } : {}) },
  };
}

function edgeOf({ from, to, kind, labels, isPossible }: Edge): {
  tail: string;
  head: string;
  attributes: Record<string, any>;
} {
  if (kind === "member") return { tail: from, head: to, attributes: { dir: "none", style: "dotted", class: "member" } };
  const shown =
    labels.length > mostLabels ? [...labels.slice(0, mostLabels), `${labels.length - mostLabels} more`] : labels;
  const html = shown.map(escaped).join("<br/>");
  const isPublic = from.startsWith("internet_");
  return {
    tail: from,
    head: to,
    attributes: {
      label: { html: ` ${html} ` },
      class: isPublic ? "public" : "flow",
      ...(isPossible ? { style: "dashed" } : {}),
      // Arrows back to the left would turn the picture around.
      ...(to.startsWith("internet_") ? { constraint: false } : {}),
    },
  };
}

/** What nothing leads to would stand in one long column. */
function columns(boxes: readonly Box[]): { tail: string; head: string; attributes: Record<string, any> }[] {
  return boxes
    .filter(({ kind }) => kind === "outside")
    .flatMap(({ nodes }) => {
      const rows = Math.ceil(Math.sqrt(nodes.length));
      return nodes.slice(rows).map(({ id }, index) => {
        return { tail: nodes[index]?.id ?? id, head: id, attributes: { style: "invis", minlen: 1 } };
      });
    });
}

function label(first: string, second: string, align: "center" | "left" = "center"): string {
  const end = `<br align="${align}"/>`;
  const small = second === "" ? "" : `<font point-size="10">${escaped(second)}</font>${end}`;
  return `<b>${escaped(first)}</b>${end}${small}`;
}

function escaped(text: string): string {
  return text
    .replace(/[\p{C}\u2028\u2029]+/gu, " ")
    .replace(/[&<>"'\\]/g, (character) => `&#${character.charCodeAt(0)};`);
}

import type { Box, Diagram, Edge } from "./diagram";

/** Up to so many networks or stacks one picture is easier to read than several. */
const few = 6;

/**
 * Cuts a diagram of many boxes where no arrow leads from box to box. What stands outside of all boxes, such as the
 * internet, is in each part that it has to do with: one for all would be the end of arrows that cross everything.
 */
export function partsOf(diagram: Diagram): Diagram[] {
  if (diagram.boxes.filter(({ kind }) => kind !== "outside").length <= few) return [diagram];
  const parts = connected(diagram).map((boxes) => partOf(diagram, boxes));
  const drawn = new Set(parts.flatMap(({ edges, nodes }) => [...edges, ...nodes]));
  const edges = diagram.edges.filter((edge) => !drawn.has(edge));
  const ends = endsOf(edges);
  const nodes = diagram.nodes.filter((node) => !drawn.has(node) || ends.has(node.id));
  return nodes.length === 0 ? parts : [...parts, { ...diagram, boxes: [], nodes, edges }];
}

function partOf(diagram: Diagram, boxes: readonly Box[]): Diagram {
  const inside = new Set(boxes.flatMap(idsIn));
  const edges = diagram.edges.filter(({ from, to }) => inside.has(from) || inside.has(to));
  const ends = endsOf(edges);
  return { ...diagram, boxes, nodes: diagram.nodes.filter(({ id }) => ends.has(id)), edges };
}

/** Boxes that arrows connect, directly or by way of other boxes, in the order of the diagram. */
function connected({ boxes, edges }: Diagram): Box[][] {
  const groupOf = new Map<string, Set<Box>>();
  for (const box of boxes) {
    const group = new Set([box]);
    for (const id of idsIn(box)) groupOf.set(id, group);
  }
  for (const { from, to } of edges) {
    const [one, other] = [groupOf.get(from), groupOf.get(to)];
    if (one === undefined || other === undefined || one === other) continue;
    for (const box of other) {
      one.add(box);
      for (const id of idsIn(box)) groupOf.set(id, one);
    }
  }
  return [...new Set(groupOf.values())].map((group) => boxes.filter((box) => group.has(box)));
}

function idsIn({ id, boxes, nodes }: Box): string[] {
  return [id, ...nodes.map((node) => node.id), ...boxes.flatMap(idsIn)];
}

function endsOf(edges: readonly Edge[]): Set<string> {
  return new Set(edges.flatMap(({ from, to }) => [from, to]));
}

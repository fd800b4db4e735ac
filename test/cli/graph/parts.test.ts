import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Box, Diagram, Node } from "../../../cli/graph/diagram";
import { partsOf } from "../../../cli/graph/parts";

const node = (id: string): Node => ({ id, kind: "compute", name: id, title: "", count: 1 });
const box = (id: string, nodes: Node[], boxes: Box[] = []): Box => {
  return { id, kind: "vpc", title: id, detail: "", boxes, nodes };
};

/** Two nodes in each box, one of them in an inner box, and some nodes outside. */
function diagramOf(boxes: number, outside: number, arrows: readonly (readonly [number, number])[]): Diagram {
  const names = Array.from({ length: boxes }, (_, index) => `box${index}`);
  const nodes = Array.from({ length: outside }, (_, index) => node(`outside${index}`));
  const ends = [...nodes.map(({ id }) => id), ...names.flatMap((name) => [`${name}_a`, `${name}_b`])];
  return {
    title: "",
    boxes: names.map((name) => box(name, [node(`${name}_a`)], [box(`${name}_inner`, [node(`${name}_b`)])])),
    nodes,
    edges: arrows.map(([from, to]) => {
      return { from: at(ends, from), to: at(ends, to), kind: "flow", labels: [], isPossible: false };
    }),
  };
}

function at(ends: readonly string[], index: number): string {
  return ends[index % ends.length] ?? "";
}

function idsIn({ boxes, nodes }: Pick<Box, "boxes" | "nodes">): string[] {
  return [...nodes.map(({ id }) => id), ...boxes.flatMap(idsIn)];
}

const arrows = fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { maxLength: 30 });
const diagram = fc.tuple(fc.integer({ min: 7, max: 20 }), fc.nat(4), arrows).map((parts) => diagramOf(...parts));

describe("parts of a diagram", () => {
  it("are one as long as there are few boxes", () => {
    const small = diagramOf(6, 1, []);
    assert.deepEqual(partsOf(small), [small]);
    assert.equal(partsOf(diagramOf(7, 0, [])).length, 7);
  });

  it("hold each box and each arrow once, whatever leads where", () => {
    fc.assert(
      fc.property(diagram, (whole) => {
        const parts = partsOf(whole);
        assert.deepEqual(new Set(parts.flatMap(({ boxes }) => boxes)), new Set(whole.boxes));
        assert.equal(parts.flatMap(({ boxes }) => boxes).length, whole.boxes.length);
        assert.deepEqual(new Set(parts.flatMap(({ edges }) => edges)), new Set(whole.edges));
        assert.equal(parts.flatMap(({ edges }) => edges).length, whole.edges.length);
        assert.deepEqual(new Set(parts.flatMap(({ nodes }) => nodes)), new Set(whole.nodes));
      }),
    );
  });

  it("hold both ends of their arrows", () => {
    fc.assert(
      fc.property(diagram, (whole) => {
        for (const part of partsOf(whole)) {
          const ids = idsIn(part);
          for (const { from, to } of part.edges) assert.ok(ids.includes(from) && ids.includes(to), `${from} ${to}`);
        }
      }),
    );
  });

  it("keep boxes apart that only share what is outside, and together what arrows join by way of another", () => {
    const shared = diagramOf(8, 1, [
      [0, 1],
      [0, 3],
    ]);
    assert.equal(partsOf(shared).length, 8);
    assert.equal(partsOf(shared).filter(({ nodes }) => nodes.length === 1).length, 2);
    const chain = diagramOf(8, 0, [
      [0, 2],
      [5, 3],
    ]);
    assert.deepEqual(
      partsOf(chain).map(({ boxes }) => boxes.map(({ id }) => id).join("+")),
      ["box0+box1+box2", "box3", "box4", "box5", "box6", "box7"],
    );
  });
});

import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { onShelves, type Picture } from "../../../cli/graph/shelves";

const size = fc.integer({ min: 1, max: 2000 });
const pictures = fc.array(fc.record({ width: size, height: size, body: fc.constant("x\n") }), {
  minLength: 2,
  maxLength: 30,
});

/** Where each picture stands. */
function placesIn({ body }: Picture): { x: number; y: number }[] {
  return [...body.matchAll(/translate\((\d+) (\d+)\)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

describe("pictures on shelves", () => {
  it("leave a single one as it is", () => {
    const only = { width: 10, height: 3000, body: "x\n" };
    assert.deepEqual(onShelves([only]), only);
  });

  it("make the whole no higher than wide, unless all stand in one row", () => {
    const eight = Array.from({ length: 8 }, () => ({ width: 800, height: 200, body: "x\n" }));
    const { width, height } = onShelves(eight);
    assert.deepEqual([width, height], [1624, 872]);
    fc.assert(
      fc.property(pictures, (given) => {
        const whole = onShelves(given);
        assert.ok(whole.height <= whole.width || placesIn(whole).every(({ y }) => y === 0));
      }),
    );
  });

  it("stand within the whole, in order, and never over one another", () => {
    fc.assert(
      fc.property(pictures, (given) => {
        const whole = onShelves(given);
        const places = placesIn(whole).map((place, index) => ({ ...place, ...given[index]! }));
        assert.equal(places.length, given.length);
        for (const [index, { x, y, width, height }] of places.entries()) {
          assert.ok(x + width <= whole.width && y + height <= whole.height);
          for (const other of places.slice(index + 1)) {
            assert.ok(other.x >= x + width || other.y >= y + height, "one stands over another");
          }
        }
      }),
    );
  });
});

/** A piece of SVG, and how much room it takes. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

const gap = 24;

/** Puts pictures side by side, in as many rows as make the whole no higher than wide. */
export function onShelves(pictures: readonly Picture[]): Picture {
  const widest = Math.max(...pictures.map(({ width }) => width));
  for (let columns = 1; ; columns += 1) {
    const whole = inRows(pictures, columns * (widest + gap));
    if (whole.height <= whole.width || columns >= pictures.length) return whole;
  }
}

/** As words on a page. */
function inRows(pictures: readonly Picture[], page: number): Picture {
  if (pictures.length === 1 && pictures[0]) return pictures[0];
  let [x, y, rowHeight, reached] = [0, 0, 0, 0];
  const placed = pictures.map(({ width, height, body }) => {
    if (x > 0 && x + width > page) [x, y, rowHeight] = [0, y + rowHeight + gap, 0];
    const here = `<g transform="translate(${x} ${y})">\n${body}</g>\n`;
    x += width + gap;
    reached = Math.max(reached, x - gap);
    rowHeight = Math.max(rowHeight, height);
    return here;
  });
  return { width: reached, height: y + rowHeight, body: placed.join("") };
}

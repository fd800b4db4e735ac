/** Addresses from `first` to `last`, both included, as numbers. */
export interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** The same addresses, in order, none twice. */
export function union(ranges: readonly Range[]): Range[] {
  if (ranges.length < 2) return [...ranges];
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    const before = merged.at(-1);
    if (!before || range.first > before.last + 1n) merged.push(range);
    else if (range.last > before.last) merged[merged.length - 1] = { first: before.first, last: range.last };
  }
  return merged;
}

/** The addresses of `ranges` that are in none of `others`. */
export function subtract(ranges: readonly Range[], others: readonly Range[]): Range[] {
  let left = union(ranges);
  for (const other of others) {
    left = left.flatMap(({ first, last }) => {
      if (other.last < first || last < other.first) return [{ first, last }];
      return [
        ...(first < other.first ? [{ first, last: other.first - 1n }] : []),
        ...(other.last < last ? [{ first: other.last + 1n, last }] : []),
      ];
    });
  }
  return left;
}

/** The addresses that are in both. */
export function intersect(ranges: readonly Range[], others: readonly Range[]): Range[] {
  const [a, b] = [union(ranges), union(others)];
  const shared: Range[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left, right] = [a[i] as Range, b[j] as Range];
    const first = left.first > right.first ? left.first : right.first;
    const last = left.last < right.last ? left.last : right.last;
    if (first <= last) shared.push({ first, last });
    if (left.last < right.last) i += 1;
    else j += 1;
  }
  return shared;
}

/** How many addresses there are, each counted once. */
export function size(ranges: readonly Range[]): bigint {
  return union(ranges).reduce((total, { first, last }) => total + last - first + 1n, 0n);
}

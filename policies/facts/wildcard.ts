/** Whether a pattern of the policy language, in which `*` stands for any text and `?` for one character, matches a text. */
export function matches(pattern: string, text: string): boolean {
  return reach(pattern, text).has(pattern.length);
}

/** Whether a pattern matches some text that starts with this one. */
export function matchesSomeAfter(pattern: string, prefix: string): boolean {
  return reach(pattern, prefix).size > 0;
}

/** The places in the pattern that one can be at after reading the text. */
function reach(pattern: string, text: string): Set<number> {
  let places = settled(pattern, [0]);
  for (const character of text) {
    const next: number[] = [];
    for (const place of places) {
      if (pattern[place] === "*") next.push(place);
      else if (pattern[place] === "?" || pattern[place] === character) next.push(place + 1);
    }
    places = settled(pattern, next);
  }
  return places;
}

/** A `*` may stand for nothing, so one is behind it as soon as one is before it. */
function settled(pattern: string, places: readonly number[]): Set<number> {
  const all = new Set<number>();
  for (let place of places) {
    all.add(place);
    while (pattern[place] === "*") all.add(++place);
  }
  return all;
}

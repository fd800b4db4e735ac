/** `; did you mean fast?` for `fsat`; nothing when no known name is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const { distance } = require("fastest-levenshtein") as typeof import("fastest-levenshtein");
  const nearest = known
    .map((candidate) => ({ candidate, distance: distance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return nearest && nearest.distance <= name.length / 2 ? `; did you mean ${nearest.candidate}?` : "";
}

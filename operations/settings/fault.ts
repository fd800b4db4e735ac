import { didYouMean } from "../../policies/settings/did-you-mean";

/** What is wrong, in words, and where: the keys that lead to it in the file. */
export interface Fault {
  readonly keys: Keys;
  readonly problem: string;
}

export type Keys = readonly string[];

/** A fault when a name refers to nothing. */
export function refer(
  keys: Keys,
  kind: string,
  name: string,
  known: Readonly<Record<string, unknown>>,
): readonly Fault[] {
  if (Object.hasOwn(known, name)) return [];
  const names = Object.keys(known);
  const got = name === "" ? "got none" : `got ${JSON.stringify(name)}`;
  const hint =
    didYouMean(name, names) || (names.length > 0 ? `; known are ${names.join(", ")}` : "; there is none yet");
  return [{ keys, problem: `expected the name of a ${kind}, ${got}${hint}` }];
}

import { expectArgument } from "../check-argument";

/** Refuses a name that nothing has, which would leave on what was meant to be left out. */
export function expectNames(
  argument: string,
  names: readonly string[],
  known: readonly { readonly name: string }[],
): void {
  const valid = known.map(({ name }) => name);
  for (const name of names) expectArgument(valid.includes(name), argument, `among ${valid.join(", ")}`, name);
}

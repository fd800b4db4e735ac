/** An answer of three values: what can't be told is neither. */
export type Verdict =
  | { readonly answer: "yes" | "no" }
  | { readonly answer: "cannotTell"; /** What it depends on. */ readonly because: string };

export const yes: Verdict = { answer: "yes" };
export const no: Verdict = { answer: "no" };

export function cannotTell(because: string): Verdict {
  return { answer: "cannotTell", because };
}

export function all(verdicts: readonly Verdict[]): Verdict {
  return verdicts.find(({ answer }) => answer === "no") ?? verdicts.find(({ answer }) => answer !== "yes") ?? yes;
}

export function any(verdicts: readonly Verdict[]): Verdict {
  return verdicts.find(({ answer }) => answer === "yes") ?? verdicts.find(({ answer }) => answer !== "no") ?? no;
}

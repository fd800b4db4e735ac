import { some } from "./some";

/** Whether each question is answered yes. One certain no settles it, even beside others that aren't known yet. */
export function allOf(...questions: readonly (() => boolean)[]): boolean {
  return !some(questions, (holds) => !holds());
}

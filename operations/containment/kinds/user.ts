import { ask, noSuchEntity, unlessMissing } from "../calls";
import { tagsOf } from "./kind";
import { principal } from "./principal";

/**
 * Denies everything to a user: keys, sessions, and the console, in which a sign-in is good for nothing then. A login profile
 * can't be given back with its password, so it stays; keys are targets of their own.
 */
export const user = principal("user", async (send, UserName) => {
  const found = await unlessMissing(ask(send, "iam", "GetUser", { UserName }), ...noSuchEntity);
  return found?.User && { arn: found.User.Arn ?? "", tags: tagsOf(found.User.Tags) };
});

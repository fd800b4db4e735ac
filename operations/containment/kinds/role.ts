import { ask, noSuchEntity, unlessMissing } from "../calls";
import { tagsOf } from "./kind";
import { principal } from "./principal";

/** Denies everything to all sessions of a role, those of people, functions and hosts alike. */
export const role = principal("role", async (send, RoleName) => {
  const found = await unlessMissing(ask(send, "iam", "GetRole", { RoleName }), ...noSuchEntity);
  if (!found?.Role) return undefined;
  const { Path = "", Arn = "", Tags } = found.Role;
  // AWS changes these itself, and refuses that others do.
  if (/^\/aws-(service-role|reserved)\//.test(Path)) {
    throw new Error(`expected a role that may be changed, got one of AWS's own, ${Arn}`);
  }
  return { arn: Arn, tags: tagsOf(Tags) };
});

export { UserError } from "../policies/core/user-error";

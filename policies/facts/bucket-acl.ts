import type { Subject } from "../core/graph";
import { each, type Value } from "../core/value";
import { allOf } from "./all-of";
import { some } from "./some";

export type Access = "read" | "write";

/**
 * What the ACL written in a bucket or a BucketAcl gives to everyone: a phrase for each grant. Signed in to any AWS account
 * is everyone, too. The right to write the ACL is the right to grant oneself the rest.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
export function publicGrants(resource: Subject<any>, access: Access): string[] {
  const canned = resource.at("acl");
  const grants = [...resource.at("grants").elements(), ...resource.at("accessControlPolicy").at("grants").elements()];
  return each([() => cannedGrant(canned, access), ...grants.map((grant) => () => listedGrant(grant, access))], (look) =>
    look(),
  );
}

const cannedAcls: Readonly<Record<Access, readonly string[]>> = {
  read: ["public-read", "public-read-write", "authenticated-read"],
  write: ["public-read-write"],
};

const permissions: Readonly<Record<Access, readonly string[]>> = {
  read: ["READ", "READ_ACP", "FULL_CONTROL"],
  write: ["WRITE", "WRITE_ACP", "FULL_CONTROL"],
};

const everyone = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

function cannedGrant(acl: Value<any>, access: Access): string[] {
  const canned = acl.string();
  return canned !== undefined && cannedAcls[access].includes(canned) ? [`${acl.path} is "${canned}"`] : [];
}

function listedGrant(grant: Value<any>, access: Access): string[] {
  const inline = grant.at("uri");
  const uri = inline.isPresent ? inline : grant.at("grantee").at("uri");
  const given = [...grant.at("permissions").elements(), grant.at("permission")];
  const isBreach = allOf(
    () => everyone.test(uri.string() ?? ""),
    () => some(given, (permission) => permissions[access].includes(permission.string() ?? "")),
  );
  const [, group] = isBreach ? (everyone.exec(uri.string() ?? "") ?? []) : [];
  return group ? [`${grant.path} gives ${group} ${access} access`] : [];
}

const rootType = "pulumi:pulumi:Stack";

/** The URN that Pulumi's engine gives: a child carries its parents' types, the stack's own left out. */
export function urnOf(
  deployment: { readonly project: string; readonly stack: string },
  type: string,
  name: string,
  parent?: string,
): string {
  const parentType = parent ? qualifiedType(parent) : "";
  const chain = parentType === "" || parentType === rootType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${deployment.stack}::${deployment.project}::${chain}::${name}`;
}

function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The URN in a reference to a provider, which is written `urn::id`. */
export function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

/** The package of a type or function token: `aws` of `aws:s3/bucket:Bucket`. */
export function packageOf(token: string): string {
  return token.slice(0, Math.max(0, token.indexOf(":")));
}

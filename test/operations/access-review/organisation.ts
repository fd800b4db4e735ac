import { ask, type Send, sender } from "../../../operations/containment/calls";
import type { Settings } from "../../../operations/settings/settings";
import { emulator, reset } from "../../support/aws-emulator/server";
import { settings as desk } from "../desk/fixture";

export const account = "123456789012";

const person = (email: string, manager?: string) => ({
  ...{ name: email, email, role: "viewer" as const, department: "security", manager },
  addresses: [{ connector: "chat", to: email }],
});

/** Ana leads the department, Maria leads Ana, and Chen has no manager. */
export const settings: Settings = {
  ...desk,
  people: {
    ana: person("ana@example.com", "maria"),
    bo: person("bo@example.com", "ana"),
    chen: person("chen@example.com"),
    maria: person("maria@example.com"),
    senior: person("senior@example.com", "maria"),
  },
  departments: { ...desk.departments, security: { policy: "security", head: "ana", addresses: [] } },
  accessReview: {
    owner: "senior",
    exempt: [{ principal: "break-glass*", reason: "the way in when all else fails" }],
    days: 14,
  },
};

const document = (Action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

export const inlineDocument = document("s3:GetObject");

/** An account of moto with nothing in it. */
export async function emptyAccount(): Promise<Send> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const endpoint = await emulator();
  await reset();
  const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
  return sender({ region: "eu-west-1", endpoint, credentials, maxAttempts: 1 });
}

/** An account with users of IAM and of Identity Center, and all kinds of access. */
export async function organisation(): Promise<Send> {
  const send = await emptyAccount();
  await iamUsers(send);
  await identityCenter(send);
  return send;
}

async function iamUsers(send: Send): Promise<void> {
  const policy = async (PolicyName: string) => {
    const made = await ask(send, "iam", "CreatePolicy", { PolicyName, PolicyDocument: document("ec2:*") });
    return made.Policy?.Arn ?? "";
  };
  await ask(send, "iam", "CreateGroup", { GroupName: "administrators" });
  await ask(send, "iam", "AttachGroupPolicy", { GroupName: "administrators", PolicyArn: await policy("everything") });
  for (const [UserName, email] of [["bo.builder", "Bo@example.com"], ["robot"], ["break-glass-1"], ["idle"]] as const) {
    const Tags = email === undefined ? [] : [{ Key: "email", Value: email }];
    await ask(send, "iam", "CreateUser", { UserName, Tags });
  }
  const bo = { UserName: "bo.builder" };
  await ask(send, "iam", "AddUserToGroup", { ...bo, GroupName: "administrators" });
  await ask(send, "iam", "AttachUserPolicy", { ...bo, PolicyArn: await policy("machines") });
  await ask(send, "iam", "PutUserPolicy", { ...bo, PolicyName: "files", PolicyDocument: inlineDocument });
  await ask(send, "iam", "CreateLoginProfile", { ...bo, Password: "Correct-horse-42" });
  await ask(send, "iam", "CreateLoginProfile", { UserName: "break-glass-1", Password: "Correct-horse-42" });
  await ask(send, "iam", "CreateAccessKey", { UserName: "robot" });
  const unused = await ask(send, "iam", "CreateAccessKey", { UserName: "robot" });
  const AccessKeyId = unused.AccessKey?.AccessKeyId;
  await ask(send, "iam", "UpdateAccessKey", { UserName: "robot", AccessKeyId, Status: "Inactive" });
}

/** The instance that moto has in every account. */
export async function instanceOf(
  send: Send,
): Promise<{ readonly InstanceArn: string; readonly IdentityStoreId: string }> {
  const { Instances: [found] = [] } = await ask(send, "sso-admin", "ListInstances", {});
  return { InstanceArn: found?.InstanceArn ?? "", IdentityStoreId: found?.IdentityStoreId ?? "" };
}

export async function identityUser(send: Send, name: string): Promise<string> {
  const { IdentityStoreId } = await instanceOf(send);
  const { UserId } = await ask(send, "identitystore", "CreateUser", {
    ...{ IdentityStoreId, UserName: name, DisplayName: name, Name: { GivenName: name, FamilyName: name } },
    Emails: [{ Value: `${name}@example.com`, Primary: true }],
  });
  return UserId ?? "";
}

export async function identityGroup(send: Send, DisplayName: string): Promise<string> {
  const { IdentityStoreId } = await instanceOf(send);
  const { GroupId } = await ask(send, "identitystore", "CreateGroup", { IdentityStoreId, DisplayName });
  return GroupId ?? "";
}

/** Gives a permission set to a group or to a user. */
export async function assign(send: Send, Name: string, principals: Readonly<Record<string, "GROUP" | "USER">>) {
  const { InstanceArn } = await instanceOf(send);
  const made = await ask(send, "sso-admin", "CreatePermissionSet", { InstanceArn, Name, SessionDuration: "PT4H" });
  const PermissionSetArn = made.PermissionSet?.PermissionSetArn;
  const target = { InstanceArn, PermissionSetArn, TargetId: account, TargetType: "AWS_ACCOUNT" as const };
  await ask(send, "sso-admin", "ProvisionPermissionSet", {
    ...{ InstanceArn, PermissionSetArn, TargetId: account, TargetType: "AWS_ACCOUNT" },
  });
  for (const [PrincipalId, PrincipalType] of Object.entries(principals)) {
    await ask(send, "sso-admin", "CreateAccountAssignment", { ...target, PrincipalId, PrincipalType });
  }
}

async function identityCenter(send: Send): Promise<void> {
  const { IdentityStoreId } = await instanceOf(send);
  const [chen, ana] = [await identityUser(send, "chen"), await identityUser(send, "ana")];
  const GroupId = await identityGroup(send, "database-admins");
  await ask(send, "identitystore", "CreateGroupMembership", { IdentityStoreId, GroupId, MemberId: { UserId: chen } });
  await assign(send, "DatabaseAdministrator", { [GroupId]: "GROUP" });
  await assign(send, "ReadOnly", { [ana]: "USER", [GroupId]: "GROUP" });
}

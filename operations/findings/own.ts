import { Ajv, type ValidateFunction } from "ajv";
import { severities, type Severity } from "../../policies/core/rule";
import { UserError } from "../../policies/core/user-error";
import type { Draft } from "./draft";
import { instantAt } from "./reading";

const text = { type: "string" };

/** The JSON schema of a finding in the desk's own shape: what a script has to send. What it doesn't know is ignored. */
const findingSchema = {
  type: "object",
  required: ["id", "rule", "title"],
  properties: {
    id: { ...text, description: "What the source calls this report." },
    rule: { ...text, minLength: 1, description: "What was looked for: a control, a rule or a kind of alert." },
    title: { ...text, minLength: 1 },
    description: text,
    account: { ...text, pattern: "^(\\d{12})?$", description: "The AWS account, of 12 digits." },
    region: text,
    resource: { ...text, description: "ARN or other name of what it is about." },
    severity: { enum: severities, default: "medium" },
    status: { enum: ["active", "resolved"], default: "active" },
    at: { ...text, description: "When, in ISO 8601; now when it is left out." },
    url: { ...text, description: "Where the source shows it." },
    reporter: { ...text, description: "The mail address of who is told what becomes of it." },
    fields: { type: "object", additionalProperties: text, description: "Further fields that rules may ask for." },
  },
} as const;

let validate: ValidateFunction | undefined;

type Given = Omit<Draft, "severity" | "status" | "source"> & { severity?: Severity; status?: Draft["status"] };

export function fromOwn(finding: unknown, name: string): Draft {
  validate ??= new Ajv().compile(findingSchema);
  if (!validate(finding)) {
    const [error] = validate.errors ?? [];
    const field = error?.instancePath.slice(1).replaceAll("/", ".") ?? "";
    throw new UserError(
      `${name}: expected ${field === "" ? "a finding that" : `${field} that`} ${error?.message ?? "is right"}`,
    );
  }
  const { severity = "medium", status = "active", ...given } = finding as Given;
  return { ...given, severity, status, source: "webhook", at: instantAt(given.at) };
}

import { createRequire } from "node:module";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Severity } from "../core/rule";
import type { Level } from "../settings/decisions";
import type { Diagnostic, Remediation } from "./session";

/** A pack's name and version, which every diagnostic carries. */
export interface Identity {
  readonly name: string;
  readonly version: string;
}

// gRPC refuses messages of another copy of these modules than the one that @pulumi/policy registered.
const requireAsSdk = createRequire(require.resolve("@pulumi/policy"));
const {
  AnalyzeDiagnostic,
  AnalyzeResponse,
  EnforcementLevel,
  PolicySeverity,
  Remediation: RemediationMessage,
  RemediateResponse,
} = requireAsSdk("@pulumi/pulumi/proto/analyzer_pb") as typeof analyzer;

const levels: Readonly<Record<Level, analyzer.EnforcementLevel>> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  remediate: EnforcementLevel.REMEDIATE,
  disabled: EnforcementLevel.DISABLED,
};

const severities: Readonly<Record<Severity, analyzer.PolicySeverity>> = {
  low: PolicySeverity.POLICY_SEVERITY_LOW,
  medium: PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: PolicySeverity.POLICY_SEVERITY_CRITICAL,
};

export function analyzeResponse(identity: Identity, diagnostics: readonly Diagnostic[]): analyzer.AnalyzeResponse {
  const response = new AnalyzeResponse();
  response.setDiagnosticsList(diagnostics.map((diagnostic) => diagnosticMessage(identity, diagnostic)));
  return response;
}

export function remediateResponse(
  identity: Identity,
  remediations: readonly Remediation[],
): analyzer.RemediateResponse {
  const response = new RemediateResponse();
  response.setRemediationsList(
    remediations.map(({ policyName, description, properties }) => {
      const message = new RemediationMessage();
      message.setPolicyname(policyName);
      message.setPolicypackname(identity.name);
      message.setPolicypackversion(identity.version);
      message.setDescription(description);
      message.setProperties(structOf(properties));
      return message;
    }),
  );
  return response;
}

/** The level that a number in one of Pulumi's messages stands for. */
export function levelOf(number: number): Level {
  const level = (Object.keys(levels) as Level[]).find((name) => (levels[name] as number) === number);
  if (level === undefined) throw new Error(`expected an enforcement level, got ${number}`);
  return level;
}

function diagnosticMessage(identity: Identity, diagnostic: Diagnostic): analyzer.AnalyzeDiagnostic {
  const message = new AnalyzeDiagnostic();
  message.setPolicyname(diagnostic.policyName);
  message.setPolicypackname(identity.name);
  message.setPolicypackversion(identity.version);
  message.setDescription(diagnostic.description);
  message.setMessage(diagnostic.message);
  message.setEnforcementlevel(levels[diagnostic.enforcementLevel]);
  message.setSeverity(severities[diagnostic.severity]);
  message.setUrn(diagnostic.urn);
  return message;
}

function structOf(properties: Record<string, unknown>): Struct {
  const protobuf = requireAsSdk("google-protobuf/google/protobuf/struct_pb") as { Struct: typeof Struct };
  return protobuf.Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

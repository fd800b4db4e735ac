import { createHash } from "node:crypto";
import type { Excuse, Location, Report, ReportedFinding, ReportedStack, Rule } from "../../../cli/report/report";

/** What an attacker, or an unlucky user, may write into a name. */
export const hostile = [
  "</script><script>alert(1)</script>",
  "]]><failure/>",
  "a|b",
  "first\nsecond",
  "\r\n::error::owned",
  `"'\``,
  "%0A%0D::error file=x::",
  "@octocat #1 [link](https://evil.example)",
  "<img src=x onerror=alert(1)>",
  "\u001b[31mred\u0007",
  "\u202e\u2028\u2029\ufeff",
  "\ud800 half",
  "日本語 ünïcödé 🦊",
  "",
];

const none = { checks: [], equivalents: {} } as const;

export const noPublicSsh: Rule = {
  ...none,
  id: "ec2-security-group-no-public-ssh",
  title: "Security groups must not let the whole internet reach SSH",
  severity: "critical",
  why: "Bots try passwords and new exploits on every SSH server of the internet within minutes.",
  fix: "Name in cidrBlocks the networks that need SSH, or remove the rule and use Session Manager.",
  catalogue: ["EC2.13"],
  controls: {
    "Security Hub": ["EC2.13"],
    FSBP: [],
    "CIS AWS 5.0": ["5.3"],
    "NIST 800-53 r5": ["AC-4", "SC-7(4)"],
    "PCI DSS 4.0.1": ["1.3.1"],
  },
};

export const databaseEncrypted: Rule = {
  ...none,
  id: "rds-instance-encrypted",
  title: "RDS instances must be encrypted at rest",
  severity: "high",
  why: "Whoever reaches a snapshot or the storage of an unencrypted database reads every row in it.",
  fix: "Set storageEncrypted to true. This replaces an existing instance: restore it from an encrypted copy of a snapshot.",
  catalogue: ["RDS.3"],
  controls: { "Security Hub": ["RDS.3"], FSBP: ["RDS.3"] },
};

export const fileSystemEncrypted: Rule = {
  ...none,
  id: "efs-file-system-encrypted",
  title: "EFS file systems must be encrypted at rest",
  severity: "medium",
  why: "Whoever reaches the storage or a backup of an unencrypted file system reads every file on it.",
  fix: "Set encrypted to true and, to control the key, kmsKeyId.",
  catalogue: ["EFS.1"],
};

export const tagged: Rule = {
  ...none,
  id: "tagging-resource-required-tags",
  title: "Resources must carry the required tags",
  severity: "low",
  why: "Without an owner's tag, nobody answers for what a resource costs and holds.",
  fix: "Add the missing tags to tags.",
  catalogue: [],
  controls: {},
};

export const rules: readonly Rule[] = [noPublicSsh, databaseEncrypted, fileSystemEncrypted, tagged];

interface Given {
  readonly rule: Rule;
  readonly name: string;
  readonly type: string;
  readonly observation: string;
  readonly location?: Location | null;
  readonly urn?: string;
  readonly outcome?: ReportedFinding["outcome"];
  readonly level?: ReportedFinding["level"];
  readonly excused?: Excuse | null;
}

export function finding(given: Given): ReportedFinding {
  const { urn = `urn:pulumi:dev::shop::${given.type}::${given.name}` } = given;
  const fingerprint = createHash("sha256").update([given.rule.id, urn, given.observation].join("\0")).digest("hex");
  return {
    outcome: "breach",
    level: "mandatory",
    excused: null,
    location: null,
    severity: given.rule.severity,
    ...given,
    urn,
    fingerprint,
  };
}

export const exception: Excuse = {
  reason: "Bastion of the migration, gone in spring",
  owner: "ana@example.com",
  expires: "2027-03-31",
  ticket: "OPS-12",
};
export const baselined: Excuse = { reason: "in the baseline", owner: "baseline", expires: null };

const securityGroup = "aws:ec2/securityGroup:SecurityGroup";
const instance = "aws:rds/instance:Instance";
const fileSystem = "aws:efs/fileSystem:FileSystem";

export const shop: ReportedStack = {
  source: "examples/shop",
  kind: "program",
  resources: 14,
  notSeen: [
    {
      urn: "urn:pulumi:dev::shop::acme:net:Mesh::mesh",
      type: "acme:net:Mesh",
      reason: "remote components need their plugin",
    },
  ],
  findings: [
    finding({
      rule: databaseEncrypted,
      name: "orders",
      type: instance,
      observation: "storageEncrypted is false",
      location: { file: "examples/shop/index.ts", line: 4, column: 16 },
    }),
    finding({
      rule: noPublicSsh,
      name: "web",
      type: securityGroup,
      observation: "0.0.0.0/0 can reach TCP port 22",
      location: { file: "examples/shop/index.ts", line: 9, column: 13 },
    }),
    finding({
      rule: tagged,
      name: "web",
      type: securityGroup,
      level: "advisory",
      observation: "tags lacks Owner",
      location: { file: "examples/shop/index.ts", line: 9, column: 13 },
    }),
    finding({
      rule: fileSystemEncrypted,
      name: "shared",
      type: fileSystem,
      outcome: "undetermined",
      observation: "encrypted is not known yet",
      location: { file: "examples/shop/files.ts", line: 2, column: 1 },
    }),
    finding({
      rule: noPublicSsh,
      name: "bastion",
      type: securityGroup,
      observation: "0.0.0.0/0 can reach TCP port 22",
      location: { file: "examples/shop/bastion.ts", line: 7, column: 3 },
      excused: exception,
    }),
    finding({
      rule: fileSystemEncrypted,
      name: "legacy",
      type: fileSystem,
      observation: "encrypted is not set",
      excused: baselined,
    }),
  ],
};

/** Nothing in it has a location, and every string of it is hostile. */
export const foreign: ReportedStack = {
  source: "state 日本.json",
  kind: "state",
  resources: hostile.length,
  notSeen: [],
  findings: hostile.map((text, index) =>
    finding({
      rule: rules[index % rules.length] ?? tagged,
      name: text,
      type: securityGroup,
      urn: `urn:pulumi:dev::shop::${securityGroup}::${text}`,
      observation: `name is ${text}`,
      excused: index % 5 === 4 ? { reason: text, owner: text, expires: null } : null,
      location: index % 3 === 2 ? { file: `src/${text}.ts`, line: 3, column: 5 } : null,
    }),
  ),
};

export const clean: ReportedStack = { source: "clean", kind: "preview", resources: 1, notSeen: [], findings: [] };

export function reportOf(stacks: readonly ReportedStack[], warnings: readonly string[] = []): Report {
  const findings = stacks.flatMap((stack) => stack.findings);
  const breaches = findings.filter((one) => one.outcome === "breach" && !one.excused);
  const of = (severity: Rule["severity"]) => breaches.filter((one) => one.severity === severity).length;
  return {
    tool: { name: "pulumi-guardrails", version: "0.1.0", informationUri: "https://example.com/pulumi-guardrails" },
    time: new Date("2026-11-24T06:00:00.000Z"),
    stacks,
    summary: {
      breaches: breaches.length,
      undetermined: findings.filter((one) => one.outcome === "undetermined" && !one.excused).length,
      excused: findings.filter((one) => one.excused).length,
      notSeen: stacks.reduce((sum, stack) => sum + stack.notSeen.length, 0),
      bySeverity: { critical: of("critical"), high: of("high"), medium: of("medium"), low: of("low") },
    },
    rules,
    warnings,
  };
}

export const warnings = [
  "the exception of ec2-security-group-no-public-ssh for bastion expires on 2027-03-31",
  "no resource matches *::old | `x` </script>\n::error::owned",
];

export const report = reportOf([shop, foreign, clean], warnings);

/** A big report: `number` breaches, every fourth of another rule. */
export function large(number: number): Report {
  const findings = Array.from({ length: number }, (_, index) =>
    finding({
      rule: rules[index % rules.length] ?? tagged,
      name: `resource-${index}`,
      type: securityGroup,
      observation: `property${index % 7} is not set`,
      location: { file: `src/part-${index % 12}.ts`, line: index + 1, column: 3 },
      outcome: index % 11 === 10 ? "undetermined" : "breach",
      excused: index % 13 === 12 ? baselined : null,
    }),
  );
  return reportOf([{ source: "large", kind: "state", resources: number, notSeen: [], findings }]);
}

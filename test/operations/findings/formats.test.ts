import * as assert from "node:assert/strict";
import fc from "fast-check";
import { asff } from "../../../cli/report/asff";
import { ocsf } from "../../../cli/report/ocsf";
import { most } from "../../../operations/findings/draft";
import { findingKey } from "../../../operations/findings/finding";
import { findingsOf, type Format } from "../../../operations/findings/formats";
import { deepest, largest } from "../../../operations/findings/limits";
import { UserError } from "../../../policies/core/user-error";
import { reportOf, shop } from "../../cli/report/fixture";
import { asffFinding, alert, complianceChange, guardDutyEvent, ocsfFinding, snsMessage } from "./samples";

const now = "2026-11-24T09:00:00.000Z";
const one = (format: Format, body: unknown, source?: string) => {
  const findings = findingsOf(format, body, source, now);
  assert.equal(findings.length, 1);
  return findings[0] ?? assert.fail();
};

function refused(format: Format, body: unknown, expected: RegExp): void {
  assert.throws(
    () => findingsOf(format, body, undefined, now),
    (error) => error instanceof UserError && expected.test(error.message) && !error.message.includes("\n"),
  );
}

describe("findings in AWS Security Finding Format", () => {
  it("are those of Security Hub", () => {
    assert.deepEqual(one("asff", [asffFinding]), {
      id: asffFinding.Id,
      source: "securityhub",
      rule: "S3.8",
      account: "123456789012",
      region: "eu-west-1",
      resource: "arn:aws:s3:::invoices",
      title: "S3 general purpose buckets should block public access",
      description: "This control checks the bucket.",
      severity: "high",
      at: "2026-11-24T06:00:00.000Z",
      status: "active",
      url: "https://docs.aws.amazon.com/console/securityhub/S3.8/remediation",
      fields: {
        ...{ product: "Security Hub", productArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub" },
        ...{ resourceType: "AwsS3Bucket", compliance: "FAILED", workflow: "NEW" },
        ...{ type: "Software and Configuration Checks/Industry Standards", "tag:team": "payments" },
      },
    });
  });

  it("come alone, in a list, as an answer of GetFindings or in an event", () => {
    const event = { "detail-type": "Security Hub Findings - Imported", detail: { findings: [asffFinding] } };
    const whole = one("asff", asffFinding);
    for (const body of [[asffFinding], { Findings: [asffFinding] }, event, JSON.stringify(event)]) {
      assert.deepEqual(one("asff", body), whole);
    }
    assert.deepEqual(one("event", event), whole);
  });

  const statuses = [
    [{ RecordState: "ARCHIVED" }, "resolved"],
    [{ Workflow: { Status: "RESOLVED" } }, "resolved"],
    [{ Workflow: { Status: "SUPPRESSED" } }, "resolved"],
    [{ Compliance: { Status: "PASSED" } }, "resolved"],
    [{ Workflow: { Status: "NOTIFIED" } }, "active"],
    [{ Compliance: { Status: "NOT_AVAILABLE" } }, "active"],
  ] as const;
  for (const [change, status] of statuses) {
    it(`are ${status} with ${JSON.stringify(change)}`, () => {
      assert.equal(one("asff", { ...asffFinding, ...change }).status, status);
    });
  }

  it("have the severity of their label, else of their number", () => {
    const severityOf = (Severity: unknown) => one("asff", { ...asffFinding, Severity }).severity;
    const labels = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"].map((Label) => severityOf({ Label }));
    assert.deepEqual(labels, ["critical", "high", "medium", "low", "low"]);
    const numbers = [100, 90, 89, 70, 69, 40, 39, 0].map((Normalized) => severityOf({ Normalized }));
    assert.deepEqual(numbers, ["critical", "critical", "high", "high", "medium", "medium", "low", "low"]);
    assert.equal(severityOf(undefined), "medium");
  });

  it("are told apart by what Inspector and GuardDuty found, not by who found it", () => {
    const { Compliance: _, ...rest } = asffFinding;
    const inspector = { ...rest, GeneratorId: "AWSInspector", Vulnerabilities: [{ Id: "CVE-2026-1234" }] };
    assert.equal(one("asff", inspector).rule, "CVE-2026-1234");
    const Types = ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS"];
    const guardDuty = { ...rest, GeneratorId: "arn:aws:guardduty:eu-west-1:123456789012:detector/1", Types };
    assert.equal(one("asff", guardDuty).rule, "Backdoor:EC2-C&CActivity.B!DNS");
  });
});

describe("findings of guardrails check", () => {
  const account = { accountId: "123456789012", region: "eu-west-1" };
  const asAsff = findingsOf("asff", asff(reportOf([shop]), account), undefined, now);
  const asOcsf = findingsOf("ocsf", ocsf(reportOf([shop]), account), undefined, now);

  it("are read in both formats", () => {
    assert.equal(asAsff.length, shop.findings.length);
    assert.equal(asOcsf.length, shop.findings.length);
    const breach = asAsff.find(({ rule }) => rule === "ec2-security-group-no-public-ssh");
    assert.deepEqual([breach?.source, breach?.severity, breach?.region], ["guardrails", "critical", "eu-west-1"]);
  });

  it("are the same in both, so that one ticket stands for them", () => {
    assert.deepEqual(asAsff.map(findingKey).sort(), asOcsf.map(findingKey).sort());
    assert.deepEqual(
      asAsff.map(({ severity, status }) => [severity, status]),
      asOcsf.map(({ severity, status }) => [severity, status]),
    );
  });
});

describe("findings in OCSF", () => {
  it("say what was detected, where", () => {
    const { fields: _, ...finding } = one("ocsf", [ocsfFinding]);
    assert.deepEqual(finding, {
      ...{ id: "d-1", source: "ocsf", rule: "T1110", account: "123456789012", region: "eu-west-1" },
      ...{
        resource: "i-0abc",
        title: "Many failed sign-ins",
        description: "200 failed sign-ins of root",
        severity: "critical",
      },
      ...{ at: "2026-11-24T08:00:00.000Z", status: "active" },
    });
  });

  it("are those of Security Hub when its event brings them", () => {
    const finding = { ...ocsfFinding, metadata: { product: { name: "Security Hub" } } };
    assert.equal(
      one("event", { "detail-type": "Findings Imported V2", detail: { findings: [finding] } }).source,
      "securityhub",
    );
  });

  it("are resolved when they are closed, suppressed, resolved, archived, or pass", () => {
    const statusOf = (change: object) => one("ocsf", { ...ocsfFinding, ...change }).status;
    const resolved = [
      { activity_id: 3 },
      { status_id: 3 },
      { status_id: 4 },
      { status_id: 5 },
      { compliance: { status_id: 1 } },
    ];
    assert.deepEqual(
      resolved.map(statusOf),
      resolved.map(() => "resolved"),
    );
    assert.deepEqual([{ status_id: 1 }, { status_id: 2 }, { status_id: 99 }].map(statusOf), [
      "active",
      "active",
      "active",
    ]);
  });

  it("have the severity of their id, or of their word where the id says other", () => {
    const severities = [0, 1, 2, 3, 4, 5, 6].map(
      (severity_id) => one("ocsf", { ...ocsfFinding, severity_id }).severity,
    );
    assert.deepEqual(severities, ["medium", "low", "low", "medium", "high", "critical", "critical"]);
    assert.equal(one("ocsf", { ...ocsfFinding, severity_id: 99, severity: "Major" }).severity, "high");
  });

  it("are refused when they are events of another kind", () => {
    refused(
      "ocsf",
      [ocsfFinding, { ...ocsfFinding, class_uid: 4001 }],
      /^findings\[1\]: expected a finding's class_uid.*got 4001$/,
    );
  });
});

describe("findings of AWS services", () => {
  it("of GuardDuty name the ARN of what is compromised, and the other side", () => {
    const { resource, rule, severity, status, fields } = one("event", guardDutyEvent);
    assert.equal(resource, "arn:aws:ec2:eu-west-1:123456789012:instance/i-0abc");
    assert.deepEqual([rule, severity, status], ["UnauthorizedAccess:EC2/SSHBruteForce", "high", "active"]);
    assert.deepEqual([fields["address"], fields["instance"]], ["198.51.100.7", "i-0abc"]);
    const archived = { ...guardDutyEvent.detail, service: { archived: true } };
    assert.equal(one("guardduty", archived).status, "resolved");
  });

  it("of GuardDuty have the severity of its ranges", () => {
    const severityOf = (severity: number) => one("guardduty", { ...guardDutyEvent.detail, severity }).severity;
    assert.deepEqual([9, 8.9, 7, 6.9, 4, 3.9, 1].map(severityOf), [
      "critical",
      "high",
      "high",
      "medium",
      "medium",
      "low",
      "low",
    ]);
  });

  it("of Config are resolved by compliance, and none while it doesn't know", () => {
    const broken = one("event", complianceChange("NON_COMPLIANT"));
    assert.deepEqual([broken.status, broken.rule, broken.account], ["active", "s3-bucket-ssl", "123456789012"]);
    const mended = one("config", complianceChange("COMPLIANT"));
    assert.equal(mended.status, "resolved");
    assert.equal(findingKey(mended), findingKey(broken));
    assert.equal(one("config", complianceChange("NOT_APPLICABLE")).status, "resolved");
    assert.deepEqual(findingsOf("config", complianceChange("INSUFFICIENT_DATA")), []);
  });

  it("of CloudWatch are alarms, resolved when these are OK", () => {
    const alarm = (value: string) => ({
      ...{ "detail-type": "CloudWatch Alarm State Change", account: "123456789012", region: "eu-west-1" },
      ...{ resources: ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:dlq"] },
      detail: { alarmName: "dlq", state: { value, reason: "1 > 0", timestamp: "2026-11-24T08:00:00.000+0000" } },
    });
    const { status, rule, description, account } = one("event", alarm("ALARM"));
    assert.deepEqual([status, rule, description, account], ["active", "dlq", "1 > 0", "123456789012"]);
    assert.equal(one("event", alarm("OK")).status, "resolved");
    assert.deepEqual(findingsOf("event", alarm("INSUFFICIENT_DATA")), []);
  });

  it("are refused in an event that says something else", () => {
    refused(
      "event",
      { "detail-type": "EC2 Instance State-change Notification", detail: {} },
      /got "EC2 Instance State/,
    );
  });
});

describe("findings of Alertmanager", () => {
  const body = (...alerts: object[]) => ({ version: "4", status: "firing", alerts, truncatedAlerts: 0 });

  it("are one an alert, resolved by themselves", () => {
    const firing = one("alertmanager", body(alert));
    assert.deepEqual(
      [firing.rule, firing.severity, firing.status, firing.title, firing.resource],
      ["ProbeFailure", "critical", "active", "Probe of shop failed", "instance=https://shop.example, job=probe"],
    );
    const resolved = one("alertmanager", body({ ...alert, status: "resolved", endsAt: "2026-11-24T08:30:00Z" }));
    assert.deepEqual([resolved.status, resolved.at], ["resolved", "2026-11-24T08:30:00.000Z"]);
    assert.equal(findingKey(resolved), findingKey(firing));
  });

  it("are told apart by their labels", () => {
    const other = { ...alert, labels: { ...alert.labels, instance: "https://api.example" } };
    const keys = findingsOf("alertmanager", body(alert, other)).map(findingKey);
    assert.equal(new Set(keys).size, 2);
  });

  it("include that some were left out", () => {
    const findings = findingsOf("alertmanager", { ...body(alert), truncatedAlerts: 3, groupKey: "{}" }, undefined, now);
    assert.match(findings[1]?.title ?? "", /left out 3 alerts/);
  });
});

describe("findings of SNS", () => {
  it("are those of the message that it holds", () => {
    assert.deepEqual(one("sns", snsMessage(JSON.stringify(guardDutyEvent))), one("event", guardDutyEvent));
    assert.deepEqual(one("sns", snsMessage(JSON.stringify(asffFinding))), one("asff", asffFinding));
  });

  it("are a text when it holds nothing else that is known", () => {
    const { id, title, description, account } = one("sns", snsMessage("The backup failed.\nTwice."));
    assert.deepEqual(
      [id, title, description, account],
      ["m-1", "Backup", "The backup failed.\nTwice.", "123456789012"],
    );
    assert.equal(one("sns", snsMessage('{"any":"thing"}')).description, '{"any":"thing"}');
  });

  it("are none in what is about the subscription", () => {
    assert.deepEqual(findingsOf("sns", { Type: "SubscriptionConfirmation", Token: "x" }), []);
  });
});

describe("findings in the desk's own shape", () => {
  const own = { id: "1", rule: "disk", title: "Disk full", severity: "low", unknown: [1, { a: 2 }] };

  it("need an id, a rule and a title; unknown fields are ignored", () => {
    const finding = one("finding", own, "monitoring");
    assert.deepEqual(finding, {
      ...{ id: "1", source: "monitoring", rule: "disk", account: "", region: "", resource: "", title: "Disk full" },
      ...{ description: "", severity: "low", at: now, status: "active", fields: {} },
    });
  });

  it("are refused when a field is of another kind", () => {
    refused(
      "finding",
      [own, { ...own, severity: "urgent" }],
      /^findings\[1\]: expected severity that must be equal to one of/,
    );
    refused("finding", { ...own, fields: { a: 1 } }, /fields\.a/);
    refused("finding", { rule: "disk", title: "Disk full" }, /^findings\[0\]: .*'id'/);
  });
});

const formats: readonly Format[] = [
  "finding",
  "asff",
  "ocsf",
  "guardduty",
  "config",
  "alarm",
  "alertmanager",
  "sns",
  "event",
];

describe("findings of any format", () => {
  const lacking: readonly (readonly [Format, unknown, RegExp])[] = [
    ["asff", [asffFinding, { ...asffFinding, Id: "" }], /^findings\[1\]: expected an id in `Id`, got none$/],
    [
      "ocsf",
      [{ ...ocsfFinding, finding_info: {} }],
      /^findings\[0\]: expected an id in `finding_info\.uid`, got none$/,
    ],
    ["guardduty", { ...guardDutyEvent.detail, id: " " }, /expected an id in `id`/],
    ["config", { detail: { configRuleName: "r" } }, /expected an id in `resourceId`/],
    ["alertmanager", { alerts: [{ ...alert, fingerprint: undefined }] }, /expected an id in `fingerprint`/],
    ["sns", { ...snsMessage("x"), MessageId: undefined }, /expected an id in `MessageId`/],
  ];
  for (const [format, body, expected] of lacking) {
    it(`are refused without an id: ${format}`, () => {
      refused(format, body, expected);
    });
  }

  it("are refused when they are no objects", () => {
    refused("asff", "null", /expected findings in an object or a list, got null/);
    refused("asff", [1], /findings\[0\]: expected an object/);
    refused("asff", "{", /expected JSON/);
  });

  it("are refused when they are nested too deep, whatever the depth", () => {
    const nested = (depth: number): unknown => Array.from({ length: depth }).reduce((inner) => ({ inner }), {});
    assert.equal(findingsOf("asff", { ...asffFinding, more: nested(deepest - 2) }).length, 1);
    refused("asff", { ...asffFinding, more: nested(deepest) }, /nesting of 64 levels at most/);
    refused("asff", { ...asffFinding, more: nested(100_000) }, /nesting of 64 levels at most/);
  });

  it("are refused when they are too large", () => {
    refused("asff", { ...asffFinding, more: "x".repeat(largest) }, /expected 1048576 bytes at most/);
  });

  it("are cut to what a ticket takes, without control characters", () => {
    const Title = `${"\u202etitle\u0000".repeat(100)}😀`;
    const finding = one("asff", { ...asffFinding, Title, Description: "a\r\nb\tc\u001b[31m".repeat(10_000) });
    assert.equal(finding.title.length, most.title);
    assert.ok(finding.title.startsWith("titletitle"));
    assert.equal(finding.description.length, most.description);
    assert.ok(finding.description.startsWith("a\nb\tc[31m"));
  });

  it("stay apart when what tells them apart is cut", () => {
    const of = (Id: string) => one("asff", { ...asffFinding, Resources: [{ Id }] });
    const long = "x".repeat(2000);
    assert.notEqual(findingKey(of(`${long}a`)), findingKey(of(`${long}b`)));
    assert.equal(findingKey(of(`${long}a`)), findingKey(of(`${long}a`)));
    assert.ok(of(long).resource.length <= most.name);
  });

  it("have the time of arrival when their own can't be", () => {
    const at = (UpdatedAt: string) => one("asff", { ...asffFinding, UpdatedAt, CreatedAt: undefined }).at;
    assert.deepEqual(["0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "yesterday"].map(at), [now, now, now]);
  });

  it("link to the web only", () => {
    const url = (SourceUrl: string) => one("asff", { ...asffFinding, SourceUrl, Remediation: undefined }).url;
    assert.deepEqual(["javascript:alert(1)", "data:text/html,x", "https://a.example/b"].map(url), [
      undefined,
      undefined,
      "https://a.example/b",
    ]);
  });

  it("hold no secrets", () => {
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const text = `AKIAIOSFODNN7EXAMPLE ${secret}`;
    const finding = one("asff", {
      ...asffFinding,
      Title: text,
      Description: text,
      Resources: [{ Id: text, Tags: { a: text } }],
    });
    assert.ok(!JSON.stringify(finding).includes(secret));
    assert.match(finding.title, /^AKIAIOSFODNN7EXAMPLE \[redacted\]$/);
  });

  const whole = {
    asff: asffFinding,
    ocsf: ocsfFinding,
    guardduty: guardDutyEvent,
    config: complianceChange("NON_COMPLIANT"),
    alertmanager: { alerts: [alert] },
    sns: snsMessage("x"),
  };

  it("are read or refused, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.oneof(fc.jsonValue(), fc.string(), mutated(Object.values(whole))),
        (format, body) => {
          let findings;
          try {
            findings = findingsOf(format, body, undefined, now);
          } catch (error) {
            assert.ok(error instanceof UserError, String((error as Error).stack));
            assert.doesNotMatch(error.message, /\n/);
            return;
          }
          for (const finding of findings) {
            assert.ok(finding.id !== "" && finding.rule !== "" && finding.title.length <= most.title);
            assert.equal(new Date(finding.at).toISOString(), finding.at);
            assert.ok(/^(\d{12})?$/.test(finding.account));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** One of the values with a part of it replaced by anything. */
function mutated(values: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...values), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), fc.jsonValue())
    .map(([value, path, by]) => {
      const copy = structuredClone(value) as Record<string, unknown>;
      let inner = copy;
      for (const [depth, step] of path.entries()) {
        const names = Object.keys(inner);
        const name = names[step % Math.max(names.length, 1)];
        if (name === undefined) break;
        const next = inner[name];
        if (depth === path.length - 1 || typeof next !== "object" || next === null) {
          inner[name] = by;
          break;
        }
        inner = next as Record<string, unknown>;
      }
      return copy;
    });
}

describe("findingKey", () => {
  const part = fc.string({ maxLength: 3 });
  const identity = fc.record({ source: part, rule: part, account: part, resource: part });

  it("is the same exactly for the same source, rule, account and resource", () => {
    const base = one("asff", asffFinding);
    fc.assert(
      fc.property(identity, identity, fc.string(), (a, b, title) => {
        const isSame = Object.entries(a).every(([name, value]) => b[name as keyof typeof b] === value);
        assert.equal(findingKey({ ...base, ...a }) === findingKey({ ...base, ...b, title, id: title }), isSame);
        assert.equal(findingKey({ ...base, ...a }), findingKey({ ...base, ...a, title, id: title, severity: "low" }));
      }),
    );
  });
});

import * as assert from "node:assert/strict";
import { ocsf } from "../../../cli/report/ocsf";
import { clean, report, reportOf, shop } from "./fixture";
import { parseOcsf } from "./parse";

describe("report as OCSF compliance findings", () => {
  const events = parseOcsf(ocsf(reportOf([shop]), { accountId: "123456789012", region: "eu-west-1" }));

  it("has an event a line for every finding", () => {
    assert.equal(events.length, shop.findings.length);
    assert.equal(parseOcsf(ocsf(report)).length, report.stacks.flatMap((stack) => stack.findings).length);
    assert.equal(ocsf(reportOf([clean])), "");
  });

  it("says what failed, by which standard, in which resource", () => {
    const [, breach] = events;
    assert.equal(breach?.severity_id, 5);
    assert.equal(breach.time, Date.parse("2026-11-24T06:00:00.000Z"));
    assert.equal(breach.finding_info.uid, shop.findings[1]?.fingerprint);
    assert.deepEqual(breach.compliance, {
      control: "EC2.13",
      requirements: ["CIS AWS 5.0 5.3", "NIST 800-53 r5 AC-4", "NIST 800-53 r5 SC-7(4)", "PCI DSS 4.0.1 1.3.1"],
      standards: ["Security Hub", "FSBP", "CIS AWS 5.0", "NIST 800-53 r5", "PCI DSS 4.0.1"],
      status: "Fail",
      status_id: 3,
      status_detail: "0.0.0.0/0 can reach TCP port 22",
    });
    assert.equal(breach.resources[0].uid, shop.findings[1]?.urn);
    assert.deepEqual(breach.cloud.account, { uid: "123456789012", type: "AWS Account", type_id: 10 });
  });

  it("warns where information is missing, as OCSF's status 2 says", () => {
    assert.deepEqual([events[3]?.compliance.status_id, events[3]?.severity_id], [2, 1]);
  });

  it("suppresses what is excused", () => {
    assert.deepEqual(
      events.map((event) => event.status_id),
      [1, 1, 1, 1, 3, 3],
    );
    assert.match(events[4]?.comment, /gone in spring/);
  });
});

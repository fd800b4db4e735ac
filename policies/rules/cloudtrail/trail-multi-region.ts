import type { Observations, Rule } from "../../core/rule";
import { each } from "../../core/value";
import { across, type SubjectOf } from "../../facts/check";
import { expect } from "../../facts/expect";
import { some } from "../../facts/some";
import { recordsManagementEvents } from "../../facts/trail";

type Trail = SubjectOf<"aws:cloudtrail/trail:Trail">;

export const trailMultiRegion: Rule = {
  id: "cloudtrail-trail-multi-region",
  title: "One CloudTrail trail must record read and write management events of all Regions",
  severity: "high",
  why: "What is done in a Region that no trail records leaves no trace, so intruders work there.",
  fix: "Set isMultiRegionTrail to true, leave enableLogging on, and let an event selector include management events of type All.",
  catalogue: ["CloudTrail.1"],
  equivalents: {
    checkov: ["CKV_AWS_67"],
    trivy: ["AWS-0014"],
    guard: ["MULTI_REGION_CLOUD_TRAIL_ENABLED"],
    prowler: ["cloudtrail_multi_region_enabled"],
  },
  checks: [
    across("aws:cloudtrail/trail:Trail", (trail, { graph }) => {
      const lacks = lacking(trail);
      if (lacks.length === 0) return [];
      // One trail that records everything is enough: others may be for data events or a single Region.
      const others = graph.all("aws:cloudtrail/trail:Trail") as Trail[];
      return some(others, (other) => other.urn !== trail.urn && lacking(other).length === 0) ? [] : lacks;
    }),
  ],
  remediation: { "aws:cloudtrail/trail:Trail": { isMultiRegionTrail: true, enableLogging: true } },
};

function lacking(trail: Trail): Observations {
  return each(
    [
      () => expect(trail.at("isMultiRegionTrail"), true),
      () => expect(trail.at("enableLogging"), true, { absent: true }),
      () => (recordsManagementEvents(trail) ? [] : ["no event selector records read and write management events"]),
    ],
    (look) => look(),
  );
}

import { faultsOf as scheduleFaults } from "../containment/schedule";
import type { Fault } from "./fault";
import type { Settings } from "./settings";

/** What keeps containment from working when it is needed: lists that are never found, schedules that never come. */
export function containmentFaults({ containment }: Settings): readonly Fault[] {
  const { ipSets = [], schedules = {} } = containment;
  const regionless = ipSets.flatMap(({ name, scope, region }, index) =>
    scope === "CLOUDFRONT" || region !== undefined
      ? []
      : [
          {
            keys: ["containment", "ipSets", String(index), "region"],
            problem: `expected the region of ${name}, got none`,
          },
        ],
  );
  const unreliable = Object.entries(schedules).flatMap(([name, schedule]) =>
    scheduleFaults(name, schedule).map((problem) => ({ keys: ["containment", "schedules", name], problem })),
  );
  return [...regionless, ...unreliable];
}

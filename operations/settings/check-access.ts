import { type Fault, refer } from "./fault";
import type { Settings } from "./settings";

/** What keeps access reviews and temporary access from working: somebody who doesn't exist, or who would answer for themself. */
export function accessFaults(settings: Settings): readonly Fault[] {
  return [...reviewFaults(settings), ...temporaryFaults(settings)];
}

function reviewFaults({ accessReview, people, departments }: Settings): readonly Fault[] {
  if (!accessReview) return [];
  const { owner } = accessReview;
  const keys = ["accessReview", "owner"];
  const person = people[owner];
  if (!person) return refer(keys, "person", owner, people);
  const head = departments[person.department]?.head;
  if (person.manager !== undefined || (head !== undefined && head !== owner)) return [];
  const problem = `expected somebody with a manager, or a head of the department, who reviews their access, got ${owner}`;
  return [{ keys, problem }];
}

function temporaryFaults({ temporaryAccess, people }: Settings): readonly Fault[] {
  return Object.entries(temporaryAccess?.groups ?? {}).flatMap(([name, { source, account, approvers }]) => {
    const keys = ["temporaryAccess", "groups", name];
    return [
      ...approvers.flatMap((person) => refer([...keys, "approvers"], "person", person, people)),
      ...(source === "identity-center" && account !== undefined
        ? [
            {
              keys: [...keys, "account"],
              problem: "expected an account of IAM groups only, got one of Identity Center",
            },
          ]
        : []),
    ];
  });
}

import { csvOf, type ReportRow } from "../../operations/access-review/report";
import type { ReviewView } from "../../operations/api/access-views";
import { visible } from "../report/characters";
import { columns, type DeskOptions, print, request } from "./call-desk";

interface Campaign {
  readonly id: string;
  readonly items: number;
  readonly openedAt: string;
  readonly deadline: string;
  readonly gaps: readonly string[];
}

export async function open(id: string, options: DeskOptions): Promise<void> {
  const done = (await request(options, "POST", "/api/access-reviews", JSON.stringify({ id }))) as {
    asked: number;
    campaign: Campaign;
  };
  const { asked, campaign } = done;
  print(options, done, () =>
    [
      `${campaign.id}: ${String(asked)} asked, answers until ${campaign.deadline}`,
      ...campaign.gaps.map((gap) => `  ${visible(gap)}`),
    ].join("\n"),
  );
}

/** All reviews, or the items of one. */
export async function list(
  campaign: string | undefined,
  { state, reviewer, limit, after, ...options }: DeskOptions & Readonly<Record<string, any>>,
): Promise<void> {
  const asked = Object.entries({ state, reviewer, limit, after }).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(Object.fromEntries(asked) as Record<string, string>).toString();
  if (campaign === undefined) {
    const page = (await request(options, "GET", "/api/access-reviews")) as { campaigns: Campaign[] };
    print(options, page, () => {
      const rows = page.campaigns.map(({ id, items, openedAt, deadline }) => [id, String(items), openedAt, deadline]);
      return rows.length === 0 ? "No reviews." : columns([["REVIEW", "ITEMS", "OPENED", "DEADLINE"], ...rows]);
    });
    return;
  }
  const path = `/api/access-reviews/${encodeURIComponent(campaign)}/items`;
  const page = (await request(options, "GET", `${path}?${query}`)) as { items: ReviewView[]; next?: string };
  print(options, page, () => {
    if (page.items.length === 0) return "No items.";
    const more = page.next === undefined ? [] : [`There are more: --limit, or --after '${page.next}'`];
    return [columns([heads, ...page.items.map(rowOf)]), ...more].join("\n");
  });
}

const heads = ["ITEM", "WHO", "REVIEWER", "STATE", "LAST USED", "ACCESS"];

function rowOf({ id, principal, reviewer, state, decision, lastUsed, access }: ReviewView): readonly string[] {
  const { kind, name, user, account, gives } = access;
  const more = gives.length > 0 ? `: ${gives.join(", ")}` : "";
  return [
    ...[id, principal, reviewer, decision ? `${state}: ${decision.decision}` : state, lastUsed?.slice(0, 10) ?? "-"],
    `${kind} ${name} of ${user} (${account})${more}`,
  ];
}

export async function decide(id: string, decision: string, reason: string, options: DeskOptions): Promise<void> {
  const path = `/api/access-review-items/${encodeURIComponent(id)}/decide`;
  const done = (await request(options, "POST", path, JSON.stringify({ decision, reason }))) as {
    outcome: string;
    item: ReviewView;
  };
  const unchanged = done.outcome === "unchanged" ? ", as it was" : "";
  print(options, done, () => `${done.item.id}: ${done.item.decision?.decision ?? done.item.state}${unchanged}`);
}

/** For auditors, as CSV unless they want JSON. */
export async function report(
  campaign: string,
  { format, ...options }: Omit<DeskOptions, "format"> & { readonly format: "csv" | "json" },
): Promise<void> {
  const path = `/api/access-reviews/${encodeURIComponent(campaign)}/report`;
  const { rows } = (await request(options, "GET", path)) as { rows: ReportRow[] };
  process.stdout.write(format === "json" ? `${JSON.stringify(rows, undefined, 2)}\n` : csvOf(rows));
}

import { after, type Instant, Refusal } from "../core/decider";
import type { Outbox, Store } from "../core/store";
import type { Finding } from "../findings/finding";
import { completed } from "../settings/complete";
import type { Settings } from "../settings/settings";
import { personOf } from "../tickets/audience";
import { routeOf } from "../tickets/route";
import type { Ticket } from "../tickets/ticket";
import { newTicketId } from "../tickets/ticket-id";
import { type DemoAccount, demoAccounts, demoFindings, type DemoKind } from "./demo-findings";
import { type Act, type Chance, chanceOf, storyOf, underWay } from "./demo-stories";
import { Desk } from "./desk";

const days = 14;

/** A company of a few people, all of whom are told on the terminal. */
export function demoSettings(): Settings {
  const person = (
    name: string,
    role: "viewer" | "analyst" | "senior" | "administrator",
    department: string,
    manager = "maria",
  ) => ({
    ...{
      name,
      role,
      department,
      email: `${name.split(" ")[0]?.toLowerCase() ?? ""}@shop.example`,
      addresses: ["terminal"],
    },
    ...(department !== "management" && { manager }),
  });
  return completed({
    timezone: "Europe/Berlin",
    catchAll: "department:management",
    people: {
      you: person("You", "administrator", "security"),
      ana: person("Ana Pereira", "analyst", "security"),
      ben: person("Ben Okafor", "analyst", "security"),
      chiara: person("Chiara Russo", "senior", "security"),
      devi: person("Devi Raman", "analyst", "platform"),
      emil: person("Emil Berg", "senior", "platform"),
      maria: person("Maria Ott", "viewer", "management"),
    },
    departments: {
      security: { assign: "rota:security", addresses: ["terminal"] },
      platform: { assign: "person:devi", addresses: ["terminal"] },
      management: { addresses: ["terminal"], policy: "default-security" },
    },
    rotas: { security: { people: ["ana", "ben", "chiara"], start: "2026-01-05" } },
    routing: [
      {
        name: "production first",
        when: { account: [demoAccounts.production], severity: ["high"] },
        tags: ["production"],
      },
      {
        name: "phishing",
        when: { source: ["mail"], keywords: ["phishing", "invoice"] },
        category: "phishing",
        severity: "high",
      },
      { name: "attacks", when: { source: ["guardduty", "edr"] }, category: "threat" },
      { name: "certificates", when: { rule: ["Certificate*"] }, category: "availability", department: "platform" },
      {
        name: "vulnerabilities",
        when: { rule: ["CVE-*"] },
        category: "vulnerability",
        department: "platform",
        tags: ["patch"],
      },
      { name: "configuration", when: { source: ["securityhub", "guardrails", "config"] }, category: "configuration" },
    ],
    otherwise: { category: "other", department: "security" },
    containment: { protected: ["role/break-glass", "user/break-glass-*"], production: [demoAccounts.production] },
    connectors: { terminal: { type: "terminal" } },
  });
}

interface Step {
  readonly at: Instant;
  run(desk: Desk): Promise<void>;
}

/**
 * Two weeks of a desk, up to now: findings come, people take them or don't, the clock moves on. Everything goes the way it
 * does in earnest, except that messages reach nobody. The same seed and moment give the same tickets.
 */
export async function playDemo(store: Store & Outbox, now: Instant, seed = 1): Promise<void> {
  const settings = demoSettings();
  const chance = chanceOf(seed);
  let clock = after(now, -days * 24 * 60);
  let count = 0;
  const silent = { send: () => Promise.resolve(undefined) };
  const desk = new Desk(
    store,
    settings,
    () => Promise.resolve(silent),
    () => clock,
    () => idOf(seed, ++count),
  );
  const steps = stepsOf(settings, now, chance).sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const step of [...steps, { at: now, run: () => Promise.resolve() }]) {
    while (after(clock, 1) < step.at) {
      clock = after(clock, 1);
      if ((await store.due(clock, 1)).length > 0) await settle(desk, store);
    }
    clock = step.at;
    await step.run(desk);
    await settle(desk, store);
  }
}

async function settle(desk: Desk, store: Store & Outbox): Promise<void> {
  do {
    const { failed } = await desk.sweep();
    if (failed[0]) throw failed[0].error;
  } while ((await desk.drain(store)) > 0);
}

function idOf(seed: number, count: number): string {
  const chance = chanceOf(seed * 1_000_003 + count);
  return newTicketId((bound) => chance.between(0, bound - 1));
}

interface Begun {
  readonly each: Omit<DemoKind, "resources"> & { readonly account: DemoAccount; readonly resource: string };
  readonly minutesAgo: number;
  readonly acts?: readonly Act[];
}

function stepsOf(settings: Settings, now: Instant, chance: Chance): Step[] {
  const all = demoFindings.flatMap(({ resources, ...kind }) =>
    resources.map(([account, resource]) => ({ ...kind, account, resource })),
  );
  const nowOf = (resource: string) => Object.entries(underWay).find(([end]) => resource.endsWith(end))?.[1];
  const past = chance.shuffled(all.filter(({ resource }) => nowOf(resource) === undefined));
  const gap = Math.floor((days * 24 * 60) / (past.length + 1));
  const begun = past.map((each, index): Begun => {
    return { each, minutesAgo: days * 24 * 60 - index * gap - chance.between(0, gap - 1) };
  });
  const rest = all.flatMap((each): readonly Begun[] => {
    const unfinished = nowOf(each.resource);
    return unfinished ? [{ each, ...unfinished }] : [];
  });
  return [...begun, ...rest].flatMap(({ each, minutesAgo, acts }, index) => {
    const { account, ...kind } = each;
    const at = after(now, -minutesAgo);
    const finding: Finding = {
      ...{ ...kind, id: `demo-${String(index)}`, account: demoAccounts[account], region: "eu-west-1", at },
      ...{ status: "active", fields: { environment: account } },
      ...(kind.source === "mail" && { reporter: "ferdinand@shop.example" }),
    };
    const { severity } = routeOf(finding, settings, at);
    return lifeOf(finding, acts ?? storyOf(severity, chance), settings, now);
  });
}

/** The finding, and what happens to its ticket, as far as that is over by now. */
function lifeOf(finding: Finding, acts: readonly Act[], settings: Settings, now: Instant): readonly Step[] {
  let ticket = "";
  const report: Step = {
    at: finding.at,
    async run(desk) {
      ticket = (await desk.report(finding)).ticket ?? "";
    },
  };
  const steps = acts.map(({ minutes, act }): Step => {
    const at = after(finding.at, minutes);
    return {
      at,
      async run(desk) {
        if (act.type === "report") {
          await desk.report({ ...finding, id: `${finding.id} at ${at}`, at, status: act.status });
          return;
        }
        const { department } = (await desk.store.load(`ticket/${ticket}`))?.state as Ticket;
        const by = act.by === "taker" ? takerOf(department, settings, at) : act.by;
        const done = await desk.execute({
          kind: "ticket",
          id: ticket,
          command: act.command(settings, at),
          by: `user:${by}`,
        });
        if (done instanceof Refusal) throw new Error(`${finding.title}: ${done.reason}`);
      },
    };
  });
  return [report, ...steps].filter(({ at }) => at <= now);
}

function takerOf(department: string, settings: Settings, at: Instant): string {
  return personOf(settings.departments[department]?.assign ?? "", settings, at) ?? "chiara";
}

import { type Command, Option } from "commander";
import { severities } from "../policies/core/rule";
import type { TicketOptions } from "./commands/ticket";

const resolutions = ["fixed", "false-positive", "accepted-risk", "duplicate", "not-applicable", "test"];

/** What one does with tickets, on any desk. */
export function ticketCommands(program: Command): void {
  const ticket = program
    .command("ticket")
    .description("See and act on a desk's tickets, and report findings to it.")
    .addHelpText(
      "after",
      "\nThe variable GUARDRAILS_TOKEN holds the token, GUARDRAILS_URL the address unless --url does.",
    );
  speaking(ticket.command("list"))
    .description("List tickets, the worst first.")
    .addOption(new Option("--state <state>", "which ones (default: open ones)").choices(states))
    .addOption(new Option("--severity <severity>", "only of this severity").choices(severities))
    .option("--department <name>", "only of this department")
    .option("--assignee <person>", "only of this person, or `none`")
    .option("--text <words>", "only with all of these words")
    .option("--limit <number>", "how many at most", "50")
    .option("--after <cursor>", "go on where a list ended")
    .action(async (options: any) => (await module()).list(options));
  speaking(ticket.command("show <id>"))
    .description("Show a ticket and all that happened to it.")
    .action(async (id: string, options: TicketOptions) => (await module()).show(id, options));
  const acting = (usage: string, description: string) => speaking(ticket.command(usage)).description(description);
  acting("ack <id>", "Take a ticket: it escalates no further.").action((id: string, options: TicketOptions) =>
    send(id, "acknowledge", {}, options),
  );
  acting("assign <id> <person>", "Give a ticket to a person.").action(
    (id: string, assignee: string, options: TicketOptions) => send(id, "assign", { assignee }, options),
  );
  acting("snooze <id>", "Let a ticket wait.")
    .requiredOption("--for <time>", "30m, 2h, 3d, or a moment such as 2026-12-24T18:00Z")
    .requiredOption("--reason <text>", "why")
    .action(async (id: string, { for: time, reason, ...options }: any) =>
      send(id, "snooze", { until: (await module()).untilOf(time), reason }, options),
    );
  acting("hand-over <id> <department>", "Give a ticket to another department.")
    .requiredOption("--reason <text>", "why")
    .action((id: string, department: string, { reason, ...options }: any) =>
      send(id, "hand-over", { department, reason }, options),
    );
  acting("severity <id> <severity>", "Say that it is worse, or not as bad.")
    .requiredOption("--reason <text>", "why")
    .action((id: string, severity: string, { reason, ...options }: any) =>
      send(id, "change-severity", { severity, reason }, options),
    );
  acting("resolve <id>", "Close a ticket.")
    .addOption(new Option("--as <resolution>", "how it ended").choices(resolutions).default("fixed"))
    .option("--note <text>", "what was done, or why it stays as it is", "")
    .action((id: string, { as: resolution, note, ...options }: any) =>
      send(id, "resolve", { resolution, note }, options),
    );
  acting("comment <id> <text>", "Add a comment.").action((id: string, text: string, options: TicketOptions) =>
    send(id, "comment", { text }, options),
  );
  speaking(ticket.command("report [file]"))
    .description("Report findings in ASFF or OCSF, such as: guardrails check --format asff | guardrails ticket report")
    .action(async (file: string | undefined, options: TicketOptions) => (await module()).report(file, options));
}

const states = ["open", "triggered", "acknowledged", "snoozed", "resolved", "closed"];
const module = () => import("./commands/ticket");

async function send(
  id: string,
  name: string,
  body: Readonly<Record<string, unknown>>,
  options: TicketOptions,
): Promise<void> {
  await (await module()).command(id, name, body, options);
}

function speaking(command: Command): Command {
  return command
    .option("--url <address>", "where the desk is (default: GUARDRAILS_URL, or http://127.0.0.1:4747)")
    .addOption(new Option("-f, --format <format>", "what to print").choices(["text", "json"]).default("text"));
}

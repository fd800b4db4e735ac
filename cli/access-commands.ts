import { type Command, Option } from "commander";
import type { DeskOptions } from "./commands/call-desk";

/** Reviews of access, and access for a while, on any desk. */
export function accessCommands(program: Command): void {
  const review = group(program, "access-review", "Review who may keep which access in an AWS account.");
  speaking(review.command("open <review>"))
    .description("Ask all managers who may keep what. The name is free, such as 2026-q4.")
    .action(async (id: string, options: DeskOptions) => (await reviews()).open(id, options));
  speaking(review.command("list [review]"))
    .description("List reviews, or the items of one.")
    .addOption(new Option("--state <state>", "which items (default: open ones)").choices(states))
    .option("--reviewer <person>", "only those that this person answers; `me` for one's own")
    .option("--limit <number>", "how many items at most")
    .option("--after <cursor>", "go on where a list ended")
    .action(async (id: string | undefined, options: any) => (await reviews()).list(id, options));
  const decide = speaking(review.command("decide <item>"));
  decide
    .description("Say whether an access is still needed.")
    .addArgument(decide.createArgument("<decision>").choices(["keep", "revoke"]))
    .requiredOption("--reason <text>", "why")
    .action(async (id: string, decision: string, { reason, ...options }: any) =>
      (await reviews()).decide(id, decision, reason, options),
    );
  located(review.command("report <review>"))
    .description("Print a review for auditors: who has what, who decided, and what came of it.")
    .addOption(new Option("-f, --format <format>", "what to print").choices(["csv", "json"]).default("csv"))
    .action(async (id: string, options: any) => (await reviews()).report(id, options));

  const access = group(program, "access", "Ask for access for a while, approve it, and take it back.");
  speaking(access.command("request <group>"))
    .description("Ask to be in a group of `temporaryAccess`: somebody else has to approve.")
    .requiredOption("--minutes <number>", "for how long")
    .requiredOption("--reason <text>", "why")
    .action(async (name: string, options: any) => (await accesses()).ask(name, options));
  speaking(access.command("list"))
    .description("List temporary access that is asked for or in force.")
    .option("--over", "what has ended instead")
    .action(async (options: any) => (await accesses()).list(options));
  speaking(access.command("approve <id>"))
    .description("Agree to what somebody else asks for. The id is `<person>:<group>`.")
    .option("--grant <id>", "which request, where there are several")
    .action(async (id: string, options: any) => (await accesses()).act(id, "approve", options));
  speaking(access.command("revoke <id>"))
    .description("End access early, or withdraw what was asked for.")
    .option("--grant <id>", "which request, where there are several")
    .requiredOption("--reason <text>", "why")
    .action(async (id: string, options: any) => (await accesses()).act(id, "revoke", options));
}

const states = ["open", "decided", "done", "error"];
const reviews = () => import("./commands/access-review");
const accesses = () => import("./commands/access");

function group(program: Command, name: string, description: string): Command {
  const text = "\nThe variable GUARDRAILS_TOKEN holds the token, GUARDRAILS_URL the address unless --url does.";
  return program.command(name).description(description).addHelpText("after", text);
}

function speaking(command: Command): Command {
  return located(command).addOption(
    new Option("-f, --format <format>", "what to print").choices(["text", "json"]).default("text"),
  );
}

function located(command: Command): Command {
  return command.option("--url <address>", "where the desk is (default: GUARDRAILS_URL, or http://127.0.0.1:4747)");
}

#!/usr/bin/env node
import { Command, Option } from "commander";
import { severities } from "../policies/core/rule";
import { UserError } from "../policies/core/user-error";
import { accessCommands } from "./access-commands";
import { deskCommands } from "./desk-commands";
import { formatNames } from "./report/formats";
import { ticketCommands } from "./ticket-commands";
import { tool } from "./tool";

/** The command line, without what it does: an action loads its own code when it runs. */
export function program(): Command {
  const command = new Command("guardrails")
    .description("Checks AWS infrastructure for security before it exists.")
    .version(tool.version)
    .showHelpAfterError("(--help says what is possible)")
    .addHelpText(
      "after",
      `
Examples:
  guardrails check                                 the Pulumi project here, or every project below
  pulumi preview --json | guardrails check -       a preview of a program in any language
  pulumi stack export | guardrails check -         what is deployed
  guardrails check infra --stack prod --output sarif=findings.sarif
  guardrails graph --format svg --output network.svg
  guardrails explain EC2.13                        what a rule wants, and why
  guardrails desk --demo                           tickets, escalation and containment, with made-up findings

Exit code: 0 nothing at or above the failing level, 1 findings, 2 a mistake in the call, the configuration or the input.`,
    );

  checking(command.command("check"))
    .description("Check Pulumi projects, previews or states. No Pulumi CLI, account or network is needed.")
    .addOption(new Option("-f, --format <format>", "what to print").choices(formatNames).default("text"))
    .option("-o, --output <format=path>", "also write a report to a file; may be repeated", collect, [])
    .addOption(
      new Option("--fail-on <threshold>", "fail from this severity or level on")
        .choices([...severities, "mandatory", "advisory", "none"])
        .default("mandatory"),
    )
    .addOption(failOrWarn("--undetermined", "findings that can't be decided before deployment"))
    .addOption(failOrWarn("--unused-exceptions", "exceptions that excuse nothing"))
    .option("--account <id>", "AWS account id to name in ASFF and OCSF")
    .option("--region <region>", "AWS region to name in ASFF and OCSF")
    .option("--no-color", "print without colour, as the variable NO_COLOR does")
    .action(async (paths: string[], options: object) => (await import("./commands/check")).run(paths, options));

  checking(command.command("baseline"))
    .description("Record today's findings, so that only new ones fail.")
    .option("--output <path>", "where to write (default: guardrails-baseline.json beside guardrails.yaml, or here)")
    .action(async (paths: string[], options: object) => (await import("./commands/baseline")).run(paths, options));

  reading(command.command("graph"))
    .description("Draw what stands where and what may reach it: networks, services, rules of security groups.")
    .addOption(new Option("-f, --format <format>", "what to print").choices(["mermaid", "svg"]).default("mermaid"))
    .option("-o, --output <path>", "write to a file instead")
    .action(async (paths: string[], options: object) => (await import("./commands/graph")).run(paths, options));

  command
    .command("init")
    .description("Write a commented guardrails.yaml and a CI workflow. Never overwrites a file.")
    .action(async () => (await import("./commands/init")).run());

  command
    .command("rules")
    .description("List the rules.")
    .addOption(
      new Option("-f, --format <format>", "what to print").choices(["text", "json", "markdown"]).default("text"),
    )
    .option("--settings <path>", "the guardrails.yaml to use (default: the nearest from here upwards)")
    .action(async (options: object) => (await import("./commands/rules")).run(options));

  command
    .command("explain")
    .description("Say what a rule wants, why, and how to fix it.")
    .argument("<rule>", "a rule's id, or the id of a control such as EC2.13 or CKV_AWS_24")
    .option("--settings <path>", "the guardrails.yaml to use (default: the nearest from here upwards)")
    .action(async (rule: string, options: object) => (await import("./commands/explain")).run(rule, options));

  deskCommands(command);
  ticketCommands(command);
  accessCommands(command);

  command
    .command("completion")
    .description("Print a completion script, such as: source <(guardrails completion bash)")
    .addArgument(command.createArgument("<shell>").choices(["bash", "zsh", "fish"]))
    .action(async (shell: string) => (await import("./commands/completion")).run(shell, command));

  return command;
}

/** Arguments and options of everything that judges stacks. */
function checking(command: Command): Command {
  return reading(command).option(
    "--settings <path>",
    "the guardrails.yaml to use (default: the nearest one from the project upwards)",
  );
}

/** Arguments and options of everything that reads stacks. */
function reading(command: Command): Command {
  return command
    .argument("[path...]", "projects, folders, globs, files with a preview or state, or - for standard input", ["."])
    .option("-s, --stack <name>", "the stack whose Pulumi.<name>.yaml configures programs")
    .option("-c, --config <key=value>", "configuration for programs; may be repeated", collect, [])
    .option("--answers <path>", "answers to invokes and stack references that programs ask for")
    .option("--timeout <seconds>", "how long a program may run (default: 120)", seconds)
    .option("--verbose", "show what programs print while they run");
}

function failOrWarn(flag: string, description: string): Option {
  return new Option(`${flag} <what>`, description).choices(["fail", "warn"]).default("warn");
}

function collect(value: string, values: string[]): string[] {
  return [...values, value];
}

function seconds(value: string): number {
  const given = Number(value);
  if (Number.isFinite(given) && given > 0) return given;
  throw new UserError(`--timeout: expected a number of seconds, got ${JSON.stringify(value)}`);
}

/** @returns the exit code */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    const command = program();
    overrideExit(command);
    await command.parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function overrideExit(command: Command): void {
  command.exitOverride();
  for (const sub of command.commands) overrideExit(sub);
}

function exitCodeOf(error: unknown): number {
  // Commander has printed its own message; help and version are no mistakes.
  if (error instanceof Error && "exitCode" in error) return error.exitCode === 0 ? 0 : 2;
  // By its name: the desk's bundle has a class of its own.
  if (error instanceof Error && error.name === "UserError") {
    process.stderr.write(`guardrails: ${error.message}\n`);
    return 2;
  }
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  return 70; // EX_SOFTWARE of sysexits.h: our own fault.
}

if (require.main === module) void main(process.argv);

import type { Command } from "commander";

/** The desk on one machine. */
export function deskCommands(program: Command): void {
  const desk = program
    .command("desk")
    .description("Run the desk on this machine: findings become tickets, silence escalates, on a page and an API.")
    .option("--data <folder>", "where everything is kept (default: guardrails-desk)")
    .option("--settings <path>", "the operations.yaml to use (default: the one here, or in the data folder)")
    .option("--port <number>", "where to listen; 0 for any that is free", "4747")
    .option("--host <address>", "the address to listen on; others than this machine's need --behind-proxy", "127.0.0.1")
    .option("--behind-proxy <url>", "the https address of a proxy that ends TLS and stands before this desk")
    .option("--contain", "let seniors contain and release things in the AWS account of the environment's credentials")
    .option("--access", "review access there, revoke what nobody keeps, and give access for a while")
    .option("--member-role <name>", "with --access, a role of the account that owns Identity Center, if it is another")
    .option("--identity-center-region <region>", "with --access, its home region (default: the environment's)")
    .option("--demo", "fill it with made-up findings, in a folder of its own unless --data names one")
    .action(async (options: any) => (await import("./commands/desk")).run(options));
  desk
    .command("token")
    .description("Make a token that lets a person in, and print it. Only its hash is kept.")
    .argument("<person>", "an id of `people` in operations.yaml; with --revoke, also a token's id")
    .option("--data <folder>", "the desk's folder (default: guardrails-desk)")
    .option("--settings <path>", "the operations.yaml to use (default: the one here, or in the data folder)")
    .option("--demo", "the person is one of the demo's")
    .option("--days <number>", "how long it counts", "90")
    .option("--revoke", "take back all tokens of the person instead")
    .action(async (person: string, options: any, { parent }: Command) =>
      (await import("./commands/desk")).token(person, { ...parent?.opts(), ...options }),
    );
}

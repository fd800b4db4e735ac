import type { Command } from "commander";

/** Prints a script that completes commands, options and the values that an option takes. */
export function run(shell: string, command: Command): void {
  const scripts: Record<string, (command: Command) => string> = { bash, zsh, fish };
  process.stdout.write(scripts[shell]?.(command) ?? "");
}

function bash(command: Command): string {
  const cases = command.commands.map((sub) => `    ${sub.name()}) words="${flags(sub).join(" ")}" ;;`);
  const values = choices(command).map(([flag, words]) => `    ${flag}) words="${words.join(" ")}" ;;`);
  return `_guardrails() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) words="${command.commands.map((sub) => sub.name()).join(" ")}" ;;
  esac
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
${values.join("\n")}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${command.commands.map((sub) => sub.name()).join(" ")} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _guardrails guardrails
`;
}

function zsh(command: Command): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(command)}`;
}

function fish(command: Command): string {
  const subs = command.commands.map(
    (sub) => `complete -c guardrails -n __fish_use_subcommand -a ${sub.name()} -d ${quoted(sub.description())}`,
  );
  const options = command.commands.flatMap((sub) =>
    sub.options.map((option) => {
      const values = option.argChoices ? ` -xa ${quoted(option.argChoices.join(" "))}` : "";
      const name = option.long?.replace(/^--/, "") ?? "";
      return `complete -c guardrails -n "__fish_seen_subcommand_from ${sub.name()}" -l ${name} -d ${quoted(option.description)}${values}`;
    }),
  );
  return `${[...subs, ...options].join("\n")}\n`;
}

function flags(command: Command): string[] {
  return command.options.flatMap(({ long }) => long ?? []);
}

function choices(command: Command): [flag: string, words: string[]][] {
  const options = command.commands.flatMap((sub) => sub.options).filter(({ argChoices }) => argChoices);
  return [...new Map(options.map(({ long, argChoices }) => [long ?? "", argChoices ?? []]))];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}

/**
 * `cohash completion`: scripts by which shells complete subcommands, options and their choices, and
 * files everywhere else. They hold all words, so that a shell need not start cohash to complete one.
 *
 * @module
 */
import { Argument, Command } from "commander";
import { examples, print } from "./command_line.ts";

/** The scripts by the names of the shells, each of the program with all its subcommands. */
const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** The command and its options. */
export function command(): Command {
  return new Command("completion")
    .description("Prints a script by which a shell completes subcommands and options.")
    .addArgument(new Argument("<shell>", "which shell").choices(Object.keys(SCRIPTS)))
    .addHelpText(
      "after",
      examples(
        "echo 'eval \"$(cohash completion bash)\"' >> ~/.bashrc",
        "echo 'eval \"$(cohash completion zsh)\"' >> ~/.zshrc  # behind compinit",
        "cohash completion fish > ~/.config/fish/completions/cohash.fish",
      ),
    )
    .action((shell: keyof typeof SCRIPTS, _flags: unknown, { parent }: Command) => {
      print(SCRIPTS[shell](parent!));
    });
}

function bashScript(program: Command): string {
  const names = program.commands.map((command) => command.name());
  const options = program.commands.map((command) =>
    `    ${command.name()}) words="${optionsOf(command).map(({ long }) => long).join(" ")}" ;;`
  );
  const choices = program.commands.flatMap((command) =>
    optionsOf(command).filter(({ argChoices }) => argChoices !== undefined)
      .map(({ long, argChoices }) =>
        `    "${command.name()} ${long}") words="${argChoices!.join(" ")}" ;;`
      )
  );
  return [
    "_cohash() {",
    '  local cur="${COMP_WORDS[COMP_CWORD]}" words=""',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${names.join(" ")} --help --version"`,
    '  elif [ "${cur#-}" != "$cur" ]; then',
    '    case "${COMP_WORDS[1]}" in',
    ...options,
    "    esac",
    "  else",
    '    case "${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD - 1]}" in',
    ...choices,
    "    esac",
    "  fi",
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    "}",
    "complete -o default -F _cohash cohash",
  ].join("\n");
}

/** Zsh takes the completions of bash. */
function zshScript(program: Command): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(program)}`;
}

function fishScript(program: Command): string {
  return program.commands.flatMap((command) => [
    `complete -c cohash -n __fish_use_subcommand -f -a ${command.name()} ` +
    `-d ${quoted(command.summary())}`,
    ...optionsOf(command).map(({ long, description, required, optional, argChoices }) =>
      [
        `complete -c cohash -n '__fish_seen_subcommand_from ${command.name()}'`,
        `-l ${long!.slice(2)} -d ${quoted(description)}`,
        ...argChoices ? [`-x -a '${argChoices.join(" ")}'`] : required || optional ? ["-r"] : [],
      ].join(" ")
    ),
  ]).join("\n");
}

function optionsOf(command: Command) {
  return command.createHelp().visibleOptions(command).filter(({ long }) => long !== undefined);
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

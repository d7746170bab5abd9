import { Command, CommanderError } from "commander";
import { choices } from "./nearest.ts";
import { type Problem, usage } from "./problem.ts";
import { examples, type Flag, flags, type Verb, verbs } from "./verbs.ts";

/** What was typed after the verb, not yet understood: flags as text, switches as true. */
export type Typed = { readonly [F in Flag]?: string | true };

/** A command line that names a verb, or one that only wants to be told something. */
export type Line =
  | { readonly kind: "verb"; readonly verb: Verb; readonly typed: Typed; readonly files: readonly string[] }
  | { readonly kind: "told"; readonly text: string };

/** Characters in a line of help, on every terminal. */
const helpWidth = 100;

/** Takes a command line apart: verb, flags, files. Values are looked at later, by whoever needs them. */
export function readCommandLine(argv: readonly string[], version: string): Line | Problem {
  let found: Line | undefined;
  let told = "";
  const tell = (text: string) => {
    told += text;
  };
  const program = describeProgram(version, tell, (line) => {
    found = line;
  });
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (argv.length === 0) return usage(`no verb; type one of ${Object.keys(verbs).join(", ")}, or hotmem --help`);
    if (error.exitCode === 0) return { kind: "told", text: told };
    return usage(inOurWords(error, argv));
  }
  return found ?? usage("no verb; hotmem --help lists them");
}

function describeProgram(version: string, tell: (text: string) => void, found: (line: Line) => void): Command {
  const program = new Command("hotmem")
    .usage("<verb> [flags]")
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
    .optionsGroup("Flags:")
    .commandsGroup("Verbs:")
    .description(
      "Proves that a guest gives memory back: checks memory allocators, virtio-mem devices and whole guests against their promises.",
    )
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [verb]", "print help about a verb")
    .addHelpText("after", examples.all)
    .configureOutput({ getOutHelpWidth: () => helpWidth, writeOut: tell, writeErr: tell, outputError: () => undefined })
    .showSuggestionAfterError(true)
    .exitOverride();
  for (const [name, verb] of Object.entries(verbs) as [Verb, (typeof verbs)[Verb]][]) {
    const command = program.command(name).summary(verb.summary).description(verb.describes).allowExcessArguments(false);
    command.usage(verb.files === null ? "[flags]" : `${verb.files.name} [flags]`).optionsGroup("Flags:");
    if (verb.files !== null) command.argument(verb.files.name, verb.files.says);
    for (const flag of verb.flags) command.option(flags[flag].form, flags[flag].says);
    command.addHelpText("after", examples[name]);
    command.action((...given: unknown[]) => {
      const files = verb.files === null ? [] : [given[0]].flat().map(String);
      found({ kind: "verb", verb: name, typed: command.opts(), files });
    });
  }
  return program;
}

/** The parser's complaint as one sentence that names the place and what to do. */
function inOurWords(error: CommanderError, argv: readonly string[]): string {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const verb = argv.find((word) => word in verbs);
  const names: readonly string[] = verb === undefined ? [] : verbs[verb as Verb].flags.map((flag) => `--${flag}`);
  const help = verb === undefined ? "hotmem --help" : `hotmem help ${verb}`;
  switch (error.code) {
    case "commander.unknownCommand":
    case "commander.excessArguments": {
      const stray = verb === undefined ? (argv.find((word) => !word.startsWith("-")) ?? quoted) : undefined;
      if (stray !== undefined) return `unknown verb ${stray}; ${choices(stray, Object.keys(verbs))}`;
      return `${verb} takes ${verbs[verb as Verb].files === null ? "flags only" : "one file"}; ${help} shows how`;
    }
    case "commander.unknownOption":
      if (verb === undefined) return `unknown flag ${quoted}; ${help} lists verbs and flags`;
      if (names.includes(quoted.split("=")[0] ?? ""))
        return `${quoted.split("=")[0]} takes no value; ${help} shows how`;
      return `${verb} has no flag ${quoted}; ${choices(quoted, names)}`;
    case "commander.optionMissingArgument":
      return `${quoted.split(" ")[0]} needs a value; ${help} says which`;
    case "commander.missingArgument":
      return `${verb} needs ${quoted === "" ? "a file" : quoted.toUpperCase().replace("...", "")}; ${help} shows how`;
    case "commander.help":
      return `unknown verb ${argv[1]}; ${choices(argv[1] ?? "", Object.keys(verbs))}`;
    default:
      return `${error.message.replace(/^error: /, "").split("\n")[0]}; ${help} shows how`;
  }
}

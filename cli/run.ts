import { CannotStart, ProtocolBroken } from "../model/subject.ts";
import { type Line, readCommandLine, type Typed } from "./command-line.ts";
import { type ExitCode, exit } from "./exit.ts";
import type { Io } from "./io.ts";
import { wrongEnvironment } from "./opening.ts";
import { packageVersion } from "./package-root.ts";
import { onOneLine, printableOnly } from "./printable.ts";
import { isProblem, type Problem } from "./problem.ts";
import type { Verb } from "./verbs.ts";

/** Carries out one verb: prints what it found and returns the exit code, or says what is wrong with the request. */
export type Perform = (typed: Typed, files: readonly string[], io: Io) => Promise<ExitCode | Problem>;

/** Loaded only when asked for, so that `--help` does not wait for fast-check. */
const performers: { readonly [V in Verb]: () => Promise<Perform> } = {
  check: async () => (await import("./check.ts")).check,
  replay: async () => (await import("./replay.ts")).replay,
  shrink: async () => (await import("./shrink.ts")).shrink,
  mutants: async () => (await import("./mutants.ts")).mutants,
  validate: async () => (await import("./validate.ts")).validate,
  serve: async () => (await import("./serve.ts")).serve,
  doctor: async () => (await import("./doctor.ts")).doctor,
};

async function perform(line: Line, io: Io): Promise<ExitCode | Problem> {
  if (line.kind === "told") {
    io.stdout.write(line.text);
    return exit.held;
  }
  const wrong = wrongEnvironment(io);
  if (wrong !== null) return wrong;
  const verb = await performers[line.verb]();
  return await verb(line.typed, line.files, io);
}

/** What failed although nobody outside did anything wrong: the whole story, for us. */
function confess(error: unknown, argv: readonly string[], io: Io): ExitCode {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(
    `hotmem: this is a bug in hotmem ${packageVersion} itself; please report it with these lines\n` +
      `  command: hotmem ${argv.join(" ")}\n  node: ${process.version}\n${stack}\n`,
  );
  return exit.bug;
}

/**
 * The whole command line: reads it, does it, prints, and returns the exit code. Never throws; touches nothing but `io`,
 * files and subjects.
 *
 * @param argv words after `hotmem`
 */
export async function main(argv: readonly string[], given: Io): Promise<ExitCode> {
  const io: Io = { ...given, stdout: printableOnly(given.stdout), stderr: printableOnly(given.stderr) };
  try {
    const line = readCommandLine(argv, packageVersion);
    const done = isProblem(line) ? line : await perform(line, io);
    if (!isProblem(done)) return done;
    io.stderr.write(`hotmem: ${onOneLine(done.says)}\n`);
    return done.code;
  } catch (error) {
    if (!(error instanceof CannotStart || error instanceof ProtocolBroken)) return confess(error, argv, io);
    io.stderr.write(`hotmem: ${onOneLine(error.message)}\n`);
    if (io.signal.aborted) return exit.interrupted;
    return error instanceof CannotStart ? exit.cannotStart : exit.protocol;
  }
}

import { relative } from "node:path";
import type { Contract, State, Step, Vocabulary } from "../model/contract.ts";
import { withSuite } from "../properties/suites.ts";
import { addToCorpus } from "../replay/corpus.ts";
import { writeTranscript } from "../replay/transcript.ts";
import { type AnyTranscript, ofContract, type Transcript } from "../replay/transcript-content.ts";
import { readTranscriptFile } from "../replay/transcript-file.ts";
import type { Io } from "./io.ts";
import { badData, isProblem, noInput, type Problem, usage } from "./problem.ts";
import type { Report, Told } from "./report.ts";

/** A transcript and the file it was read from. */
export interface Read {
  readonly path: string;
  readonly transcript: AnyTranscript;
}

/** The transcript of one file, shown to people as `shown`; or what is wrong with it. */
export async function readOne(path: string, shown: string): Promise<Read | Problem> {
  const read = await readTranscriptFile(path, shown);
  if ("missing" in read) return noInput(`${read.missing}; check the path`);
  if ("malformed" in read) return badData(`${shown}, line ${read.malformed.line}: ${read.malformed.why}`);
  return { path: shown, transcript: read };
}

/** The path of a file as one would type it here: seen from the working folder, or from the root where that is shorter. */
export const asTyped = (io: Io, path: string): string => {
  const near = relative(io.cwd, path);
  return near.length < path.length ? near : path;
};

/** Forgets which vocabulary a transcript has; its contract still says so. The opposite of `ofContract`. */
export const anyTranscript = <V extends Vocabulary<V>>(transcript: Transcript<V>): AnyTranscript =>
  transcript as unknown as AnyTranscript;

/** Puts a transcript into a folder, once; the path as one would type it here. */
export async function keep(io: Io, folder: string, transcript: AnyTranscript): Promise<string | Problem> {
  const added = await withSuite(transcript.contract, ({ contract }) =>
    addToCorpus(folder, ofContract(contract.name, transcript)),
  );
  if (added.kind === "failed") return usage(`${added.why}; give another folder with --out`);
  return asTyped(io, added.path);
}

/**
 * Writes every counterexample of a report down; their paths. What cannot be written is said on stderr and not lost: the
 * transcript follows there, and its path is null.
 */
export async function keepFailures(folder: string, { failures }: Report, io: Io): Promise<readonly (string | null)[]> {
  const paths: (string | null)[] = [];
  for (const { transcript } of failures) {
    const path = await keep(io, folder, transcript);
    if (isProblem(path)) io.stderr.write(`hotmem: ${path.says}; the transcript follows\n${textOf(transcript)}`);
    paths.push(isProblem(path) ? null : path);
  }
  return paths;
}

const textOf = (transcript: AnyTranscript): string =>
  withSuite(transcript.contract, ({ contract }) => writeTranscript(ofContract(contract.name, transcript)));

/** Steps in the contract's own words. */
export const tell = <V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  steps: readonly Step<V>[],
): readonly Told[] =>
  steps.map(({ ask, answer }) => ({ ask: contract.sayAsk(ask), answer: contract.sayAnswer(ask, answer) }));

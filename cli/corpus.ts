import { join } from "node:path";
import type { ContractName } from "../model/contract.ts";
import { readCorpus } from "../replay/corpus.ts";
import { type ExitCode, worst } from "./exit.ts";
import type { Io } from "./io.ts";
import { openingOf } from "./opening.ts";
import { packageRoot } from "./package-root.ts";
import { codeOf, tellReplayed } from "./replay.ts";
import { type Replayed, replayAll } from "./replaying.ts";
import { count } from "./text.ts";
import { asTyped, type Read } from "./transcripts.ts";

/** What became of the transcripts that come with hotmem. */
export interface CorpusResult {
  readonly transcripts: number;
  /** Those that do not do what their headers expect. */
  readonly unexpected: readonly Replayed[];
  readonly code: ExitCode;
}

const folder = join(packageRoot, "replay/corpus");

/**
 * Replays every transcript of these contracts that comes with hotmem, each against its own subject.
 *
 * @throws when one cannot be read: they are part of this program
 */
export async function replayCorpus(contracts: readonly ContractName[], io: Io): Promise<CorpusResult> {
  const reads: Read[] = [];
  for await (const { path, read } of readCorpus(folder)) {
    if ("missing" in read) throw new Error(read.missing);
    if ("malformed" in read) throw new Error(`${path}, line ${read.malformed.line}: ${read.malformed.why}`);
    if (contracts.includes(read.contract)) reads.push({ path: asTyped(io, path), transcript: read });
  }
  const replayed = await replayAll(reads, { opening: openingOf(io), signal: io.signal });
  const unexpected = replayed.filter((one) => codeOf(one) !== 0);
  return { transcripts: replayed.length, unexpected, code: worst(unexpected.map(codeOf)) };
}

/** One line when all is well; otherwise a story for each that is not. */
export function tellCorpus({ transcripts, unexpected }: CorpusResult, quiet: boolean): string {
  const stories = unexpected.map(tellReplayed).join("");
  if (quiet) return stories;
  const fine = transcripts - unexpected.length;
  return `${stories}corpus: ${fine} of ${count(transcripts)} transcripts do what their headers expect\n\n`;
}

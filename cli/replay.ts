import { statSync } from "node:fs";
import { resolve } from "node:path";
import { contractNames } from "../properties/suites.ts";
import { listCorpus } from "../replay/corpus.ts";
import { sayFinding } from "../replay/verdict.ts";
import { contractsOfSubject } from "./choose.ts";
import type { Typed } from "./command-line.ts";
import { type ExitCode, exit, worst } from "./exit.ts";
import type { Io } from "./io.ts";
import { toJson } from "./json.ts";
import { openingOf } from "./opening.ts";
import { onOneLine } from "./printable.ts";
import { isProblem, noInput, type Problem, usage } from "./problem.ts";
import { type Replayed, replayAll } from "./replaying.ts";
import { count } from "./text.ts";
import { asTyped, type Read, readOne } from "./transcripts.ts";

/** What `replay --json` prints. */
export interface ReplayJson {
  readonly files: readonly Replayed[];
  /** What could not be read, a sentence each. */
  readonly unreadable: readonly string[];
  readonly exit: ExitCode;
}

/** The transcripts of a file or of all files below a folder. */
async function readPath(io: Io, shown: string): Promise<readonly (Read | Problem)[]> {
  const path = resolve(io.cwd, shown);
  try {
    if (!statSync(path).isDirectory()) return [await readOne(path, shown)];
  } catch {
    return [await readOne(path, shown)];
  }
  const files = await listCorpus(path);
  if ("missing" in files) return [noInput(files.missing)];
  const found: (Read | Problem)[] = [];
  for (const file of files) found.push(await readOne(file, asTyped(io, file)));
  return found.length > 0 ? found : [noInput(`there is no *.replay.jsonl below ${shown}; check the path`)];
}

/** The code of one transcript. A subject that was lost or could not be asked has shown nothing either way. */
export function codeOf({ recorded, asked, asExpected, mended, unasked }: Replayed): ExitCode {
  if (recorded.kind === "not well-formed" || asked?.kind === "not well-formed") return exit.badData;
  if (asExpected || (mended && asked === undefined)) {
    if (unasked?.cannotStart === true) return exit.cannotStart;
    return asExpected ? exit.held : exit.inconclusive;
  }
  if (mended && asked?.kind === "fixed") return exit.inconclusive;
  if (asked?.kind === "inconclusive" && asked.broke === "protocol") return exit.protocol;
  return recorded.kind === "inconclusive" || asked?.kind === "inconclusive" ? exit.inconclusive : exit.violated;
}

/** A few lines for each transcript: whether it does what its header expects, and what is worth knowing of where it ended. */
export function tellReplayed(replayed: Replayed): string {
  const { path, expects, mended, subject, recorded, asked, times, asExpected, unasked } = replayed;
  const lines = [`${asExpected ? "as expected" : "UNEXPECTED "}  ${path}`];
  const wanted = `${expects === "violated" ? "still violated" : "held"}${mended ? ", and mended now" : ""}`;
  if (!asExpected) lines.push(`  expected: ${wanted}`);
  lines.push(`  recorded answers: ${sayFinding(recorded)}`);
  if (recorded.kind === "held") lines.push(...(recorded.remarks ?? []).map((remark) => `    ${remark}`));
  const often = times === undefined ? "" : `; asked ${times} times, because it is fickle`;
  if (asked !== undefined) lines.push(`  ${subject} now: ${sayFinding(asked)}${often}`);
  if (unasked !== undefined) lines.push(`  ${subject} was not asked: ${unasked.why.trim()}`);
  return `${lines.map(onOneLine).join("\n")}\n`;
}

/** `hotmem replay`: whether each transcript still does what its header expects. */
export async function replay(typed: Typed, files: readonly string[], io: Io): Promise<ExitCode | Problem> {
  const subject = typed.subject === undefined ? undefined : String(typed.subject);
  const known = subject === undefined ? contractNames : contractsOfSubject(subject, contractNames);
  if (isProblem(known)) return known;
  const read = (await Promise.all(files.map((file) => readPath(io, file)))).flat();
  const problems = read.filter(isProblem);
  const reads = read.filter((one): one is Read => !isProblem(one));
  const alien = reads.find(({ transcript }) => !known.includes(transcript.contract));
  if (alien !== undefined) {
    return usage(`${alien.path} is about contract ${alien.transcript.contract}, which ${subject} does not speak`);
  }
  const opening = openingOf(io);
  const mended = typed.mended === true;
  const replayed = await replayAll(reads, {
    ...(subject === undefined ? {} : { subject }),
    mended,
    opening,
    signal: io.signal,
  });
  const codes = [...problems.map(({ code }) => code), ...replayed.map(codeOf)];
  const code = worst(replayed.length < reads.length ? [...codes, exit.interrupted] : codes);
  for (const { says } of problems) io.stderr.write(`hotmem: ${says}\n`);
  if (typed.json === true) {
    io.stdout.write(
      toJson({ files: replayed, unreadable: problems.map(({ says }) => says), exit: code } satisfies ReplayJson),
    );
    return code;
  }
  for (const one of replayed) if (typed.quiet !== true || codeOf(one) !== exit.held) io.stdout.write(tellReplayed(one));
  const fine = replayed.filter((one) => codeOf(one) === exit.held).length;
  const what = mended ? "are mended" : "do what their headers expect";
  if (typed.quiet !== true) io.stdout.write(`${count(fine)} of ${count(read.length)} ${what}\n`);
  return code;
}

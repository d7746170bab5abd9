import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Vocabulary } from "../model/contract.ts";
import { writeTranscript } from "./transcript.ts";
import type { AnyTranscript, Transcript } from "./transcript-content.ts";
import { type Missing, readTranscriptFile, reason } from "./transcript-file.ts";
import type { Malformed } from "./transcript-lines.ts";
import type { Replay } from "./verdict-asked.ts";

const SUFFIX = ".replay.jsonl";

/** One file of a corpus. */
export interface CorpusFile {
  readonly path: string;
  readonly read: AnyTranscript | Malformed | Missing;
}

/** What became of a transcript that was to be remembered. */
export type Added =
  | { readonly kind: "added"; readonly path: string }
  /** The same counterexample lies there already. */
  | { readonly kind: "known"; readonly path: string }
  | { readonly kind: "failed"; readonly why: string };

/**
 * The name that a transcript gets: the broken rule with `-` for `/`, or `held`, and the beginning of its id. `digits`
 * says how much of the id; all 16 when 8 are taken by another transcript.
 */
export function corpusName<V extends Vocabulary<V>>({ rule, id }: Transcript<V>, digits: 8 | 16 = 8): string {
  const topic = (rule ?? "held").replace(/[^A-Za-z0-9]+/g, "-").slice(0, 80);
  return `${topic}-${id.slice(0, digits)}${SUFFIX}`;
}

/** Paths of all transcripts below a folder, in the order of the alphabet. A folder that is not there has none. */
export async function listCorpus(folder: string): Promise<readonly string[] | Missing> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names
      .filter((name) => name.endsWith(SUFFIX))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    return { missing: `cannot list ${folder}: ${reason(error)}` };
  }
}

/** Every transcript below a folder, whether or not it can be read. One at a time: a corpus may be larger than memory. */
export async function* readCorpus(folder: string): AsyncGenerator<CorpusFile, void, undefined> {
  const paths = await listCorpus(folder);
  if ("missing" in paths) {
    yield { path: folder, read: paths };
    return;
  }
  for (const path of paths) yield { path, read: await readTranscriptFile(path) };
}

/** One file of a corpus, replayed. */
export type Replayed =
  | { readonly kind: "replayed"; readonly path: string; readonly transcript: AnyTranscript; readonly replay: Replay }
  /** `why` names the line. */
  | { readonly kind: "unreadable"; readonly path: string; readonly why: string };

/**
 * Replays every transcript below a folder, one after the other.
 *
 * @param replay finds contract and subject of a transcript and replays it; what it throws ends the walk
 */
export async function* replayCorpus(
  folder: string,
  replay: (transcript: AnyTranscript) => Promise<Replay>,
): AsyncGenerator<Replayed, void, undefined> {
  for await (const { path, read } of readCorpus(folder)) {
    if ("missing" in read) yield { kind: "unreadable", path, why: read.missing };
    else if ("malformed" in read)
      yield { kind: "unreadable", path, why: `line ${read.malformed.line}: ${read.malformed.why}` };
    else yield { kind: "replayed", path, transcript: read, replay: await replay(read) };
  }
}

/**
 * Puts a transcript into a folder, which is made if need be. One that has the same id is left as it is, and no other file
 * is ever overwritten. A reader sees the whole file or none.
 */
export async function addToCorpus<V extends Vocabulary<V>>(folder: string, transcript: Transcript<V>): Promise<Added> {
  for (const digits of [8, 16] as const) {
    const path = join(folder, corpusName(transcript, digits));
    const existing = await readTranscriptFile(path);
    if ("missing" in existing) return writeNew(path, transcript);
    if (!("malformed" in existing) && existing.id === transcript.id) return { kind: "known", path };
  }
  const path = join(folder, corpusName(transcript, 16));
  return { kind: "failed", why: `cannot write ${path}: another file has that name; move it away` };
}

async function writeNew<V extends Vocabulary<V>>(path: string, transcript: Transcript<V>): Promise<Added> {
  const draft = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, writeTranscript(transcript), { flush: true });
    await rename(draft, path);
    return { kind: "added", path };
  } catch (error) {
    // The draft is worthless; whether it can be removed changes nothing.
    await rm(draft, { force: true }).catch(() => undefined);
    return { kind: "failed", why: `cannot write ${path}: ${reason(error)}` };
  }
}

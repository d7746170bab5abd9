import type { ContractName, State, Vocabulary } from "../model/contract.ts";
import { CannotStart, ProtocolBroken, type SubjectSource } from "../model/subject.ts";
import { properName } from "../properties/honest.ts";
import type { Opening, Suite } from "../properties/suite.ts";
import { contractNames, resolveSource, withSuite } from "../properties/suites.ts";
import { ofContract } from "../replay/transcript-content.ts";
import type { Replay } from "../replay/verdict-asked.ts";
import { replayTranscript } from "../replay/verdict-asked.ts";
import { isUntyped, untyped } from "./outside.ts";
import type { Read } from "./transcripts.ts";

/** What replaying one transcript came to. */
export interface Replayed extends Replay {
  readonly path: string;
  readonly contract: ContractName;
  readonly expects: "violated" | "held";
  /** Whether the subject was expected to keep the rules now: `--mended`. */
  readonly mended: boolean;
  /** Who was asked, or would have been. */
  readonly subject: string;
  /** Why nobody was asked, so that only the recorded answers were judged. */
  readonly unasked?: { readonly why: string; readonly cannotStart: boolean };
}

/** Who is asked, and how. */
export interface ReplayOptions {
  /** Instead of the subject in each header. */
  readonly subject?: string;
  /** Whether subjects are expected to keep the rules now, whatever the headers expect. */
  readonly mended?: boolean;
  readonly opening: Opening;
  readonly signal: AbortSignal;
}

type Opened<V extends Vocabulary<V>> = SubjectSource<V> | { readonly why: string; readonly cannotStart: boolean };

async function open<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  name: string,
  opening: Opening,
): Promise<Opened<V>> {
  try {
    const source = await resolveSource(suite, name, opening);
    return source ?? { why: `there is no subject ${name} any more`, cannotStart: false };
  } catch (error) {
    if (!(error instanceof CannotStart || error instanceof ProtocolBroken)) throw error;
    return { why: error.message, cannotStart: true };
  }
}

/** Replays the transcripts of one contract; each subject is opened once and closed in the end. */
async function replayContract<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  files: readonly Read[],
  { subject, mended = false, opening, signal }: ReplayOptions,
): Promise<readonly Replayed[]> {
  const { contract } = suite;
  const opened = new Map<string, Opened<V>>();
  const replayed: Replayed[] = [];
  try {
    for (const { path, transcript } of files) {
      if (signal.aborted) break;
      const name = properName(suite, subject ?? transcript.subject, transcript.profile);
      const refused = isUntyped(name, subject) ? { why: untyped(name), cannotStart: false } : undefined;
      const { profile } = transcript;
      const key = `${profile} ${name}`;
      const found = refused ?? opened.get(key) ?? (await open(suite, name, { ...opening, profile, signal }));
      opened.set(key, found);
      const about = { path, contract: contract.name, expects: transcript.expects, mended, subject: name };
      const recorded = ofContract<V>(contract.name, transcript);
      const source = "why" in found ? undefined : found;
      const replay = await replayTranscript(contract, recorded, source, mended);
      replayed.push({ ...about, ...replay, ...("why" in found ? { unasked: found } : {}) });
    }
  } finally {
    for (const source of opened.values()) if ("close" in source) await source.close();
  }
  return replayed;
}

/** Replays transcripts of any contract. What has not begun when the signal comes is left out. */
export async function replayAll(files: readonly Read[], options: ReplayOptions): Promise<readonly Replayed[]> {
  const all: Replayed[] = [];
  for (const name of contractNames) {
    const own = files.filter(({ transcript }) => transcript.contract === name);
    if (own.length > 0) all.push(...(await withSuite(name, (suite) => replayContract(suite, own, options))));
  }
  return all;
}

import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Type } from "typebox";
import type { Command, Vocabulary } from "../model/contract.ts";
import type { Violation } from "../model/verdict.ts";
import { type Decoded, decode, glimpse, isObject, own } from "../wire/codec.ts";
import { text } from "../wire/fields.ts";
import { shapeOf } from "../wire/shape.ts";
import { strangerIn } from "../wire/strangers.ts";
import type { AnyTranscript } from "./transcript-content.ts";
import { type Missing, readTranscriptFile, reason } from "./transcript-file.ts";

const FORMAT = "hotmem-known";
const VERSION = 1;

const schema = Type.Object({
  format: Type.Literal(FORMAT),
  version: Type.Literal(VERSION),
  subject: text(),
  deviations: Type.Array(
    Type.Object({ rule: text(128), ask: text(64), says: text(), versions: Type.Array(text(128)), transcript: text() }),
  ),
});

/** A place where a subject is known to break a rule. */
export interface Deviation {
  readonly rule: string;
  /** Kind of the command whose answer breaks it. */
  readonly ask: string;
  /** One sentence: what the subject does, and what it should do. */
  readonly says: string;
  /** Versions of the subject that do: `QEMU 7.2` stands for every 7.2.x. */
  readonly versions: readonly string[];
  /** A run that shows it. */
  readonly transcript: AnyTranscript;
}

/** A known-deviations file, its transcripts included. */
export interface Known {
  /** As typed after `--subject`. */
  readonly subject: string;
  readonly deviations: readonly Deviation[];
}

/** The file's content is wrong; one sentence. */
export interface Wrong {
  readonly wrong: string;
}

/**
 * Reads a known-deviations file and the transcripts that it names relative to itself; the first problem is returned.
 *
 * @param shown what to call the file in sentences for people
 */
export async function readKnownFile(path: string, shown = path): Promise<Known | Wrong | Missing> {
  let content: string;
  try {
    content = await readFile(path, "utf8");
  } catch (error) {
    return { missing: `cannot read ${shown}: ${reason(error)}` };
  }
  const read = decodeKnown(content);
  if ("error" in read) return { wrong: `${shown}: ${read.error}` };
  const deviations: Deviation[] = [];
  for (const [index, entry] of read.value.deviations.entries()) {
    const file = resolve(dirname(path), entry.transcript);
    const transcript = await readTranscriptFile(file, entry.transcript);
    const why = unfit(entry, transcript);
    if (why !== null) return { wrong: `${shown}: deviations[${index}].transcript: ${entry.transcript}: ${why}` };
    deviations.push({ ...entry, transcript: transcript as AnyTranscript });
  }
  return { subject: read.value.subject, deviations };
}

type Content = Type.Static<typeof schema>;

function decodeKnown(content: string): Decoded<Content> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { error: "not JSON" };
  }
  const format = isObject(value) ? own(value, "format") : undefined;
  if (format !== FORMAT) return { error: `not a list of known deviations: "format" is not "${FORMAT}"` };
  const version = isObject(value) ? own(value, "version") : undefined;
  if (version !== VERSION) return { error: `version ${glimpse(version)}; this hotmem reads version ${VERSION}` };
  const stranger = strangerIn(shapeOf(schema), value, "file");
  if (stranger !== null) return { error: stranger };
  const read = decode(shapeOf(schema), value, "file") as Decoded<Content>;
  if ("error" in read) return read;
  const vague = read.value.deviations.findIndex(({ versions }) => versions.length === 0 || versions.includes(""));
  return vague === -1
    ? read
    : { error: `file.deviations[${vague}].versions: name the versions that deviate, such as "QEMU 7.2"` };
}

/** Why a transcript is no evidence for the deviation that names it, or null. */
function unfit(
  entry: Content["deviations"][number],
  read: Awaited<ReturnType<typeof readTranscriptFile>>,
): string | null {
  if ("missing" in read) return read.missing;
  if ("malformed" in read) return `line ${read.malformed.line}: ${read.malformed.why}`;
  if (read.rule !== entry.rule) return `it shows ${read.rule ?? "no violation"}, not ${entry.rule}`;
  const last = read.steps.at(-1)?.ask.kind;
  return last === entry.ask ? null : `its last command is ${last}, not ${entry.ask}`;
}

/** The recorded deviation that a violation is, if any. `version` is the subject's, as in `QEMU 7.2.22`. */
export const matches = (
  { deviations }: Known,
  violation: Violation,
  askKind: string,
  version: string,
): Deviation | undefined =>
  deviations.find((known) => known.rule === violation.rule && known.ask === askKind && concerns(known, version));

/** For a campaign: whether a violation is recorded, so that it is counted and the run goes on. */
export const excuseOf =
  (known: Known, version: string) =>
  <V extends Vocabulary<V>>(violation: Violation, ask: Command<V>): boolean =>
    matches(known, violation, ask.kind, version) !== undefined;

/** Whether the deviation is recorded for this version: the same text, or a longer one that goes on after a separator. */
export const concerns = ({ versions }: Deviation, version: string): boolean =>
  versions.some(
    (known) => version === known || (version.startsWith(known) && /^[^A-Za-z0-9]/.test(version.slice(known.length))),
  );

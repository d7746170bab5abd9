import type { Step, Vocabulary } from "../model/contract.ts";
import type { Json } from "../wire/codec.ts";
import type { WireContract } from "../wire/schema.ts";
import { decodeStep, encodeStep } from "../wire/step.ts";
import { type AnyTranscript, currentWires, type Transcript, transcriptId, wireOf } from "./transcript-content.ts";
import { decodeHeader, encodeHeader, FORMAT } from "./transcript-header.ts";
import { linesOf, MAX_FILE_BYTES, type Malformed, malformed } from "./transcript-lines.ts";

/** Gives a transcript its id. */
export function sealTranscript<V extends Vocabulary<V>>(unsealed: Omit<Transcript<V>, "id">): Transcript<V> {
  return { ...unsealed, id: transcriptId(unsealed) };
}

/** The text of a `*.replay.jsonl` file. */
export function writeTranscript<V extends Vocabulary<V>>(transcript: Transcript<V>): string {
  const wire = wireOf<V>(transcript.contract);
  const lines: Json[] = [encodeHeader(transcript), ...transcript.steps.map((step) => encodeStep(wire, step))];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/**
 * Reads a transcript. Never throws: the first thing that is wrong is returned, with its line and what to do about it.
 * A file whose content does not have the id that it claims is refused, so that nobody judges what nobody recorded.
 *
 * @param wires vocabularies other than today's, to see whether transcripts outlive a change
 */
export function readTranscript(input: string | Uint8Array, wires = currentWires): AnyTranscript | Malformed {
  const content = typeof input === "string" ? Buffer.from(input) : input;
  if (content.byteLength > MAX_FILE_BYTES)
    return malformed(1, tooLarge(`${Math.ceil(content.byteLength / 2 ** 20)} MiB`));
  const lines = linesOf(content);
  if ("malformed" in lines) return lines;
  const first = parse(lines, 1);
  if ("malformed" in first) return first;
  const header = decodeHeader(first.value);
  if ("error" in header) return malformed(1, header.error);
  const steps = readSteps(lines, wireOf<never>(header.value.contract, wires));
  if ("malformed" in steps) return steps;
  const { id: claimed, ...unsealed } = header.value;
  const id = transcriptId({ ...unsealed, steps });
  if (claimed !== id) return malformed(1, foreignId(claimed, id));
  // Steps were read with the wire of the contract that the header names.
  return { ...unsealed, id, steps } as unknown as AnyTranscript;
}

/** Why a file is refused before anything in it is looked at. */
export const tooLarge = (size: string): string =>
  `the file has ${size}, but a replay file has at most ${MAX_FILE_BYTES / 2 ** 20} MiB; shrink the run that it records`;

const foreignId = (claimed: string | undefined, id: string): string =>
  `${claimed === undefined ? "the header has no id" : "the content does not match the id in the header"}: steps, geometry, ` +
  "profile or rule were edited, reordered or lost since it was written; " +
  `get the original, or write "id":"${id}" to keep this as a counterexample of its own`;

function readSteps(lines: readonly string[], wire: WireContract<never>): readonly Step<never>[] | Malformed {
  const steps: Step<never>[] = [];
  for (let line = 2; line <= lines.length; line++) {
    const parsed = parse(lines, line);
    if ("malformed" in parsed) return parsed;
    const step = decodeStep(wire, parsed.value);
    if ("error" in step) return malformed(line, step.error);
    steps.push(step.value);
  }
  if (steps.length === 0)
    return malformed(lines.length, "the header is not followed by any step; the rest of the file is missing");
  return steps;
}

/** The JSON of a line. The last line is taken for cut off when it does not end as JSON of an object does. */
function parse(lines: readonly string[], line: number): { readonly value: unknown } | Malformed {
  const text = (lines[line - 1] ?? "").trim();
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    if (text === "") return malformed(line, "the line is empty; remove it");
    if (line === 1 && !text.startsWith("{")) {
      return malformed(line, `not a replay file: the first line of one is an object with "format": "${FORMAT}"`);
    }
    const cut = line === lines.length && text.startsWith("{") && !text.endsWith("}");
    return malformed(line, cut ? "the line is cut off: the file was not written or copied to its end" : "not JSON");
  }
}

import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { SNIFFED, sniff } from "./magic.ts";

/** The longest line of a trace; one with the flags of a migrate call has 150 characters. */
const MOST_CHARACTERS = 65536;

/** How reading ended: at the end, because the caller had enough, or at a line that is none. */
export type StreamEnd = { readonly kind: "ended"; readonly lines: number } | StreamTrouble;

/** A file that could not be read to the end. */
export type StreamTrouble =
  | { readonly kind: "malformed"; readonly line: number; readonly why: string }
  | { readonly kind: "alien"; readonly why: string }
  | { readonly kind: "missing"; readonly error: unknown };

interface Cutter {
  readonly take: (text: string, line: number) => boolean;
  rest: string;
  lines: number;
  /** Set when the caller or the file made further reading useless. */
  stop: StreamEnd | null;
}

/** Hands over whole lines. */
function cut(cutter: Cutter, text: string): void {
  const all = cutter.rest + text;
  let start = 0;
  for (let end = all.indexOf("\n"); end !== -1; end = all.indexOf("\n", start)) {
    cutter.lines++;
    if (!cutter.take(all.slice(start, all[end - 1] === "\r" ? end - 1 : end), cutter.lines)) {
      cutter.stop = { kind: "ended", lines: cutter.lines };
      return;
    }
    start = end + 1;
  }
  cutter.rest = all.slice(start);
  if (cutter.rest.length > MOST_CHARACTERS) {
    const why = `the line has more than ${MOST_CHARACTERS} characters, which no event has`;
    cutter.stop = { kind: "malformed", line: cutter.lines + 1, why };
  }
}

/** Thrown to end a pipeline early; never leaves this file. */
class Enough extends Error {}

/**
 * Reads a text file, compressed with gzip or not, line by line without ever holding more than a piece of it.
 *
 * @param take is given each line and its number, counted from 1; false ends reading
 */
export async function readLines(path: string, take: (text: string, line: number) => boolean): Promise<StreamEnd> {
  const cutter: Cutter = { take, rest: "", lines: 0, stop: null };
  const consume = async (source: AsyncIterable<Buffer>): Promise<void> => {
    const decoder = new TextDecoder("utf-8");
    for await (const piece of source) {
      cut(cutter, decoder.decode(piece, { stream: true }));
      if (cutter.stop !== null) throw new Enough();
    }
    cutter.rest += decoder.decode();
    if (cutter.rest === "") return;
    const why = "the file ends in the middle of this line; copy it again, or end it with the line before";
    cutter.stop = { kind: "malformed", line: cutter.lines + 1, why };
  };
  try {
    const found = await whatIs(path);
    if (found.kind === "alien") return found;
    if (found.kind === "gzip") await pipeline(createReadStream(path), createGunzip(), consume);
    else await pipeline(createReadStream(path), consume);
  } catch (error) {
    // Whoever ends a pipeline early may find its streams complaining of that instead.
    if (cutter.stop !== null) return cutter.stop;
    const { code } = error as { readonly code?: unknown };
    if (typeof code === "string" && code.startsWith("Z_")) {
      return {
        kind: "malformed",
        line: cutter.lines + 1,
        why: "the compressed file is damaged or cut off here; copy it again, or judge what zcat still gets out of it",
      };
    }
    return { kind: "missing", error };
  }
  return cutter.stop ?? { kind: "ended", lines: cutter.lines };
}

/** What a file holds. Only a file can be read twice, so that a pipe is none; opening one might wait forever. */
async function whatIs(path: string): Promise<ReturnType<typeof sniff>> {
  const found = await stat(path);
  if (!found.isFile() && !found.isDirectory()) {
    return { kind: "alien", why: "it is no file; write the trace to one, compressed with gzip if it is large" };
  }
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(SNIFFED);
    const { bytesRead } = await file.read(bytes, 0, SNIFFED, 0);
    return sniff(bytes.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

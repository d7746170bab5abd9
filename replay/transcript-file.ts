import { createReadStream } from "node:fs";
import { readTranscript, tooLarge } from "./transcript.ts";
import type { AnyTranscript } from "./transcript-content.ts";
import { MAX_FILE_BYTES, type Malformed, malformed, notText } from "./transcript-lines.ts";

/** The file cannot be read at all; one sentence. */
export interface Missing {
  readonly missing: string;
}

/**
 * Reads a transcript from disk or from a pipe. Looks while it reads: what is no text is refused after the first piece, what
 * is too large as soon as it is, so that neither memory nor time depend on what a stranger sent.
 *
 * @param shown what to call the file in sentences for people
 */
export async function readTranscriptFile(path: string, shown = path): Promise<AnyTranscript | Malformed | Missing> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path) as AsyncIterable<Uint8Array>) {
      const binary = pieces.length === 0 ? notText(piece) : null;
      if (binary !== null) return malformed(1, binary);
      pieces.push(piece);
      bytes += piece.byteLength;
      if (bytes > MAX_FILE_BYTES) return malformed(1, tooLarge(`more than ${MAX_FILE_BYTES / 2 ** 20} MiB`));
    }
  } catch (error) {
    return { missing: `cannot read ${shown}: ${reason(error)}` };
  }
  return readTranscript(Buffer.concat(pieces));
}

/** What the operating system said, in words. */
export function reason(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  const words: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of its path is a file, not a folder",
    EACCES: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "no space left on the device",
    EDQUOT: "the disk quota is used up",
  };
  const known = typeof code === "string" && Object.hasOwn(words, code) ? words[code] : undefined;
  return known ?? (error instanceof Error ? error.message : String(error));
}

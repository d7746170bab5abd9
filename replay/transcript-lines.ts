/** The first problem of a transcript: on which line, counted from 1, and one sentence with what to do. */
export interface Malformed {
  readonly malformed: { readonly line: number; readonly why: string };
}

/** More is refused before it is parsed. */
export const MAX_FILE_BYTES = 64 * 2 ** 20;

/** More is refused before it is parsed. One answer of a guest may tell of thousands of requests, in 100 to 200 bytes each. */
const MAX_LINE_BYTES = 2 ** 24;

const NEWLINE = 0x0a;

/** The first problem of a file, as readers return it. */
export const malformed = (line: number, why: string): Malformed => ({ malformed: { line, why } });

/** Cuts a file into lines, without newlines, byte order mark and empty lines at the end. */
export function linesOf(content: Uint8Array): readonly string[] | Malformed {
  const lines: string[] = [];
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  for (let start = 0; start < content.length; ) {
    const newline = content.indexOf(NEWLINE, start);
    const end = newline === -1 ? content.length : newline;
    const line = lines.length + 1;
    const bytes = content.subarray(start, end);
    const binary = notText(bytes);
    if (binary !== null) return malformed(line, binary);
    if (bytes.length > MAX_LINE_BYTES) {
      return malformed(line, `the line has ${bytes.length} bytes, but a step has at most ${MAX_LINE_BYTES}`);
    }
    try {
      lines.push(utf8.decode(bytes));
    } catch {
      return malformed(line, "not UTF-8; save the file in that encoding");
    }
    start = end + 1;
  }
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
  return lines.length > 0 ? lines : malformed(1, "the file is empty");
}

/** Why bytes are no text: NUL occurs in every binary format and in UTF-16, and never in JSON. */
export const notText = (bytes: Uint8Array): string | null =>
  bytes.includes(0) ? "the file is binary (or UTF-16), not a replay file in UTF-8" : null;

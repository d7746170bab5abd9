import { isUtf8 } from "node:buffer";

/** What cannot be a line of this protocol, in words. */
export interface Flaw {
  readonly flaw: string;
}

/** Turns chunks of bytes into lines. */
export interface Lines {
  /** Takes in a chunk and hands over every line that is complete. After a flaw nothing is handed over any more. */
  push(chunk: Buffer): void;
  /** Bytes after the last line feed. */
  held(): number;
}

const LINE_FEED = 10;

/** As {@link openByteLines}, with lines as strings. */
export const openLines = (limit: number, take: (line: string | Flaw) => void): Lines =>
  openByteLines(limit, (line) => take(line instanceof Uint8Array ? line.toString("utf8") : line));

/**
 * Lines of at most `limit` bytes; a longer one is a flaw as soon as it is known, so that no more than that is ever kept.
 *
 * @param take called with each line in UTF-8, without its line feed, or once with a flaw
 */
export function openByteLines(limit: number, take: (line: Buffer | Flaw) => void): Lines {
  let parts: Buffer[] = [];
  let held = 0;
  let broken = false;
  const refuse = (flaw: string): void => {
    broken = true;
    parts = [];
    take({ flaw });
  };
  const finish = (end: Buffer): void => {
    const line = held === 0 ? end : Buffer.concat([...parts, end]);
    parts = [];
    held = 0;
    if (line.length > limit) refuse(tooLong(limit));
    else if (isUtf8(line)) take(line);
    else refuse("a line that is not UTF-8");
  };
  return {
    push(chunk) {
      let from = 0;
      while (!broken) {
        const end = chunk.indexOf(LINE_FEED, from);
        if (end === -1) break;
        finish(chunk.subarray(from, end));
        from = end + 1;
      }
      if (broken || from === chunk.length) return;
      held += chunk.length - from;
      if (held > limit) return refuse(tooLong(limit));
      parts.push(chunk.subarray(from));
    },
    held: () => held,
  };
}

const tooLong = (limit: number): string => `a line of more than ${limit.toLocaleString("en-US")} bytes`;

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Bytes of the log quoted in a sentence. */
const TAIL_BYTES = 600;
/** Lines of the talk that are kept, and characters of each. */
const KEPT_LINES = 20;
const KEPT_CHARACTERS = 2000;

/** The end of what a program wrote to stderr, and the last lines of the talk with it. */
export interface Log {
  /** Takes in what came from stderr. */
  heard(chunk: Buffer): void;
  /** Takes in a line of the talk. */
  said(by: "harness" | "subject", line: string): void;
  /** The end of stderr on one line; empty when there was none. */
  tail(): string;
  /** Writes everything that is kept, and why, to a new file. @returns where, or undefined when it cannot be written there */
  keep(folder: string, name: string, why: string): string | undefined;
}

/** A log of at most `limit` bytes of stderr. */
export function openLog(limit: number): Log {
  let chunks: Buffer[] = [];
  let held = 0;
  const talk: string[] = [];
  const whole = (): Buffer => {
    const all = Buffer.concat(chunks);
    return all.subarray(Math.max(0, all.length - limit));
  };
  return {
    heard(chunk) {
      chunks.push(chunk);
      held += chunk.length;
      if (held < 2 * limit) return;
      const end = Buffer.from(whole()); // a copy, so that the large chunks can go
      chunks = [end];
      held = end.length;
    },
    said(by, line) {
      if (talk.length === KEPT_LINES) talk.shift();
      talk.push(`${by === "harness" ? ">" : "<"} ${line.slice(0, KEPT_CHARACTERS)}`);
    },
    tail: () => whole().subarray(-TAIL_BYTES).toString("utf8").trim().replaceAll("\n", " | "),
    keep(folder, name, why) {
      const path = join(folder, name);
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(
          path,
          `${[why, "", "The last lines said:", ...talk, "", "stderr:", whole().toString("utf8")].join("\n")}\n`,
        );
        return path;
      } catch {
        return undefined;
      }
    },
  };
}

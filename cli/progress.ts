import type { Io } from "./io.ts";
import { printable } from "./printable.ts";
import { count, plural, short } from "./text.ts";

/** Where a campaign stands. */
export interface Standing {
  /** What is being checked: `allocator reference`. */
  readonly label: string;
  readonly runs: number;
  readonly steps: number;
  readonly elapsedMs: number;
  readonly rulesHit: number;
  readonly rulesInForce: number;
  readonly failures: number;
  /** Time and runs allowed; undefined where there is no limit. */
  readonly timeMs?: number | undefined;
  readonly runsAllowed?: number | undefined;
}

/** A line on the terminal that changes at most five times a second. */
export interface ProgressLine {
  show(text: string): void;
  /** Removes the line, so that ordinary output can follow. */
  clear(): void;
}

const everyMs = 200;
const silent: ProgressLine = { show: () => undefined, clear: () => undefined };

/** The progress line, or a silent one where stderr is no terminal or nobody wants to see it. */
export function openProgress(io: Io, quiet: boolean, now: () => number = Date.now): ProgressLine {
  const { line, columns = 80 } = io;
  if (quiet || line === null) return silent;
  let last = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    show: (text) => {
      if (now() - last < everyMs) return;
      last = now();
      shown = true;
      line.write(`\r\x1b[2K${printable(text).slice(0, Math.max(20, columns - 1))}`);
    },
    clear: () => {
      if (shown) line.write("\r\x1b[2K");
      shown = false;
    },
  };
}

/** The longest of the two waits that are left, in words; empty where there is no limit. */
function left({ elapsedMs, timeMs, runs, runsAllowed }: Standing): string {
  const byTime = timeMs === undefined ? Number.POSITIVE_INFINITY : timeMs - elapsedMs;
  const byRuns =
    runsAllowed === undefined || runs === 0 ? Number.POSITIVE_INFINITY : (elapsedMs / runs) * (runsAllowed - runs);
  const ms = Math.min(byTime, byRuns);
  return Number.isFinite(ms) ? `, ${Math.max(0, Math.round(ms / 1000))} s left` : "";
}

/** One line for {@link ProgressLine.show}. */
export function sayStanding(standing: Standing): string {
  const { label, runs, steps, elapsedMs, rulesHit, rulesInForce, failures } = standing;
  const speed = elapsedMs > 0 ? (steps / elapsedMs) * 1000 : 0;
  const found = failures === 0 ? "" : `, ${plural(failures, "failure")}`;
  return (
    `${label}: ${plural(runs, "run")}, ${short(steps)} steps, ${short(speed)} steps/s, ` +
    `rules ${count(rulesHit)}/${count(rulesInForce)}${found}${left(standing)}`
  );
}

import type { KmemEvent } from "./event.ts";
import { openJudge } from "./judge.ts";
import type { KmemSetting } from "./memory.ts";
import { openParser } from "./parse.ts";
import type { Explanation, KmemConviction, KmemRule } from "./rules.ts";
import { readLines, type StreamTrouble } from "./stream.ts";

/** One line of a trace, word for word. */
export interface Told {
  readonly line: number;
  readonly text: string;
}

/** What judging a whole trace came to. */
export interface KmemReport {
  readonly kind: "judged";
  readonly conviction: KmemConviction | null;
  /** Events that name the convicted frame up to the conviction, the last ones; empty without a conviction. */
  readonly history: readonly Told[];
  /** Events of the frame that `history` leaves out. */
  readonly earlier: number;
  readonly events: Readonly<Record<KmemEvent["kind"], number>>;
  readonly judged: Readonly<Record<KmemRule, number>>;
  readonly explained: Readonly<Record<Explanation, number>>;
}

/** Somebody wanted to stop. */
export interface Interrupted {
  readonly kind: "interrupted";
}

/** A frame of a busy guest is used thousands of times. */
const MOST_TOLD = 12;

/** Judges a trace of the Linux page allocator, in one pass, and in a second one up to the conviction if there is one. */
export async function validateKmem(
  path: string,
  setting: KmemSetting,
  signal: AbortSignal,
): Promise<KmemReport | StreamTrouble | Interrupted> {
  const parser = openParser();
  const judge = openJudge(setting);
  const events = { allocated: 0, freed: 0, migrated: 0, failed: 0, lost: 0 };
  let bad: { readonly line: number; readonly why: string } | null = null;
  const ended = await readLines(path, (text, line) => {
    if (signal.aborted) return false;
    const event = parser.parse(text, line);
    if (event === null) return true;
    if ("why" in event) {
      bad = { line, why: event.why };
      return false;
    }
    events[event.kind]++;
    return judge.take(event);
  });
  if (signal.aborted) return { kind: "interrupted" };
  if (ended.kind !== "ended") return ended;
  if (bad !== null) return { kind: "malformed", ...(bad as { readonly line: number; readonly why: string }) };
  const overflow = judge.overflow();
  if (overflow !== null) {
    return {
      kind: "malformed",
      line: overflow,
      why: "frames of more than 512 GiB were named; judge a smaller machine",
    };
  }
  const conviction = judge.conviction();
  const why = whyNothing(events, conviction);
  if (why !== null) return { kind: "malformed", line: conviction?.line ?? Math.max(1, ended.lines), why };
  const { judged, explained } = judge.memory;
  const { history, earlier } = conviction === null ? { history: [], earlier: 0 } : await historyOf(path, conviction);
  return { kind: "judged", conviction, history, earlier, events, judged, explained };
}

/** Without the other event every trace seems to break these rules. */
const needed: Readonly<Partial<Record<KmemRule, "mm_page_alloc" | "mm_page_free">>> = {
  "allocate/once": "mm_page_free",
  "allocate/online": "mm_page_free",
  "free/once": "mm_page_alloc",
};

/** Why the events do not show anything; null when they do. */
function whyNothing(
  { allocated, freed, migrated }: KmemReport["events"],
  conviction: KmemConviction | null,
): string | null {
  if (allocated + freed + migrated === 0) return "there is no event in the whole file";
  const needs = conviction === null ? undefined : needed[conviction.rule];
  if (needs === undefined || (needs === "mm_page_alloc" ? allocated : freed) > 0) return null;
  return `up to here there is no ${needs}, without which frames seem to be used twice; trace kmem:${needs}, too`;
}

/** Reads again what happened to the convicted frame, or the one line where no frame is convicted. */
async function historyOf(
  path: string,
  { line: until, pfn }: KmemConviction,
): Promise<{ readonly history: readonly Told[]; readonly earlier: number }> {
  const parser = openParser();
  const history: Told[] = [];
  let earlier = 0;
  await readLines(path, (text, line) => {
    const event = parser.parse(text, line);
    if (line === until || (event !== null && "kind" in event && names(event, pfn))) {
      history.push({ line, text });
      if (history.length > MOST_TOLD) {
        history.shift();
        earlier++;
      }
    }
    return line < until;
  });
  return { history, earlier };
}

const names = (event: KmemEvent, pfn: number | null): boolean =>
  pfn !== null && "pfn" in event && pfn >= event.pfn && pfn < event.pfn + 2 ** event.order;

import type { GuestEvent } from "./events.ts";
import { sayEvent, sayRequest } from "./say-event.ts";

/** Longest pattern that is looked for: what happens to one memory block. */
const LONGEST = 8;
/** A pattern is told once when it comes at least so often in a row. */
const OFTEN = 3;

/** Events in words, one phrase each; a request and its answer are one, and what repeats block by block is told once. */
export function sayHistory(events: readonly GuestEvent[]): readonly string[] {
  const phrases = paired(events);
  const shapes = phrases.map((phrase) => phrase.replaceAll(/\d+/g, "#"));
  const told: string[] = [];
  for (let at = 0; at < phrases.length; ) {
    const { length, times } = patternAt(shapes, at);
    told.push(...phrases.slice(at, at + length));
    at += length * times;
    if (times > 1) told.push(`and so on, ${times - 1} times more, up to: ${phrases[at - 1]}`);
  }
  return told;
}

function paired(events: readonly GuestEvent[]): readonly string[] {
  const phrases: string[] = [];
  for (const [at, event] of events.entries()) {
    const before = events[at - 1];
    const answers = event.kind === "response" && before?.kind === "send" && before.queued;
    if (answers && sayRequest(before) === sayRequest(event))
      phrases.splice(-1, 1, `${sayRequest(event)}: ${event.response.toUpperCase()}`);
    else phrases.push(sayEvent(event));
  }
  return phrases;
}

/** The shortest pattern that begins here and repeats often enough; a single phrase when there is none. */
function patternAt(shapes: readonly string[], at: number): { readonly length: number; readonly times: number } {
  for (let length = 1; length <= LONGEST; length++) {
    const times = repeats(shapes, at, length);
    if (times >= OFTEN) return { length, times };
  }
  return { length: 1, times: 1 };
}

function repeats(shapes: readonly string[], at: number, length: number): number {
  let end = at + length;
  while (end < shapes.length && shapes[end] === shapes[end - length]) end++;
  return Math.floor((end - at) / length);
}

import type { Step } from "../../contract.ts";
import { type Extent, extent, frames, handle, order } from "../../units.ts";
import type { GuestEvent, Spent } from "../events.ts";
import type { Guest, Hold, Run } from "../vocabulary.ts";
import { done } from "./telling.test-kit.ts";

/** What an honest answer says it cost: moves and zeroing as told, and so many pages faulted. */
function costOf(events: readonly GuestEvent[], faulted: number): Spent {
  let migrated = 0;
  for (const event of events) if (event.kind === "move") migrated += event.count;
  return { migrated, zeroed: 0, faulted, requests: 0, offlined: 0, steps: 0 };
}

/** Frames as pairs of first and count. */
export const at = (...pairs: readonly (readonly [number, number])[]): readonly Extent[] =>
  pairs.map(([first, count]) => extent(first, count));

const placed = (lie: readonly Extent[], faulted: number, events: readonly GuestEvent[] = []) =>
  ({ kind: "placed", frames: lie, events, spent: costOf(events, faulted) }) as const;

/** Who asked was killed; so were those whom the events name. */
export const killed = (ask: Step<Guest>["ask"], events: readonly GuestEvent[]): Step<Guest> =>
  ({ ask, answer: { kind: "killed", events, spent: costOf(events, 0) } }) as Step<Guest>;
/** There was no memory for it. */
export const exhausted = (ask: Step<Guest>["ask"]): Step<Guest> =>
  ({ ask, answer: { kind: "exhausted", events: [], spent: costOf([], 0) } }) as Step<Guest>;
/** It was refused. */
export const refused = (ask: Step<Guest>["ask"]): Step<Guest> =>
  ({ ask, answer: { kind: "refused", why: "no", events: [], spent: costOf([], 0) } }) as Step<Guest>;

export const dies = (process: number): GuestEvent => ({ kind: "killed", process: handle(process) });
export const drops = (first: number, count: number): GuestEvent => ({ kind: "drop", extent: extent(first, count) });
export const serves = (process: number, partition: number): GuestEvent => ({
  kind: "served",
  process: handle(process),
  partition,
});

type Asked<K extends keyof Guest> = Guest[K]["ask"] & { readonly kind: K };

export const askTouch = (process: number, as: number, pages: number, write = true): Asked<"touch"> => ({
  kind: "touch",
  process: handle(process),
  as: handle(as),
  pages: frames(pages),
  write,
});
/** Pages touched for writing or reading. */
export const touched = (
  ask: Asked<"touch">,
  lie: readonly Extent[],
  events: readonly GuestEvent[] = [],
): Step<Guest> => ({ ask, answer: placed(lie, ask.write ? ask.pages : 0, events) });

export const askWrite = (process: number, area: number, value: number): Asked<"write"> => ({
  kind: "write",
  process: handle(process),
  area: handle(area),
  value,
});
/** A value stored in an area; so many of its pages got new frames. */
export const wrote = (
  ask: Asked<"write">,
  lie: readonly Extent[],
  faulted = 0,
  events: readonly GuestEvent[] = [],
): Step<Guest> => ({ ask, answer: placed(lie, faulted, events) });

const runsOf = (pairs: readonly (readonly [number, number])[]): readonly Run[] =>
  pairs.map(([value, pages]) => ({ value, pages: frames(pages) }));

/** A load of an area; pairs of value and pages. */
export const loads = (
  process: number,
  area: number,
  ...pairs: readonly (readonly [number, number])[]
): Step<Guest> => ({
  ask: { kind: "read", process: handle(process), area: handle(area) },
  answer: { kind: "content", runs: runsOf(pairs), events: [], spent: costOf([], 0) },
});

export const askFork = (process: number, as: number): Asked<"fork"> => ({
  kind: "fork",
  process: handle(process),
  as: handle(as),
});
/** A child, with copies as area, first frame and count. */
export const forked = (
  ask: Asked<"fork">,
  events: readonly GuestEvent[],
  ...copies: readonly (readonly [area: number, first: number, count: number])[]
): Step<Guest> => ({
  ask,
  answer: {
    kind: "forked",
    copies: copies.map(([area, first, count]) => ({ area: handle(area), frames: at([first, count]) })),
    events,
    spent: costOf(
      events,
      copies.reduce((sum, [, , count]) => sum + count, 0),
    ),
  },
});

export const askPin = (process: number, area: number, as: number, how: Hold): Asked<"pin"> => ({
  kind: "pin",
  process: handle(process),
  area: handle(area),
  as: handle(as),
  how,
});
export const pinned = (ask: Asked<"pin">, lie: readonly Extent[], events: readonly GuestEvent[] = []): Step<Guest> => ({
  ask,
  answer: placed(lie, 0, events),
});

interface Pages {
  readonly process: number;
  readonly file: number;
  readonly first: number;
  readonly pages: number;
}
const span = ({ process, file, first, pages }: Pages) => ({
  process: handle(process),
  file,
  first,
  pages: frames(pages),
});
export const askFault = (pages: Pages, as: number): Asked<"fault-file"> => ({
  kind: "fault-file",
  ...span(pages),
  as: handle(as),
});
/** Pages of a file mapped; so many of them were not cached. */
export const mapped = (
  ask: Asked<"fault-file">,
  lie: readonly Extent[],
  faulted: number,
  events: readonly GuestEvent[] = [],
): Step<Guest> => ({ ask, answer: placed(lie, faulted, events) });
/** read() of pages of a file that all hold one value; so many of them were not cached. */
export const readFile = (
  pages: Pages,
  lie: readonly Extent[],
  faulted: number,
  value = 0,
  events: readonly GuestEvent[] = [],
): Step<Guest> => ({
  ask: { kind: "read-file", ...span(pages) },
  answer: { ...placed(lie, faulted, events), runs: runsOf([[value, pages.pages]]) },
});
export const wroteFile = (
  pages: Pages,
  lie: readonly Extent[],
  faulted: number,
  value: number,
  events: readonly GuestEvent[] = [],
): Step<Guest> => ({ ask: { kind: "write-file", ...span(pages), value }, answer: placed(lie, faulted, events) });

export const askKernel = (as: number, size: number): Asked<"kernel-allocate"> => ({
  kind: "kernel-allocate",
  as: handle(as),
  order: order(size),
});
export const kernelGot = (ask: Asked<"kernel-allocate">, lie: readonly Extent[]): Step<Guest> => ({
  ask,
  answer: placed(lie, 2 ** ask.order),
});

export const askSpawn = (as: number, wait: boolean): Asked<"spawn"> => ({ kind: "spawn", as: handle(as), wait });
/** A process that sleeps until there is a partition. */
export const sleeps = (as: number, wait = true): Step<Guest> => ({
  ask: askSpawn(as, wait),
  answer: { kind: "waiting", events: [], spent: costOf([], 0) },
});
/** An instance attached, with these events. */
export const attached = (as: number, partition: number | null, events: readonly GuestEvent[]): Step<Guest> => ({
  ask: askSpawn(as, false),
  answer: { kind: "attached", partition, events, spent: costOf([], 0) },
});

export const exits = (process: number, ...events: readonly GuestEvent[]): Step<Guest> =>
  done({ kind: "exit", process: handle(process) }, events);
export const execs = (process: number, ...events: readonly GuestEvent[]): Step<Guest> =>
  done({ kind: "exec", process: handle(process) }, events);
export const unpins = (pin: number, ...events: readonly GuestEvent[]): Step<Guest> =>
  done({ kind: "unpin", pin: handle(pin) }, events);
export const discards = (process: number, area: number, ...events: readonly GuestEvent[]): Step<Guest> =>
  done({ kind: "discard", process: handle(process), area: handle(area) }, events);
export const dropCaches = (sync: boolean, ...events: readonly GuestEvent[]): Step<Guest> =>
  done({ kind: "drop-caches", sync }, events);

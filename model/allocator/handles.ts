/** What a handle names at the moment. Erasable stand-in for an enum; the numbers index {@link Handles.rosters}. */
export const NOTHING = 0;
/** A live allocation. */
export const PAGE = 1;
/** Released, but references keep frames of it. */
export const LINGERING = 2;
/** A reference taken by `hold`. */
export const REFERENCE = 3;
/** A contiguous allocation between begin and finish. */
export const CONTIG = 4;
/** A contiguous range that was taken. */
export const TAKEN = 5;
/** A taken range that is PG_offline. */
export const FAKE = 6;
/** An allocation that was released; remembered so that it can be freed twice. The handle may be used again. */
export const RELEASED = 7;
/** An allocation that lost frames when their block went offline; nothing can be asked about it any more. */
export const LOST = 8;
const KINDS = 9;

/** Handles are small and dense; a larger number never applies. */
const MOST_HANDLES = 2 ** 20;

/** Values of {@link Handles.mobility}. */
export const UNMOVABLE = 0;
export const RECLAIMABLE = 1;
export const MOVABLE = 2;

/** Values of {@link Handles.tag} below every tag. */
export const UNKNOWN = -1;
export const MIXED = -2;

/** Bits of {@link Handles.past}. */
export const ZEROED = 1;
export const MOVED = 2;
export const PIN_REFUSED = 4;
/** Some of its frames went away with their block, so it can never be given back. */
export const TORN = 8;

/** Members in no particular order; removing one moves the last into its place. */
export interface Roster {
  items: Int32Array;
  count: number;
}

/** What is known about every handle, one array per fact, indexed by handle. */
export interface Handles {
  /** Every handle at or above it names nothing. */
  top: number;
  kind: Uint8Array;
  /** First frame of a page or range. */
  first: Int32Array;
  /** Frames of a page or range. */
  frames: Int32Array;
  order: Uint8Array;
  mobility: Uint8Array;
  /** 1 when the request may use the movable zone. */
  reach: Uint8Array;
  /** References on a page. */
  references: Uint16Array;
  /** The page a reference is on. */
  target: Int32Array;
  /** What all its frames hold: a tag, {@link UNKNOWN} or {@link MIXED}. */
  tag: Float64Array;
  /** Poisoned frames it still owns. */
  poison: Uint16Array;
  past: Uint8Array;
  /** Clock of the moment it came to where it is. */
  placed: Float64Array;
  /** Position in the roster of its kind. */
  position: Int32Array;
  /** By kind: who is of that kind. */
  readonly rosters: readonly Roster[];
}

/** Handles of an ordinary run, so that tables seldom grow. */
const FEWEST = 512;

/** A table in which no handle means anything yet. */
export function noHandles(): Handles {
  return {
    top: 0,
    kind: new Uint8Array(FEWEST),
    first: new Int32Array(FEWEST),
    frames: new Int32Array(FEWEST),
    order: new Uint8Array(FEWEST),
    mobility: new Uint8Array(FEWEST),
    reach: new Uint8Array(FEWEST),
    references: new Uint16Array(FEWEST),
    target: new Int32Array(FEWEST),
    tag: new Float64Array(FEWEST),
    poison: new Uint16Array(FEWEST),
    past: new Uint8Array(FEWEST),
    placed: new Float64Array(FEWEST),
    position: new Int32Array(FEWEST),
    rosters: Array.from({ length: KINDS }, () => ({ items: new Int32Array(8), count: 0 })),
  };
}

/** An independent copy. */
export function copyHandles(from: Handles): Handles {
  return {
    top: from.top,
    kind: from.kind.slice(),
    first: from.first.slice(),
    frames: from.frames.slice(),
    order: from.order.slice(),
    mobility: from.mobility.slice(),
    reach: from.reach.slice(),
    references: from.references.slice(),
    target: from.target.slice(),
    tag: from.tag.slice(),
    poison: from.poison.slice(),
    past: from.past.slice(),
    placed: from.placed.slice(),
    position: from.position.slice(),
    rosters: from.rosters.map(({ items, count }) => ({ items: items.slice(), count })),
  };
}

/** The kind of any number a script may contain, also of one never used. */
export const kindOf = (table: Handles, handle: number): number =>
  handle < table.top ? (table.kind[handle] ?? NOTHING) : NOTHING;

/** Whether a command may give this name to something new. */
export function isFree(table: Handles, handle: number): boolean {
  if (!(handle >= 0 && handle < MOST_HANDLES)) return false;
  const kind = kindOf(table, handle);
  return kind === NOTHING || kind === RELEASED;
}

/** Makes a handle name something else, and keeps the rosters true. */
export function become(table: Handles, handle: number, kind: number): void {
  if (handle >= table.top) reserve(table, handle);
  const before = table.kind[handle] ?? NOTHING;
  if (before !== NOTHING) leave(table, handle, before);
  table.kind[handle] = kind;
  if (kind !== NOTHING) enter(table, handle, kind);
}

function leave(table: Handles, handle: number, kind: number): void {
  const roster = table.rosters[kind] as Roster;
  const last = roster.items[--roster.count] as number;
  const place = table.position[handle] as number;
  roster.items[place] = last;
  table.position[last] = place;
}

function enter(table: Handles, handle: number, kind: number): void {
  const roster = table.rosters[kind] as Roster;
  if (roster.count === roster.items.length) roster.items = grown(roster.items, 2 * roster.count);
  table.position[handle] = roster.count;
  roster.items[roster.count++] = handle;
}

function reserve(table: Handles, handle: number): void {
  table.top = handle + 1;
  if (handle < table.kind.length) return;
  const length = 2 ** Math.ceil(Math.log2(handle + 1));
  table.kind = grown(table.kind, length);
  table.first = grown(table.first, length);
  table.frames = grown(table.frames, length);
  table.order = grown(table.order, length);
  table.mobility = grown(table.mobility, length);
  table.reach = grown(table.reach, length);
  table.references = grown(table.references, length);
  table.target = grown(table.target, length);
  table.tag = grown(table.tag, length);
  table.poison = grown(table.poison, length);
  table.past = grown(table.past, length);
  table.placed = grown(table.placed, length);
  table.position = grown(table.position, length);
}

function grown<T extends Uint8Array | Uint16Array | Int32Array | Float64Array>(from: T, length: number): T {
  const larger = new (from.constructor as new (length: number) => T)(length);
  larger.set(from);
  return larger;
}

/** log2 of frames per chunk: the largest page of a real guest. */
const CHUNK_SHIFT = 10;
const CHUNK_FRAMES = 1 << CHUNK_SHIFT;
const OFFSET = CHUNK_FRAMES - 1;
/** log2 of groups per chunk, and of frames per group. */
const GROUP_SHIFT = 5;
const GROUP_FRAMES = 1 << GROUP_SHIFT;
const GROUP_OFFSET = GROUP_FRAMES - 1;
/** Numbers written down before there is need for more. */
const FEWEST = 2048;

/**
 * One number from 0 to 2^30 per frame. A chunk, or a group of frames in it, of which every frame has the same value is
 * that value alone: memory nobody touched, and the largest pages, cost next to nothing.
 */
export interface Owners {
  /** By chunk: the value of all its frames, or ~i where they differ and the groups begin at `mixed[i]`. */
  readonly uniform: Int32Array;
  /** By group: the value of all its frames, or ~i where they differ and the frames begin at `mixed[i]`. */
  mixed: Int32Array;
  /** Numbers in use of `mixed`. */
  length: number;
}

/** Owners of a guest in which no frame has any. */
export const noOwners = (frames: number): Owners => ({
  uniform: new Int32Array(Math.ceil(frames / CHUNK_FRAMES)),
  mixed: new Int32Array(Math.min(FEWEST, 2 * GROUP_FRAMES * Math.ceil(frames / GROUP_FRAMES))),
  length: 0,
});

/** An independent copy. */
export const copyOwners = ({ uniform, mixed, length }: Owners): Owners => ({
  uniform: uniform.slice(),
  mixed: mixed.slice(),
  length,
});

/** The value of a frame; 0 beyond the last. */
export function ownerValue({ uniform, mixed }: Owners, frame: number): number {
  const chunk = uniform[frame >>> CHUNK_SHIFT];
  if (chunk === undefined) return 0;
  if (chunk >= 0) return chunk;
  const group = mixed[~chunk + ((frame & OFFSET) >>> GROUP_SHIFT)] as number;
  return group >= 0 ? group : (mixed[~group + (frame & GROUP_OFFSET)] as number);
}

/** Gives every frame of the half-open span one value. */
export function fillOwners(owners: Owners, first: number, end: number, value: number): void {
  for (let at = first; at < end; ) {
    const next = Math.min(end, (at | OFFSET) + 1);
    const index = at >>> CHUNK_SHIFT;
    const chunk = owners.uniform[index] as number;
    if (chunk < 0) fillGroups(owners, ~chunk, at, next, value);
    else if (next - at === CHUNK_FRAMES) owners.uniform[index] = value;
    else {
      const groups = split(owners, chunk);
      owners.uniform[index] = ~groups;
      fillGroups(owners, groups, at, next, value);
    }
    at = next;
  }
}

/** The same within one chunk, whose groups begin at `groups`. */
function fillGroups(owners: Owners, groups: number, first: number, end: number, value: number): void {
  for (let at = first; at < end; ) {
    const next = Math.min(end, (at | GROUP_OFFSET) + 1);
    const place = groups + ((at & OFFSET) >>> GROUP_SHIFT);
    const group = owners.mixed[place] as number;
    if (group >= 0 && next - at === GROUP_FRAMES) owners.mixed[place] = value;
    else {
      const frames = group < 0 ? ~group : split(owners, group);
      const { mixed } = owners;
      mixed[place] = ~frames;
      const from = frames + (at & GROUP_OFFSET);
      for (let i = from; i < from + next - at; i++) mixed[i] = value;
    }
    at = next;
  }
}

/** Writes the value of a chunk or a group down as often as it has parts; answers where. */
function split(owners: Owners, value: number): number {
  const first = owners.length;
  owners.length += GROUP_FRAMES;
  if (owners.length > owners.mixed.length) {
    const larger = new Int32Array(2 * owners.mixed.length);
    larger.set(owners.mixed);
    owners.mixed = larger;
  }
  if (value > 0) owners.mixed.fill(value, first, owners.length);
  return first;
}

/** First frame of the half-open span whose value has one of the bits, or -1. */
export function firstWith({ uniform, mixed }: Owners, first: number, end: number, bits: number): number {
  for (let at = first; at < end; ) {
    const chunk = uniform[at >>> CHUNK_SHIFT] ?? 0;
    const group = chunk >= 0 ? chunk : (mixed[~chunk + ((at & OFFSET) >>> GROUP_SHIFT)] as number);
    const next = Math.min(end, (at | (chunk >= 0 ? OFFSET : GROUP_OFFSET)) + 1);
    if (group >= 0) {
      if ((group & bits) !== 0) return at;
    } else {
      for (let frame = at; frame < next; frame++) {
        if (((mixed[~group + (frame & GROUP_OFFSET)] as number) & bits) !== 0) return frame;
      }
    }
    at = next;
  }
  return -1;
}

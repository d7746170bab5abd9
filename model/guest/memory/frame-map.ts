/** log2 of the frames of a chunk. */
const CHUNK_SHIFT = 9;
const CHUNK_FRAMES = 1 << CHUNK_SHIFT;
const OFFSET = CHUNK_FRAMES - 1;
/** Chunks that are filled one by one; a call of fill costs as much as some of them. */
const MANY_CHUNKS = 16;
/** Value of {@link FrameMap.uniform} for a chunk whose frames differ. */
const MIXED = -1;

/**
 * One number from 0 to 2^31 - 1 per frame. A chunk of which every frame has the same value is that value alone, so that
 * memory nobody touched costs next to nothing and whole blocks are compared at once.
 */
export interface FrameMap {
  /** By chunk: the value of all its frames, or -1 where they differ. */
  readonly uniform: Int32Array;
  /** By chunk: the value of each frame. Kept once made, so that memory stays bounded; meaningless while uniform. */
  readonly mixed: (Int32Array | undefined)[];
  readonly chunkFrames: number;
}

/** A map in which every frame has the value 0. */
export function openFrameMap(frames: number): FrameMap {
  const chunks = Math.ceil(frames / CHUNK_FRAMES);
  return {
    uniform: new Int32Array(chunks),
    mixed: new Array<Int32Array | undefined>(chunks).fill(undefined),
    chunkFrames: Math.min(CHUNK_FRAMES, frames),
  };
}

/** An independent copy. */
export const copyFrameMap = ({ uniform, mixed, chunkFrames }: FrameMap): FrameMap => ({
  uniform: uniform.slice(),
  mixed: mixed.map((values, chunk) => (uniform[chunk] === MIXED ? values?.slice() : undefined)),
  chunkFrames,
});

/** The value of a frame inside the map. */
export function valueAt({ uniform, mixed }: FrameMap, frame: number): number {
  const chunk = frame >>> CHUNK_SHIFT;
  const value = uniform[chunk] as number;
  return value === MIXED ? ((mixed[chunk] as Int32Array)[frame & OFFSET] as number) : value;
}

/** Gives every frame of the half-open span one value. */
export function fillFrames(map: FrameMap, first: number, end: number, value: number): void {
  for (let at = first; at < end; ) {
    const chunk = at >>> CHUNK_SHIFT;
    const next = Math.min(end, (chunk + 1) << CHUNK_SHIFT);
    if (next - at === map.chunkFrames) {
      const after = end >>> CHUNK_SHIFT;
      if (after - chunk > MANY_CHUNKS) {
        map.uniform.fill(value, chunk, after);
        at = after << CHUNK_SHIFT;
        continue;
      }
      map.uniform[chunk] = value;
    } else if (map.uniform[chunk] !== value) fillChunk(map, chunk, at & OFFSET, next - at, value);
    at = next;
  }
}

function fillChunk(map: FrameMap, chunk: number, offset: number, count: number, value: number): void {
  const values = separate(map, chunk);
  // A call of fill costs more than writing a few numbers.
  if (count > 16) values.fill(value, offset, offset + count);
  else for (let i = offset; i < offset + count; i++) values[i] = value;
}

/** Writes the value of a uniform chunk down once per frame. */
function separate(map: FrameMap, chunk: number): Int32Array {
  const before = map.uniform[chunk] as number;
  const kept = map.mixed[chunk];
  if (before === MIXED) return kept as Int32Array;
  const values = kept ?? new Int32Array(map.chunkFrames);
  if (kept !== undefined || before !== 0) values.fill(before);
  map.mixed[chunk] = values;
  map.uniform[chunk] = MIXED;
  return values;
}

/** One past the last frame of the run of equal values that begins at `first`, at most `end`. */
export function runEnd(map: FrameMap, first: number, end: number): number {
  const value = valueAt(map, first);
  for (let at = first; at < end; ) {
    const chunk = at >>> CHUNK_SHIFT;
    const next = Math.min(end, (chunk + 1) << CHUNK_SHIFT);
    const common = map.uniform[chunk] as number;
    if (common === MIXED) {
      const values = map.mixed[chunk] as Int32Array;
      for (; at < next; at++) if (values[at & OFFSET] !== value) return at;
    } else if (common !== value) return at;
    else at = Math.min(end, afterUniform(map, chunk, end >>> CHUNK_SHIFT, value) << CHUNK_SHIFT);
  }
  return end;
}

/** The first chunk after this one, at most `last`, that is not uniformly of this value; at least the next one. */
function afterUniform({ uniform }: FrameMap, chunk: number, last: number, value: number): number {
  let at = chunk + 1;
  while (at < last && uniform[at] === value) at++;
  return at;
}

/** The first frame of the half-open span whose value is not 0, or -1. */
export function firstMarked(map: FrameMap, first: number, end: number): number {
  if (valueAt(map, first) !== 0) return first;
  const after = runEnd(map, first, end);
  return after < end ? after : -1;
}

/** Frames of the half-open span whose value is not 0. */
export function countMarked(map: FrameMap, first: number, end: number): number {
  let count = 0;
  for (let at = first; at < end; ) {
    const chunk = at >>> CHUNK_SHIFT;
    const next = Math.min(end, (chunk + 1) << CHUNK_SHIFT);
    const common = map.uniform[chunk] as number;
    if (common === MIXED) count += countMixed(map, chunk, at & OFFSET, next - at);
    else if (common !== 0) count += next - at;
    at = next;
  }
  return count;
}

function countMixed(map: FrameMap, chunk: number, offset: number, frames: number): number {
  const values = map.mixed[chunk] as Int32Array;
  let count = 0;
  for (let at = offset; at < offset + frames; at++) if (values[at] !== 0) count++;
  // Given back bit by bit: one value says as much again.
  if (count === 0 && frames === map.chunkFrames) map.uniform[chunk] = 0;
  return count;
}

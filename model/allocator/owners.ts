/** log2 of frames per chunk: the largest page, so that no page straddles chunks. */
const CHUNK_SHIFT = 10;
const CHUNK_FRAMES = 1 << CHUNK_SHIFT;
const OFFSET = CHUNK_FRAMES - 1;

/**
 * One number per frame, in chunks. A chunk of which every frame has the same value is that value alone: memory nobody
 * touched, and the largest pages, cost next to nothing.
 */
export type Owners = (Int32Array | number)[];

export const noOwners = (frames: number): Owners =>
  new Array<Int32Array | number>(Math.ceil(frames / CHUNK_FRAMES)).fill(0);

export const copyOwners = (from: Owners): Owners =>
  from.map((chunk) => (typeof chunk === "number" ? chunk : chunk.slice()));

/** The value of a frame; 0 beyond the last. */
export function ownerValue(owners: Owners, frame: number): number {
  const chunk = owners[frame >>> CHUNK_SHIFT];
  if (typeof chunk === "object") return chunk[frame & OFFSET] as number;
  return chunk ?? 0;
}

/** Gives every frame of the half-open span one value. */
export function fillOwners(owners: Owners, first: number, end: number, value: number): void {
  for (let at = first; at < end; ) {
    const next = Math.min(end, (at | OFFSET) + 1);
    if (next - at === CHUNK_FRAMES) {
      owners[at >>> CHUNK_SHIFT] = value;
    } else {
      const chunk = chunkOf(owners, at >>> CHUNK_SHIFT);
      if (next - at === 1) chunk[at & OFFSET] = value;
      else chunk.fill(value, at & OFFSET, ((next - 1) & OFFSET) + 1);
    }
    at = next;
  }
}

function chunkOf(owners: Owners, index: number): Int32Array {
  const present = owners[index];
  if (typeof present === "object") return present;
  const fresh = new Int32Array(CHUNK_FRAMES);
  if (present !== undefined && present !== 0) fresh.fill(present);
  owners[index] = fresh;
  return fresh;
}

/** First frame of the half-open span whose value has one of the bits, or -1. */
export function firstWith(owners: Owners, first: number, end: number, bits: number): number {
  for (let at = first; at < end; ) {
    const next = Math.min(end, (at | OFFSET) + 1);
    const chunk = owners[at >>> CHUNK_SHIFT] ?? 0;
    if (typeof chunk === "number") {
      if ((chunk & bits) !== 0) return at;
    } else {
      for (let frame = at; frame < next; frame++) if (((chunk[frame & OFFSET] as number) & bits) !== 0) return frame;
    }
    at = next;
  }
  return -1;
}

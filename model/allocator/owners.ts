/** log2 of frames per chunk: the largest page, so that no page straddles chunks. */
const CHUNK_SHIFT = 10;
const CHUNK_FRAMES = 1 << CHUNK_SHIFT;
const OFFSET = CHUNK_FRAMES - 1;

/**
 * One number from 0 to 2^30 per frame, in chunks. A chunk of which every frame has the same value is that value alone:
 * memory nobody touched, and the largest pages, cost next to nothing.
 */
export interface Owners {
  /** By chunk: the value of all its frames, or -1 - i where they differ and are written down in `mixed[i]`. */
  readonly uniform: Int32Array;
  readonly mixed: Int32Array[];
}

/** Owners of a guest in which no frame has any. */
export const noOwners = (frames: number): Owners => ({
  uniform: new Int32Array(Math.ceil(frames / CHUNK_FRAMES)),
  mixed: [],
});

/** An independent copy. */
export const copyOwners = ({ uniform, mixed }: Owners): Owners => ({
  uniform: uniform.slice(),
  mixed: mixed.map((chunk) => chunk.slice()),
});

/** The value of a frame; 0 beyond the last. */
export function ownerValue({ uniform, mixed }: Owners, frame: number): number {
  const value = uniform[frame >>> CHUNK_SHIFT];
  if (value === undefined) return 0;
  return value >= 0 ? value : ((mixed[-1 - value] as Int32Array)[frame & OFFSET] as number);
}

/** Gives every frame of the half-open span one value. */
export function fillOwners(owners: Owners, first: number, end: number, value: number): void {
  for (let at = first; at < end; ) {
    const next = Math.min(end, (at | OFFSET) + 1);
    const index = at >>> CHUNK_SHIFT;
    if (next - at === CHUNK_FRAMES && (owners.uniform[index] as number) >= 0) {
      owners.uniform[index] = value;
    } else {
      const chunk = chunkOf(owners, index);
      if (next - at === 1) chunk[at & OFFSET] = value;
      else chunk.fill(value, at & OFFSET, ((next - 1) & OFFSET) + 1);
    }
    at = next;
  }
}

function chunkOf({ uniform, mixed }: Owners, index: number): Int32Array {
  const value = uniform[index] as number;
  if (value < 0) return mixed[-1 - value] as Int32Array;
  const fresh = new Int32Array(CHUNK_FRAMES);
  if (value > 0) fresh.fill(value);
  mixed.push(fresh);
  uniform[index] = -mixed.length;
  return fresh;
}

/** First frame of the half-open span whose value has one of the bits, or -1. */
export function firstWith(owners: Owners, first: number, end: number, bits: number): number {
  for (let at = first; at < end; ) {
    const next = Math.min(end, (at | OFFSET) + 1);
    const value = owners.uniform[at >>> CHUNK_SHIFT] ?? 0;
    if (value >= 0) {
      if ((value & bits) !== 0) return at;
    } else {
      const chunk = owners.mixed[-1 - value] as Int32Array;
      for (let frame = at; frame < next; frame++) if (((chunk[frame & OFFSET] as number) & bits) !== 0) return frame;
    }
    at = next;
  }
  return -1;
}

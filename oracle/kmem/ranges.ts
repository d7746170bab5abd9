/** Frames from `first` to `last`, both included. */
export interface FrameRange {
  readonly first: number;
  readonly last: number;
}

const RANGE = /^(?:0x)?([0-9a-f]{1,10})-(?:(?:0x)?([0-9a-f]{1,10}))?$/i;

/** Reads `0-ffff,100000-`: hexadecimal frame numbers, both ends included, an open end for all that follow. Null: none such. */
export function readRanges(text: string): readonly FrameRange[] | null {
  const ranges: FrameRange[] = [];
  for (const part of text.split(",")) {
    const found = RANGE.exec(part.trim());
    if (found === null) return null;
    const first = Number.parseInt(found[1] as string, 16);
    const last = found[2] === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(found[2], 16);
    if (last < first) return null;
    ranges.push({ first, last });
  }
  return ranges;
}

/** Whether a frame lies in one of a few ranges. */
export function within(ranges: readonly FrameRange[], pfn: number): boolean {
  for (const { first, last } of ranges) if (pfn >= first && pfn <= last) return true;
  return false;
}

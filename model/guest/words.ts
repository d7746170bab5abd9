import { FRAME_BYTES } from "../units.ts";

/** Frames in words: `frame 8`, `frames 8–11`. */
export const sayFrames = (first: number, count: number): string =>
  count === 1 ? `frame ${first}` : `frames ${first}–${first + count - 1}`;

/** A number of things: `1 page`, `3 pages`. */
export const sayCount = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;

/** A size in frames, parts of them included, as bytes, in the largest binary unit that divides it: `6 MiB`. */
export function saySize(frames: number): string {
  return saySizeOf(BigInt(Math.round(frames * FRAME_BYTES)));
}

/** A size in bytes, in the largest binary unit that divides it. */
export function saySizeOf(bytes: bigint): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let [size, unit] = [bytes, 0];
  while (size !== 0n && size % 1024n === 0n && unit < units.length - 1) {
    size /= 1024n;
    unit++;
  }
  return `${size} ${units[unit]}`;
}

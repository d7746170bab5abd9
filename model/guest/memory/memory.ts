import { copyFrameMap, type FrameMap, openFrameMap } from "./frame-map.ts";

/** Which frames are in use, and how many where. */
export interface Memory {
  readonly map: FrameMap;
  /** By memory block: frames that somebody has. */
  readonly usedInBlock: Int32Array;
}

/** Memory of which nobody has any. */
export const openMemory = (frames: number, blocks: number): Memory => ({
  map: openFrameMap(frames),
  usedInBlock: new Int32Array(blocks),
});

/** An independent copy. */
export const copyMemory = ({ map, usedInBlock }: Memory): Memory => ({
  map: copyFrameMap(map),
  usedInBlock: usedInBlock.slice(),
});

/** Takes all memory from everybody. */
export function clearMemory({ map, usedInBlock }: Memory): void {
  map.uniform.fill(0);
  usedInBlock.fill(0);
}

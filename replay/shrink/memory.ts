import { type Geometry, totalFrames } from "../../model/geometry.ts";
import { layoutOf } from "../../model/guest/layout.ts";
import { FRAME_BYTES } from "../../model/units.ts";

/** The hotpluggable memory of a guest in bytes: all of it, the shared partition, a private one. */
export function memoryOf(geometry: Geometry): {
  readonly all: bigint;
  readonly shared: bigint;
  readonly rated: bigint;
} {
  const { first, shared, rated } = layoutOf(geometry);
  const bytes = (frames: number) => BigInt(frames) * BigInt(FRAME_BYTES);
  // The shared partition may be boot memory, of which no size counts anything.
  const hotpluggable = first > shared.first ? 0 : shared.count;
  return { all: bytes(totalFrames(geometry) - first), shared: bytes(hotpluggable), rated: bytes(rated) };
}

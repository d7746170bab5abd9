import type { Mechanism } from "../../model/guest/cost.ts";
import { withRegion } from "../../model/guest/layout.ts";
import {
  balloonGuest,
  kernelZoneGuest,
  referenceGuest,
  virtioMemGuest,
} from "../../model/guest/reference/reference.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import type { ForkableSource } from "../../model/subject.ts";
import type { Violation } from "../../model/verdict.ts";
import { Convicted } from "./ask.ts";
import { BLOCKS, INSTANCES, reclaimGuest } from "./guest.ts";
import { bounded, growing, inexact, vacuous } from "./promises.ts";
import type { Measured } from "./report.ts";
import { type Plan, readingsOf } from "./scenario.ts";

/** Reclaim of 128 MiB to 2 GiB with 90, 50, 20 and 0 % of the guest in use; touches of 1 MiB take turns. */
const plan: Plan = {
  geometry: reclaimGuest,
  chunk: 256,
  touchesPerKernelPage: 16,
  running: [0.9, 0.5, 0.2, 0].map((share) => Math.min(INSTANCES, Math.round(share * BLOCKS))),
  ended: [1, 2, 4, 8, 16],
};

/** Guests to measure, with the strongest profile that each owes. */
const guests: { readonly [M in Mechanism]: { readonly source: ForkableSource<Guest>; readonly owes: string } } = {
  hotmem: { source: referenceGuest, owes: "hotmem" },
  "virtio-mem": { source: virtioMemGuest, owes: "virtio-mem" },
  "virtio-mem-kernel": { source: kernelZoneGuest, owes: "virtio-mem" },
  balloon: { source: balloonGuest, owes: "virtio-mem" },
};

/** Asks a guest of this mechanism for every share and size; every answer is judged by all rules that it owes. */
export const measured = (mechanism: Mechanism, sizes: readonly number[] = plan.ended): Measured => {
  const { source, owes } = guests[mechanism];
  return { mechanism, ...readingsOf(source, owes, { ...plan, ended: sizes }) };
};

/** The same guest with fewer instances: to convict, one reclaim is enough. */
const small: Plan = {
  ...plan,
  geometry: withRegion({ ...reclaimGuest, partitions: 16 }),
  running: [8],
  ended: [1],
};

/** What HotMem's promises say of another guest that gives back 128 MiB with half of it in use; undefined when it keeps them. */
export function conviction(mechanism: Mechanism): Violation | undefined {
  try {
    readingsOf(guests[mechanism].source, "hotmem", small);
    return undefined;
  } catch (error) {
    if (error instanceof Convicted) return error.violation;
    throw error;
  }
}

/** What should have come out and did not, in sentences. */
export const wrong = (hotmem: Measured, virtioMem: Measured): string[] => {
  const { partitionBlocks, blockFrames } = plan.geometry;
  return [
    ...[hotmem, virtioMem].flatMap((it) => inexact(it.mechanism, it.readings, partitionBlocks * blockFrames)),
    ...bounded(hotmem.readings),
    ...vacuous(hotmem.weighed),
    ...growing(virtioMem.mechanism, virtioMem.readings),
  ];
};

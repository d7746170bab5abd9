import type { Geometry } from "../../../geometry.ts";
import type { Extent } from "../../../units.ts";
import type { Layout } from "../../layout.ts";
import {
  type Balloon,
  type BlockTable,
  type Driver,
  FIRST_RETRY_MS,
  NO_PARTITION,
  UNUSED,
  type Worker,
} from "./driver.ts";
import { copyHost, keyOfHost, openHost } from "./host.ts";

/** A driver that has just been loaded, of a device that was just switched on; or a balloon with all hotpluggable frames in it. */
export function openDriver(geometry: Geometry, layout: Layout, inflated: boolean): Driver {
  return {
    host: openHost(geometry, layout),
    blocks: openBlocks(layout),
    worker: openWorker(),
    balloon: openBalloon(layout, inflated),
    misfortunes: { veto: 0, enqueue: 0, add: 0 },
  };
}

function openBalloon({ first, end }: Layout, inflated: boolean): Balloon {
  const pages = inflated ? end - first : 0;
  return { held: pages === 0 ? [] : [first, pages], pages, batch: [], batched: 0, direction: "deflate" };
}

function openBlocks({ first, end, blockFrames, subblockFrames }: Layout): BlockTable {
  const blocks = (end - first) / blockFrames;
  const inState = new Int32Array(12);
  inState[UNUSED] = blocks;
  return {
    first: first / blockFrames,
    subblocksPerBlock: blockFrames / subblockFrames,
    state: new Uint8Array(blocks),
    inState,
    pluggedIn: new Int32Array(blocks),
    subblocks: new Uint8Array((end - first) / subblockFrames),
    memmap: new Array<readonly Extent[] | null>(blocks).fill(null),
  };
}

const openWorker = (): Worker => ({
  phase: "begin",
  stale: true,
  requested: 0,
  usable: 0,
  plugged: 0,
  unplugAll: false,
  broken: false,
  timer: false,
  retryMs: FIRST_RETRY_MS,
  request: null,
  first: 0,
  count: 0,
  block: -1,
  attempt: 0,
  stage: -1,
  sub: 0,
  want: 0,
  partition: NO_PARTITION,
  addFailed: false,
  cleaned: 0,
});

/** Forgets everything, as a guest that boots again does. The host and its misfortunes live on. */
export function restartDriver(driver: Driver, layout: Layout, inflated: boolean): void {
  const { blocks, worker } = driver;
  blocks.state.fill(UNUSED);
  blocks.inState.fill(0);
  blocks.inState[UNUSED] = blocks.state.length;
  blocks.pluggedIn.fill(0);
  blocks.subblocks.fill(0);
  blocks.memmap.fill(null);
  Object.assign(worker, openWorker());
  driver.balloon = openBalloon(layout, inflated);
}

/** An independent copy. */
export const copyDriver = ({ host, blocks, worker, balloon, misfortunes }: Driver): Driver => ({
  host: copyHost(host),
  blocks: {
    ...blocks,
    state: blocks.state.slice(),
    inState: blocks.inState.slice(),
    pluggedIn: blocks.pluggedIn.slice(),
    subblocks: blocks.subblocks.slice(),
    memmap: blocks.memmap.slice(),
  },
  worker: { ...worker },
  balloon: { ...balloon, held: balloon.held.slice(), batch: balloon.batch.slice() },
  misfortunes: { ...misfortunes },
});

/** Equal only for drivers that go on alike. */
export function keyOfDriver({ host, blocks, worker, balloon, misfortunes }: Driver): string {
  const { veto, enqueue, add } = misfortunes;
  const memmap = blocks.memmap.map((map) => map?.map(({ first, count }) => `${first}+${count}`).join(" ") ?? "").join();
  return [
    keyOfHost(host),
    blocks.state.join(""),
    blocks.inState.join(),
    blocks.pluggedIn.join(),
    blocks.subblocks.join(""),
    memmap,
    Object.values(worker).join(),
    [balloon.held.join(), balloon.pages, balloon.batch.join(), balloon.batched, balloon.direction].join(";"),
    [veto, enqueue, add].join(),
  ].join("|");
}

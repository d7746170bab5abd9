import { block as blockIndex, type Extent, extent } from "../../../units.ts";
import type { Zone } from "../../events.ts";
import type { Machine } from "../machine.ts";
import { tell } from "../machine.ts";
import {
  KERNEL_BLOCK,
  MOVABLE_BLOCK,
  OFFLINE,
  OFFLINE_PARTIAL,
  PLUGGED,
  PRIVATE_BLOCK,
  SHARED_BLOCK,
  UNUSED,
} from "./driver.ts";
import { findSubblock, frameOf, pluggedFrames, runEnd, subblockFrame } from "./table.ts";

/** 1 GiB in frames of 4 KiB: so much added memory may wait to come online, or two blocks where these are larger. */
const OFFLINE_FRAMES = 262_144;

/** The number of a block of the table in the guest. */
const named = (m: Machine, block: number) => blockIndex(m.driver.blocks.first + block);

/** Blocks that wait to come online cost memory and are of no use (virtio_mem_could_add_memory). */
export function mayAdd(m: Machine): boolean {
  const { inState } = m.driver.blocks;
  const waiting = ((inState[OFFLINE] ?? 0) + (inState[OFFLINE_PARTIAL] ?? 0)) * m.layout.blockFrames;
  return waiting + m.layout.blockFrames <= Math.max(OFFLINE_FRAMES, 2 * m.layout.blockFrames);
}

/** add_memory_driver_managed: what was plugged of the block is known to Linux from now on. */
export function add(m: Machine): void {
  const { worker, blocks } = m.driver;
  const { block } = worker;
  const memmap = m.steps.takeMemmap(m);
  tell(m, { kind: "add", block: named(m, block), memmap: memmap ?? [], outcome: memmap === null ? "failed" : "done" });
  if (memmap === null) {
    m.steps.addFailed(m);
    return;
  }
  blocks.memmap[block] = memmap;
  m.steps.setState(m, block, OFFLINE);
  m.steps.settleState(m, block);
  worker.phase = "online";
}

/** 64 bytes for every page, of memory that is there already: adding gigabytes fails where megabytes are missing. */
export function takeMemmap(m: Machine): readonly Extent[] | null {
  const { misfortunes } = m.driver;
  if (misfortunes.add > 0) {
    misfortunes.add--;
    return null;
  }
  return m.steps.takeBoot(m, m.layout.memmapFrames);
}

/** Memory that is plugged and of no use is given back at once (virtio_mem_sbm_plug_and_add_mb). */
export function addFailed(m: Machine): void {
  m.driver.worker.addFailed = true;
  m.steps.unplugLeftover(m, m.driver.worker.block);
}

/** A partition on its way out gives up such blocks by itself. */
export function findLeftover(m: Machine): number {
  const { blocks, worker } = m.driver;
  if (blocks.inState[PLUGGED] === 0) return -1;
  if (worker.partition >= 0 && m.steps.partitionState(m, worker.partition) === "unplugging") return -1;
  return blocks.state.indexOf(PLUGGED);
}

/** What could neither be added nor unplugged was plugged in one run from the first subblock on. */
export function unplugLeftover(m: Machine, block: number): void {
  const { blocks } = m.driver;
  const from = findSubblock(blocks, block, block * blocks.subblocksPerBlock, 1);
  const to = runEnd(blocks, block, from);
  m.steps.prepareUnplug(m, block, subblockFrame(m, from), (to - from) * m.layout.subblockFrames);
}

/** online_pages with the driver's callback: plugged subblocks are freed, unplugged ones stay PG_offline. */
export function online(m: Machine): void {
  const { block } = m.driver.worker;
  const zone = m.steps.zoneOf(m, block);
  m.steps.onlinePlugged(m, block, zone);
  m.steps.setState(m, block, m.steps.onlineState(m, zone));
  m.steps.settleState(m, block);
  tell(m, { kind: "online", block: named(m, block), zone });
  m.steps.blockOnline(m);
}

/** HotMem: by the partition that the block is of; else by policy. */
export function zoneOf(m: Machine, block: number): Zone {
  if (!m.partitioned) return m.mechanism === "virtio-mem-kernel" ? "kernel" : "movable";
  return block < m.steps.firstBlockOf(m, 0) ? "shared" : "private";
}

const statesOnline: Readonly<Record<Zone, number>> = {
  kernel: KERNEL_BLOCK,
  movable: MOVABLE_BLOCK,
  shared: SHARED_BLOCK,
  private: PRIVATE_BLOCK,
};

/** The state of a block that is wholly plugged; a block that is not gets the partial form. */
export const onlineState = (_m: Machine, zone: Zone): number => statesOnline[zone];

/** In one piece where all is plugged, else run by run of plugged subblocks. */
export function onlinePlugged(m: Machine, block: number, zone: Zone): void {
  const { blocks } = m.driver;
  if (blocks.pluggedIn[block] === blocks.subblocksPerBlock) {
    m.steps.onlineFrames(m, extent(frameOf(m, block), m.layout.blockFrames), zone);
    return;
  }
  let from = findSubblock(blocks, block, block * blocks.subblocksPerBlock, 1);
  while (from >= 0) {
    const to = runEnd(blocks, block, from);
    m.steps.onlineFrames(m, extent(subblockFrame(m, from), (to - from) * m.layout.subblockFrames), zone);
    from = findSubblock(blocks, block, to, 1);
  }
}

/** Only ever asked of blocks that hold nothing: HotMem's free ones, and those that Linux's driver has emptied. */
export function offline(m: Machine): void {
  const { worker } = m.driver;
  const outcome = m.steps.takeBlock(m, worker.block);
  tell(m, { kind: "offline", block: named(m, worker.block), outcome });
  if (outcome !== "done") {
    m.steps.offlineFailed(m);
    return;
  }
  m.steps.setState(m, worker.block, OFFLINE);
  m.steps.settleState(m, worker.block);
  worker.phase = "remove";
}

/** Notifiers are asked first (GOING_OFFLINE), as offline_pages does. */
export function takeBlock(m: Machine, block: number): "done" | "busy" | "vetoed" {
  if (m.steps.isVetoed(m)) return "vetoed";
  return m.steps.takeOffline(m, extent(frameOf(m, block), m.layout.blockFrames));
}

/** A notifier of another driver answers NOTIFY_BAD as often as it was told to. */
export function isVetoed({ driver }: Machine): boolean {
  if (driver.misfortunes.veto === 0) return false;
  driver.misfortunes.veto--;
  return true;
}

/** What is plugged of a removed block is the driver's alone, until it is unplugged or added again. */
export function remove(m: Machine): void {
  const { block } = m.driver.worker;
  tell(m, { kind: "remove", block: named(m, block) });
  m.steps.freeMemmap(m, block);
  m.steps.setState(m, block, pluggedFrames(m, block) === 0 ? UNUSED : PLUGGED);
  m.steps.blockRemoved(m);
}

/** The memory map went with its block, so its frames are ordinary boot memory. */
export function freeMemmap(m: Machine, block: number): void {
  const { memmap } = m.driver.blocks;
  const map = memmap[block];
  if (map !== undefined && map !== null) m.steps.freeBoot(m, map);
  memmap[block] = null;
}

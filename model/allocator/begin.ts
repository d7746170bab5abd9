import type { Geometry } from "../geometry.ts";
import type { Docket } from "../rule.ts";
import { copyHandles, noHandles } from "./handles.ts";
import { keyOf } from "./key.ts";
import { copyOwners, noOwners } from "./owners.ts";
import { holeFramesIn, shapeOf } from "./shape.ts";
import { type AllocatorState, type Between, NORMAL_ZONE, ONLINE, UNCOUNTED, WAS_ONLINE } from "./state.ts";

const NOTHING_BETWEEN: Between = { kind: "nothing" };

/** The state before the first command: boot memory online in the normal zone, everything else absent. */
export function beginState(geometry: Geometry, docket: Docket): AllocatorState {
  const shape = shapeOf(geometry);
  const state: AllocatorState = {
    shape,
    docket,
    clock: 1,
    owners: noOwners(shape.frames),
    handles: noHandles(),
    used: new Uint16Array(shape.pageblocks),
    usedInBlock: new Uint32Array(shape.blocks),
    isolation: new Uint8Array(shape.pageblocks),
    isolatedAlone: [],
    unmerged: new Uint8Array(shape.pageblocks),
    isolatedAt: new Float64Array(shape.perCpu ? shape.pageblocks : 0),
    steppedAt: [],
    phase: new Uint8Array(shape.blocks).fill(ONLINE, 0, shape.bootBlocks),
    past: new Uint8Array(shape.blocks).fill(WAS_ONLINE, 0, shape.bootBlocks),
    zoneOf: new Uint8Array(shape.blocks),
    phases: Int32Array.of(shape.blocks - shape.bootBlocks, 0, shape.bootBlocks, 0),
    retired: 0,
    zones: {
      free: new Float64Array(2),
      freeIsolated: new Float64Array(2),
      present: new Float64Array(2),
      managed: new Float64Array(2),
      spanned: new Float64Array(2).fill(UNCOUNTED),
      unsettled: new Float64Array(2),
      isolated: new Float64Array(2),
    },
    unsettled: new Uint32Array(shape.blocks),
    freeCma: (shape.cmaEnd - shape.cmaFirst) * shape.pageblockFrames,
    poisoned: 0,
    touched: new Float64Array(2 * shape.cpus),
    drained: new Float64Array(2 * shape.cpus),
    goingOffline: -1,
    given: null,
    vetoOnline: false,
    vetoOffline: false,
    addRefused: false,
    pinRefusedReleased: false,
    lastLists: null,
    between: NOTHING_BETWEEN,
    fork,
    key,
  };
  const bootFrames = geometry.bootFrames - (shape.holeEnd - shape.holeFirst);
  state.zones.free[NORMAL_ZONE] = bootFrames;
  state.zones.present[NORMAL_ZONE] = bootFrames;
  state.zones.managed[NORMAL_ZONE] = bootFrames;
  countHole(state);
  return state;
}

function countHole(state: AllocatorState): void {
  const { shape, used, usedInBlock } = state;
  if (shape.holeEnd === shape.holeFirst) return;
  const size = shape.pageblockFrames;
  for (let at = Math.floor(shape.holeFirst / size); at * size < shape.holeEnd; at++) {
    used[at] = holeFramesIn(shape, at * size, (at + 1) * size);
  }
  for (let at = shape.holeFirst >> shape.blockShift; at * shape.blockFrames < shape.holeEnd; at++) {
    usedInBlock[at] = holeFramesIn(shape, at * shape.blockFrames, (at + 1) * shape.blockFrames);
  }
}

function key(this: AllocatorState): string {
  return keyOf(this);
}

function fork(this: AllocatorState): AllocatorState {
  const { zones } = this;
  return {
    ...this,
    owners: copyOwners(this.owners),
    handles: copyHandles(this.handles),
    used: this.used.slice(),
    usedInBlock: this.usedInBlock.slice(),
    isolation: this.isolation.slice(),
    isolatedAlone: [...this.isolatedAlone],
    unmerged: this.unmerged.slice(),
    isolatedAt: this.isolatedAt.slice(),
    steppedAt: this.steppedAt.map((clocks) => clocks?.slice()),
    phase: this.phase.slice(),
    past: this.past.slice(),
    zoneOf: this.zoneOf.slice(),
    phases: this.phases.slice(),
    zones: {
      free: zones.free.slice(),
      freeIsolated: zones.freeIsolated.slice(),
      present: zones.present.slice(),
      managed: zones.managed.slice(),
      spanned: zones.spanned.slice(),
      unsettled: zones.unsettled.slice(),
      isolated: zones.isolated.slice(),
    },
    unsettled: this.unsettled.slice(),
    touched: this.touched.slice(),
    drained: this.drained.slice(),
  };
}

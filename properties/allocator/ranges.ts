import { CONTIG, FAKE, PAGE, TAKEN } from "../../model/allocator/handles.ts";
import { contigBegin } from "../../model/allocator/laws/contig.ts";
import { fakeOffline, fakeOnline } from "../../model/allocator/laws/ranges.ts";
import { type AllocatorState, ONLINE } from "../../model/allocator/state.ts";
import type { Mobility } from "../../model/allocator/vocabulary.ts";
import { handle, pageblock } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import type { Proposers } from "./kinds.ts";
import { anyOf, freshHandle, NEAR, STAGE, someOf, stageBlock, TRIES } from "./pick.ts";

const MOBILITIES: readonly Mobility[] = ["movable", "unmovable", "reclaimable"];

/** A pageblock of an online block: under a page, at the edge of a block, or anywhere; -1 when few draws found none. */
function anyPageblock(state: AllocatorState, dice: Dice): number {
  const { shape, handles } = state;
  const page = dice.chance(1, 2) ? anyOf(handles, PAGE, dice) : -1;
  if (page >= 0) {
    const into = dice.chance(1, 2) ? 0 : dice.below(handles.frames[page] as number);
    return ((handles.first[page] as number) + into) >>> shape.pageblockOrder;
  }
  for (let tries = 0; tries < TRIES; tries++) {
    const block = dice.chance(1, 4)
      ? dice.below(Math.min(shape.bootBlocks, STAGE))
      : stageBlock(state, dice.below(STAGE));
    if ((state.phase[block] as number) < ONLINE) continue;
    const first = block * shape.blockPageblocks;
    const edge = dice.below(4);
    if (edge === 0) return first;
    if (edge === 1) return first + shape.blockPageblocks - 1;
    return first + dice.below(Math.min(shape.blockPageblocks, NEAR));
  }
  return -1;
}

/** Proposals for ranges of pageblocks: isolation, contiguous allocation and what virtio-mem does with its result. */
export const ranges: Pick<
  Proposers,
  | "isolate"
  | "unisolate"
  | "contig-begin"
  | "contig-step"
  | "contig-finish"
  | "contig-release"
  | "fake-offline"
  | "fake-online"
> = {
  isolate(state, dice) {
    const at = anyPageblock(state, dice);
    return at < 0 ? null : { kind: "isolate", pageblock: pageblock(at) };
  },
  unisolate(state, dice) {
    if (state.isolatedAlone.length === 0) return null;
    return { kind: "unisolate", pageblock: pageblock(dice.pick(state.isolatedAlone)), mobility: dice.pick(MOBILITIES) };
  },
  "contig-begin"(state, dice) {
    const as = handle(freshHandle(state));
    for (let tries = 0; tries < TRIES; tries++) {
      const at = anyPageblock(state, dice);
      if (at < 0) return null;
      const command = { kind: "contig-begin", as, pageblock: pageblock(at), count: anyCount(state, dice, at) } as const;
      if (contigBegin.applies(state, command)) return command;
    }
    return null;
  },
  "contig-step"(state, dice) {
    const what = anyOf(state.handles, CONTIG, dice);
    return what < 0 ? null : { kind: "contig-step", what: handle(what) };
  },
  "contig-finish"(state, dice) {
    const what = anyOf(state.handles, CONTIG, dice);
    return what < 0 ? null : { kind: "contig-finish", what: handle(what) };
  },
  "contig-release"(state, dice) {
    const what = anyOf(state.handles, TAKEN, dice);
    return what < 0 ? null : { kind: "contig-release", what: handle(what) };
  },
  "fake-offline"(state, dice) {
    const what = someOf(state.handles, TAKEN, dice, (range) =>
      fakeOffline.applies(state, { kind: "fake-offline", what: handle(range) }),
    );
    return what < 0 ? null : { kind: "fake-offline", what: handle(what) };
  },
  "fake-online"(state, dice) {
    const what = someOf(state.handles, FAKE, dice, (range) =>
      fakeOnline.applies(state, { kind: "fake-online", what: handle(range) }),
    );
    return what < 0 ? null : { kind: "fake-online", what: handle(what) };
  },
};

/** Pageblocks of a range that holds more pages than one step of alloc_contig_range migrates, when they are small. */
const MANY = 64;

/** As many, when they are large: enough to cross every border there is. */
const ENOUGH = 8;

/** One pageblock, a few, the rest of the block, one beyond its end, or many. */
function anyCount(state: AllocatorState, dice: Dice, first: number): number {
  const left = state.shape.blockPageblocks - (first % state.shape.blockPageblocks);
  const draw = dice.below(8);
  if (draw < 4) return 1;
  if (draw < 6) return 1 + dice.below(4);
  if (draw === 6) return dice.chance(1, 2) ? Math.min(left, 16) : Math.min(left, 16) + 1;
  return 1 + dice.below(state.shape.pageblockFrames < MANY ? MANY : ENOUGH);
}

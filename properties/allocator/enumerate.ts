import {
  CONTIG,
  FAKE,
  type Handles,
  PAGE,
  REFERENCE,
  RELEASED,
  type Roster,
  TAKEN,
} from "../../model/allocator/handles.ts";
import { allocatorLaws } from "../../model/allocator/laws/all.ts";
import type { AllocatorState } from "../../model/allocator/state.ts";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import { applies, type Command } from "../../model/contract.ts";
import { lowestHandle } from "./pick.ts";

type Ask = Command<Allocator>;

/**
 * Every command that applies to a tiny guest, with arguments limited to what makes a difference: two mobilities, the
 * first frames of pageblocks for poison, one tag, one processor unless processors have lists.
 */
export function* everyCommand(state: AllocatorState): Iterable<Ask> {
  for (const ask of candidates(state)) if (applies(allocatorLaws, state, ask)) yield ask;
}

function* candidates(state: AllocatorState): Iterable<Ask> {
  yield* allocations(state);
  yield* onPages(state);
  yield* onRanges(state);
  yield* onBlocks(state);
  yield { kind: "veto", next: "online" };
  yield { kind: "veto", next: "offline" };
  yield { kind: "observe", what: "lists" };
}

const all = (table: Handles, kind: number): readonly number[] => {
  const { items, count } = table.rosters[kind] as Roster;
  return Array.from(items.subarray(0, count)).sort((a, b) => a - b);
};

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

const processors = ({ shape }: AllocatorState): readonly number[] => upTo(shape.perCpu ? shape.cpus : 1);

function* allocations(state: AllocatorState): Iterable<Ask> {
  const as = lowestHandle(state);
  const wishes = [
    { mobility: "movable", reach: "movable" },
    { mobility: "movable", reach: "normal" },
    { mobility: "unmovable", reach: "normal" },
  ] as const;
  for (const order of upTo(state.shape.maxOrder + 1)) {
    for (const wish of wishes) {
      for (const cpu of processors(state)) {
        yield { kind: "allocate", as, order, ...wish, zero: false, atomic: false, cpu } as Ask;
        if (order === 0) yield { kind: "allocate", as, order, ...wish, zero: true, atomic: false, cpu } as Ask;
        if (state.shape.geometry.highatomic)
          yield { kind: "allocate", as, order, ...wish, zero: false, atomic: true, cpu } as Ask;
      }
    }
  }
}

function* onPages(state: AllocatorState): Iterable<Ask> {
  const as = lowestHandle(state);
  for (const what of all(state.handles, PAGE)) {
    for (const cpu of processors(state)) yield { kind: "release", what, cpu } as Ask;
    for (const how of ["order", "tail"] as const) yield { kind: "misrelease", what, how } as Ask;
    for (const how of ["get", "pin", "longterm"] as const) yield { kind: "hold", as, what, how } as Ask;
    yield { kind: "write", what, tag: 1 } as Ask;
    yield { kind: "read", what } as Ask;
  }
  for (const what of all(state.handles, RELEASED)) yield { kind: "misrelease", what, how: "twice" } as Ask;
  for (const cpu of processors(state)) {
    for (const what of all(state.handles, REFERENCE)) yield { kind: "drop", what, cpu } as Ask;
    if (state.shape.perCpu) yield { kind: "drain", cpu } as Ask;
  }
}

function* onRanges(state: AllocatorState): Iterable<Ask> {
  const as = lowestHandle(state);
  for (const pageblock of upTo(state.shape.pageblocks)) {
    yield { kind: "isolate", pageblock } as Ask;
    yield { kind: "unisolate", pageblock, mobility: "movable" } as Ask;
    yield { kind: "poison", pfn: pageblock * state.shape.pageblockFrames } as Ask;
    for (const count of [1, 2]) yield { kind: "contig-begin", as, pageblock, count } as Ask;
  }
  for (const what of all(state.handles, CONTIG)) {
    yield { kind: "contig-step", what } as Ask;
    yield { kind: "contig-finish", what } as Ask;
  }
  for (const what of all(state.handles, TAKEN)) {
    yield { kind: "contig-release", what } as Ask;
    yield { kind: "fake-offline", what } as Ask;
  }
  for (const what of all(state.handles, FAKE)) yield { kind: "fake-online", what } as Ask;
}

function* onBlocks(state: AllocatorState): Iterable<Ask> {
  for (const block of upTo(state.shape.blocks)) {
    yield { kind: "add", block } as Ask;
    for (const zone of ["normal", "movable"] as const) yield { kind: "online", block, zone } as Ask;
    for (const kind of ["offline-begin", "offline-step", "offline-finish", "offline-cancel", "remove"] as const) {
      yield { kind, block } as Ask;
    }
  }
}

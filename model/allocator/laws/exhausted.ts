import { weighs } from "../../rule.ts";
import { illegal, LEGAL, type Verdict } from "../../verdict.ts";
import { firstUsed } from "../frames.ts";
import { allocatorRules as rules } from "../rules.ts";
import { isCma, type Shape } from "../shape.ts";
import { type AllocatorState, MOVABLE_ZONE, NOBODY, NORMAL_ZONE, ONLINE } from "../state.ts";
import type { Allocator } from "../vocabulary.ts";

type Ask = Allocator["allocate"]["ask"];

/** Whether everything that may hide free frames is off. */
const nothingHides = ({ perCpu, geometry }: Shape): boolean =>
  !perCpu && geometry.watermarks === null && !geometry.highatomic;

/** Failure is legal wherever free frames may be out of reach; what is certain is judged. */
export function checkExhausted(state: AllocatorState, ask: Ask): Verdict {
  if (!nothingHides(state.shape)) return LEGAL;
  return ask.order === 0 ? checkSingle(state, ask) : checkBlocks(state, ask);
}

/** A granted request was one that had to succeed, as far as that is certain without searching. */
export function weighSuccess(state: AllocatorState, ask: Ask): void {
  const { shape, docket } = state;
  if (!nothingHides(shape)) return;
  if (ask.order > 0) {
    if (ask.order <= shape.pageblockOrder) weighs(docket, rules["allocate/blocks-reachable"]);
  } else if (plainlyFree(state, ask) > 0) {
    weighs(docket, rules["allocate/no-spurious-failure"]);
  }
}

/** Free frames outside CMA in the zones of a request. */
function plainlyFree({ zones, freeCma }: AllocatorState, { reach }: Ask): number {
  const normal = (zones.free[NORMAL_ZONE] as number) - freeCma;
  return normal + (reach === "movable" ? (zones.free[MOVABLE_ZONE] as number) : 0);
}

/** Free frames outside CMA: whether movable requests get those is up to the allocator, unless it is Linux. */
function checkSingle(state: AllocatorState, ask: Ask): Verdict {
  const { docket } = state;
  const free = plainlyFree(state, ask);
  if (free > 0 && weighs(docket, rules["allocate/no-spurious-failure"])) {
    const are = free === 1 ? "1 frame is" : `${free} frames are`;
    return illegal(rules["allocate/no-spurious-failure"], `${are} free in zones of the request`);
  }
  if (free > 0 || ask.mobility !== "movable" || state.freeCma === 0) return LEGAL;
  if (!weighs(docket, rules["allocate/blocks-reachable"])) return LEGAL;
  return illegal(rules["allocate/blocks-reachable"], `${state.freeCma} frames are free in CMA pageblocks`);
}

function checkBlocks(state: AllocatorState, ask: Ask): Verdict {
  const { zones, docket } = state;
  const frames = 1 << ask.order;
  const reachable =
    (zones.free[NORMAL_ZONE] as number) + (ask.reach === "movable" ? (zones.free[MOVABLE_ZONE] as number) : 0);
  if (reachable < frames) return LEGAL;
  const first = firstCertain(state, ask, frames);
  if (first < 0 || !weighs(docket, rules["allocate/blocks-reachable"])) return LEGAL;
  return illegal(rules["allocate/blocks-reachable"], `frames ${first} to ${first + frames - 1} are one free block`);
}

/** First frame of a free run of this size that must have been merged into one block, or -1. */
function firstCertain(state: AllocatorState, ask: Ask, frames: number): number {
  const { shape } = state;
  const step = Math.max(1, frames / shape.pageblockFrames);
  for (let pageblock = 0; pageblock < shape.pageblocks; pageblock += step) {
    const block = Math.floor(pageblock / shape.blockPageblocks);
    if (state.phase[block] !== ONLINE || (state.zoneOf[block] === MOVABLE_ZONE && ask.reach === "normal")) {
      pageblock = (block + 1) * shape.blockPageblocks - step;
      continue;
    }
    const first = step > 1 ? wholeRun(state, ask, pageblock, step) : runWithin(state, ask, pageblock, frames);
    if (first >= 0) return first;
  }
  return -1;
}

/** Within one pageblock, buddies merge whatever their types are. */
function runWithin(state: AllocatorState, ask: Ask, pageblock: number, frames: number): number {
  const { shape, used } = state;
  if (shape.pageblockFrames - (used[pageblock] as number) < frames || !serves(state, ask, pageblock)) return -1;
  const end = (pageblock + 1) * shape.pageblockFrames;
  for (let first = end - shape.pageblockFrames; first < end; first += frames) {
    if (firstUsed(state, first, first + frames) < 0) return first;
  }
  return -1;
}

/** Across pageblocks they merge unless an isolation ended there or the types forbid it. */
function wholeRun(state: AllocatorState, ask: Ask, pageblock: number, count: number): number {
  const cma = isCma(state.shape, pageblock);
  for (let at = pageblock; at < pageblock + count; at++) {
    if (state.used[at] !== 0 || state.unmerged[at] !== 0 || !serves(state, ask, at)) return -1;
    if (isCma(state.shape, at) !== cma) return -1;
  }
  return pageblock * state.shape.pageblockFrames;
}

const serves = (state: AllocatorState, ask: Ask, pageblock: number): boolean =>
  state.isolation[pageblock] === NOBODY && (ask.mobility === "movable" || !isCma(state.shape, pageblock));

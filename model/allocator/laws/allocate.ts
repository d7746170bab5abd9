import { weighs } from "../../rule.ts";
import { illegal, LEGAL, type Verdict } from "../../verdict.ts";
import { firstUsed, isPoisoned, occupy, ownerOf } from "../frames.ts";
import { become, isFree, MOVABLE, PAGE, UNKNOWN, ZEROED } from "../handles.ts";
import { markTouched } from "../isolation.ts";
import { allocatorRules as rules } from "../rules.ts";
import { meetsHole } from "../shape.ts";
import { ABSENT, type AllocatorState, MOVABLE_ZONE, NORMAL_ZONE, ONLINE, WAS_ONLINE } from "../state.ts";
import type { Allocator } from "../vocabulary.ts";
import { checkExhausted, weighSuccess } from "./exhausted.ts";
import { type AllocatorLaw, disturb, lawOf } from "./law.ts";
import { checkPageblocks } from "./pageblocks.ts";
import { checkWatermark } from "./watermark.ts";
import { checkZeroed } from "./zeroed.ts";

type Ask = Allocator["allocate"]["ask"];
type Granted = Extract<Allocator["allocate"]["answer"], { kind: "granted" }>;

/** Any free frames of a permitted zone may be granted; what is permitted depends on zone, isolation, CMA and marks. */
export const allocate: AllocatorLaw<"allocate"> = lawOf<"allocate">({
  applies: (state, ask) =>
    isFree(state.handles, ask.as) &&
    ask.order >= 0 &&
    ask.order <= state.shape.maxOrder &&
    ask.cpu >= 0 &&
    ask.cpu < state.shape.cpus &&
    (ask.reach === "normal" || ask.mobility === "movable"),
  check: (state, ask, answer) =>
    answer.kind === "granted" ? checkGranted(state, ask, answer) : checkExhausted(state, ask),
  take(state, ask, answer) {
    markTouched(state, ask.cpu);
    if (answer.kind === "granted") grant(state, ask, answer);
    else if (state.shape.perCpu || state.shape.geometry.highatomic) disturb(state);
  },
  *candidates(state, ask) {
    const frames = 2 ** ask.order;
    yield { kind: "exhausted" };
    for (let first = 0; first < state.shape.frames; first += frames) {
      yield { kind: "granted", first, zeroed: 0 } as Granted;
      yield { kind: "granted", first, zeroed: frames } as Granted;
    }
  },
});

/** Values of mobilities in the handle table. */
const mobilityNumber = { unmovable: 0, reclaimable: 1, movable: MOVABLE } as const;

function grant(state: AllocatorState, ask: Ask, { first, zeroed }: Granted): void {
  const table = state.handles;
  const { as, order } = ask;
  const frames = 1 << order;
  compare(state, ask, first);
  become(table, as, PAGE);
  table.first[as] = first;
  table.frames[as] = frames;
  table.order[as] = order;
  table.mobility[as] = mobilityNumber[ask.mobility];
  table.reach[as] = ask.reach === "movable" ? 1 : 0;
  table.references[as] = 0;
  table.poison[as] = 0;
  table.tag[as] = zeroed > 0 ? 0 : UNKNOWN;
  table.past[as] = zeroed > 0 ? ZEROED : 0;
  table.placed[as] = state.clock;
  occupy(state, first, frames, as);
}

/** The first allocation after an observation of the lists can be compared with the next observation; a second cannot. */
function compare(state: AllocatorState, ask: Ask, first: number): void {
  state.given = null;
  if (state.lastLists === null) return;
  if (state.between.kind !== "nothing") {
    disturb(state);
    return;
  }
  const { as: handle, order, atomic } = ask;
  state.between = { kind: "granted", handle, order, mobility: mobilityNumber[ask.mobility], first, atomic };
}

function checkGranted(state: AllocatorState, ask: Ask, { first, zeroed }: Granted): Verdict {
  const frames = 1 << ask.order;
  const end = first + frames;
  if (
    weighs(state.docket, rules["allocate/aligned"]) &&
    !(first >= 0 && end <= state.shape.frames && first % frames === 0)
  ) {
    return illegal(rules["allocate/aligned"], `frame ${first} does not begin a page of ${frames} frames of this guest`);
  }
  const fault =
    checkBlock(state, first) ??
    checkFree(state, first, end) ??
    checkZone(state, ask, first) ??
    checkPageblocks(state, ask.mobility === "movable", first, end) ??
    checkWatermark(state, ask, first) ??
    checkZeroed(state, ask.zero, zeroed, frames);
  if (fault !== null) return fault;
  weighSuccess(state, ask);
  return LEGAL;
}

/** The block of a page must be online; pages never cross blocks. */
function checkBlock(state: AllocatorState, first: number): Verdict | null {
  const { docket, phases } = state;
  const block = first >>> state.shape.blockShift;
  const phase = state.phase[block] as number;
  const was = ((state.past[block] as number) & WAS_ONLINE) !== 0;
  if ((phases[ABSENT] as number) > 0 && weighs(docket, rules["remove/leaves-nothing"]) && phase === ABSENT) {
    return illegal(rules["remove/leaves-nothing"], `frame ${first} lies in block ${block}, which is absent`);
  }
  if (state.retired > 0 && weighs(docket, rules["offline/leaves-nothing"]) && phase < ONLINE && was) {
    return illegal(rules["offline/leaves-nothing"], `frame ${first} lies in block ${block}, which is offline`);
  }
  const added = (phases[1] as number) > state.retired;
  if (added && weighs(docket, rules["online/not-before"]) && phase < ONLINE && phase !== ABSENT && !was) {
    return illegal(rules["online/not-before"], `frame ${first} lies in block ${block}, which was never onlined`);
  }
  return null;
}

function checkFree(state: AllocatorState, first: number, end: number): Verdict | null {
  const { docket, shape } = state;
  const at = firstUsed(state, first, end);
  const hole = at >= 0 && meetsHole(shape, first, end);
  if (shape.holeEnd > 0 && weighs(docket, rules["allocate/holes"]) && hole) {
    return illegal(rules["allocate/holes"], `frame ${at} does not exist`);
  }
  const held = at >= 0 && !hole && ownerOf(state, at) >= 0;
  if (weighs(docket, rules["allocate/disjoint"]) && held) {
    return illegal(rules["allocate/disjoint"], `frame ${at} belongs to handle ${ownerOf(state, at)}`);
  }
  if (state.poisoned > 0 && weighs(docket, rules["allocate/poisoned"]) && at >= 0 && !hole && isPoisoned(state, at)) {
    return illegal(rules["allocate/poisoned"], `frame ${at} is poisoned`);
  }
  return null;
}

function checkZone(state: AllocatorState, ask: Ask, first: number): Verdict | null {
  const { docket, zones } = state;
  const zone = state.zoneOf[first >>> state.shape.blockShift] as number;
  const inMovable = zone === MOVABLE_ZONE;
  const populated = (zones.present[MOVABLE_ZONE] as number) > 0;
  if (ask.mobility !== "movable") {
    if (populated && weighs(docket, rules["allocate/movable-zone"]) && inMovable) {
      return illegal(rules["allocate/movable-zone"], `${ask.mobility} page at frame ${first} of the movable zone`);
    }
  } else if (ask.reach === "normal") {
    if (populated && weighs(docket, rules["allocate/reach"]) && inMovable) {
      return illegal(
        rules["allocate/reach"],
        `frame ${first} lies in the movable zone, above the request's highest zone`,
      );
    }
  } else if (
    ask.order === 0 &&
    prefersMovable(state) &&
    weighs(docket, rules["allocate/highest-zone"]) &&
    zone === NORMAL_ZONE
  ) {
    return illegal(
      rules["allocate/highest-zone"],
      `frame ${first} lies in the normal zone although the movable zone has ${zones.free[MOVABLE_ZONE]} free frames`,
    );
  }
  return null;
}

/** Whether a request that may use the movable zone must be served there: it has free frames and nothing hides them. */
const prefersMovable = (state: AllocatorState): boolean =>
  (state.zones.free[MOVABLE_ZONE] as number) > 0 &&
  !state.shape.perCpu &&
  state.shape.geometry.watermarks === null &&
  !state.shape.geometry.highatomic;

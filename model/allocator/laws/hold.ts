import { weighs } from "../../rule.ts";
import { illegal, LEGAL, type Verdict } from "../../verdict.ts";
import { become, isFree, kindOf, PAGE, PIN_REFUSED, REFERENCE } from "../handles.ts";
import { markTouchedEverywhere } from "../isolation.ts";
import { allocatorRules as rules } from "../rules.ts";
import { isCma } from "../shape.ts";
import { type AllocatorState, MOVABLE_ZONE, NOBODY } from "../state.ts";
import type { Allocator, Move } from "../vocabulary.ts";
import { type AllocatorLaw, disturb, lawOf } from "./law.ts";
import { checkMove, movesOut, takeMove } from "./moves.ts";

type Ask = Allocator["hold"]["ask"];
type Answer = Allocator["hold"]["answer"];

/** What a long-term pin may do with a page where it lies. `open`: isolated, but no CMA is built in, so nobody looks. */
type Place = "fine" | "open" | "barred";

/** References are granted; long-term pins only after the page moved to where it may stay for ever, or are refused. */
export const hold: AllocatorLaw<"hold"> = lawOf<"hold">({
  applies: (state, { as, what }) =>
    isFree(state.handles, as) &&
    as !== what &&
    kindOf(state.handles, what) === PAGE &&
    state.handles.poison[what] === 0,
  check: (state, ask, answer) =>
    answer.kind === "held" ? checkHeld(state, ask, answer.moved) : checkRefused(state, ask),
  take(state, { as, what }, answer) {
    const { handles } = state;
    if (answer.kind === "refused" || answer.moved.length > 0) disturb(state);
    if (answer.kind === "refused") {
      handles.past[what] = (handles.past[what] as number) | PIN_REFUSED;
      return;
    }
    for (const move of answer.moved) takeMove(state, move);
    if (answer.moved.length > 0) markTouchedEverywhere(state);
    become(handles, as, REFERENCE);
    handles.target[as] = what;
    handles.references[what]++;
  },
  *candidates(state, { what }): Iterable<Answer> {
    for (const why of ["invalid", "exists", "busy", "vetoed", "no-memory"] as const) yield { kind: "refused", why };
    yield { kind: "held", moved: [] };
    const first = state.handles.first[what] as number;
    const end = first + (state.handles.frames[what] as number);
    for (const move of movesOut(state, first, end)) yield { kind: "held", moved: [move] };
  },
});

/** Where a page lies, in the eyes of a long-term pin (folio_is_longterm_pinnable). */
function placeOf(state: AllocatorState, first: number, frames: number): Place {
  const { shape } = state;
  if (state.zoneOf[first >>> shape.blockShift] === MOVABLE_ZONE) return "barred";
  let place: Place = "fine";
  const last = (first + frames - 1) >>> shape.pageblockOrder;
  for (let at = first >>> shape.pageblockOrder; at <= last; at++) {
    if (isCma(shape, at)) return "barred";
    if (state.isolation[at] !== NOBODY) place = shape.cmaEnd > 0 ? "barred" : "open";
  }
  return place;
}

function pinned(state: AllocatorState, { what, how }: Ask): Place {
  if (how !== "longterm") return "fine";
  return placeOf(state, state.handles.first[what] as number, state.handles.frames[what] as number);
}

function checkHeld(state: AllocatorState, ask: Ask, moved: readonly Move[]): Verdict {
  const { docket, handles } = state;
  const place = pinned(state, ask);
  if (place === "fine") weighs(docket, rules["hold/granted"]);
  const first = handles.first[ask.what] as number;
  if (weighs(docket, rules["hold/needless-move"]) && (moved.length > 1 || (moved.length === 1 && place === "fine"))) {
    return illegal(
      rules["hold/needless-move"],
      `${moved.length} pages moved although frame ${first} can be held where it is`,
    );
  }
  const move = moved[0];
  if (move !== undefined) return checkRelocated(state, ask, move) ?? LEGAL;
  if (ask.how === "longterm" && weighs(docket, rules["hold/longterm-place"]) && place === "barred") {
    return illegal(rules["hold/longterm-place"], `pinned at frame ${first}, where no long-term pin may rest`);
  }
  return LEGAL;
}

function checkRelocated(state: AllocatorState, { what }: Ask, move: Move): Verdict | null {
  const first = state.handles.first[what] as number;
  const frames = state.handles.frames[what] as number;
  const fault = checkMove(state, move, first, first + frames);
  if (fault !== null) return fault;
  if (!weighs(state.docket, rules["hold/longterm-place"]) || placeOf(state, move.to, frames) === "fine") return null;
  return illegal(rules["hold/longterm-place"], `moved to frame ${move.to}, where no long-term pin may rest`);
}

/** A page that lies well is held; one that does not may fail to move for want of memory or because it cannot. */
function checkRefused(state: AllocatorState, ask: Ask): Verdict {
  if (pinned(state, ask) !== "fine" || !weighs(state.docket, rules["hold/granted"])) return LEGAL;
  return illegal(rules["hold/granted"], `frame ${state.handles.first[ask.what]} can be held where it is`);
}

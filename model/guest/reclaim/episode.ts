import { weighs } from "../../rule.ts";
import type { Extent } from "../../units.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { sayBlockers } from "../blockers.ts";
import type { Response } from "../events.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import { sayCount, sayFrames, saySize } from "../words.ts";
import { freeWorths, isModest, isTidy, isWhole, premiseHolds } from "./premise.ts";

/**
 * Micro-steps that any reclaim may take, and that each block of it may: offline, remove, send, response, and one for drivers that
 * isolate a block before they offline it. What tells bounded from unbounded is that neither grows with what is in use.
 */
const BASE_STEPS = 4;
const STEPS_PER_BLOCK = 5;
/** Micro-steps that a misfortune may cost: what was begun is undone, the configuration read again, and the block begun anew. */
const STEPS_PER_MISFORTUNE = 12;

/** The host changed the requested size from `before`: an episode may begin, and one that was open ends. */
export function resized(state: GuestState, before: number): void {
  const { hotplug, layout, reclaim } = state;
  reclaim.worths = 0;
  if (hotplug.requested >= before || layout.rated === 0 || hotplug.doubtful) return;
  const excess = hotplug.plugged - hotplug.requested;
  const worths = Math.floor(excess / layout.rated);
  if (worths < 1 || freeWorths(state, hotplug.plugged) < worths || !isModest(state) || !isTidy(state)) return;
  // A guest with partitions leaves a fraction alone, if nothing is under way; others give it back, by any number of requests.
  const isFair = hotplug.partitioned === true ? isWhole(state) : excess % layout.rated === 0;
  if (!isFair) return;
  reclaim.worths = worths;
  reclaim.from = hotplug.plugged;
  reclaim.steps = 0;
  reclaim.misfortunes = 0;
  reclaim.asked.fill(0);
  reclaim.askedBlocks = 0;
}

/** The guest's workers are about to be let run: an episode whose premise is gone ends. */
export function resume(state: GuestState): void {
  if (state.reclaim.worths > 0 && !premiseHolds(state)) state.reclaim.worths = 0;
}

const isOpen = (state: GuestState): boolean => state.reclaim.worths > 0 && premiseHolds(state);

const asked = ({ reclaim, layout }: GuestState): string =>
  `${sayCount(reclaim.worths, "partition-worth")} (${saySize(reclaim.worths * layout.rated)}) of memory that nobody needs was asked for`;

/** Pages moved. */
export function moved(state: GuestState, from: number, to: number, count: number): Illegal | undefined {
  if (state.reclaim.worths === 0 || !isOpen(state)) return undefined;
  const rule = rules["reclaim/no-migration"];
  if (!weighs(state.docket, rule)) return undefined;
  return illegal(rule, `${sayFrames(from, count)} moved to ${sayFrames(to, count)} when ${asked(state)}`);
}

/** Frames were zeroed. */
export function zeroed(state: GuestState, { first, count }: Extent): Illegal | undefined {
  if (state.reclaim.worths === 0 || !isOpen(state)) return undefined;
  const rule = rules["reclaim/no-zeroing"];
  if (!weighs(state.docket, rule)) return undefined;
  return illegal(rule, `${sayFrames(first, count)} were zeroed when ${asked(state)}`);
}

/** The device answered an UNPLUG of this range of the region. */
export function responded(state: GuestState, range: Extent, response: Response): Illegal | undefined {
  if (state.reclaim.worths === 0) return undefined;
  if (response !== "ack") {
    state.reclaim.misfortunes++;
    if (response === "busy") return undefined;
  }
  return named(state, range);
}

/** A message to the host named frames of this range: an UNPLUG, or a batch of a balloon. */
export function named(state: GuestState, { first, count }: Extent): Illegal | undefined {
  const { reclaim, layout, docket } = state;
  if (reclaim.worths === 0) return undefined;
  const rule = rules["reclaim/requests"];
  const counts = weighs(docket, rule) && isOpen(state);
  const end = first + count - layout.first;
  for (let at = Math.floor((first - layout.first) / layout.blockFrames); at * layout.blockFrames < end; at++) {
    const block = at + layout.first / layout.blockFrames;
    if (reclaim.asked[at] === 1 && counts)
      return illegal(rule, `${sayFrames(first, count)}: block ${block} was named before when ${asked(state)}`);
    if (reclaim.asked[at] === 0) reclaim.askedBlocks++;
    reclaim.asked[at] = 1;
  }
  const most = (reclaim.worths * layout.rated) / layout.blockFrames;
  if (!counts || reclaim.askedBlocks <= most) return undefined;
  return illegal(
    rule,
    `${reclaim.askedBlocks} blocks were named when ${asked(state)}, which is ${sayCount(most, "block")}`,
  );
}

/** Less is plugged than before. */
export function gaveBack(state: GuestState): Illegal | undefined {
  const { reclaim, hotplug, layout, docket } = state;
  if (reclaim.worths === 0) return undefined;
  const owed = reclaim.from - reclaim.worths * layout.rated;
  const rule = rules["reclaim/exact"];
  if (hotplug.plugged >= owed || !weighs(docket, rule)) return undefined;
  return illegal(rule, `${saySize(hotplug.plugged)} are left instead of ${saySize(owed)} when ${asked(state)}`);
}

/** Whether all that was asked for is given back. */
const isDone = ({ reclaim, hotplug, layout }: GuestState): boolean =>
  hotplug.plugged <= reclaim.from - reclaim.worths * layout.rated;

/** The workers took so many micro-steps in an answer of which the events are over. */
export function stepped(state: GuestState, steps: number): Illegal | undefined {
  const { reclaim, layout, docket } = state;
  if (reclaim.worths === 0) return undefined;
  reclaim.steps += steps;
  const blocks = (reclaim.worths * layout.rated) / layout.blockFrames;
  const most = BASE_STEPS + STEPS_PER_BLOCK * blocks + STEPS_PER_MISFORTUNE * reclaim.misfortunes;
  const rule = rules["reclaim/steps"];
  if (weighs(docket, rule) && reclaim.steps > most && isOpen(state))
    return illegal(rule, `${sayCount(reclaim.steps, "step")} instead of at most ${most} when ${asked(state)}`);
  if (isDone(state)) finish(state);
  return undefined;
}

/** The episode ends well: every clause had something to say. */
function finish({ reclaim, docket }: GuestState): void {
  weighs(docket, rules["reclaim/exact"]);
  weighs(docket, rules["reclaim/no-migration"]);
  weighs(docket, rules["reclaim/no-zeroing"]);
  reclaim.worths = 0;
}

/** The guest says that nothing can change any more. */
export function settledEpisode(state: GuestState): Illegal | undefined {
  const { reclaim, hotplug, docket } = state;
  if (reclaim.worths === 0 || !isOpen(state) || hotplug.migrating) return undefined;
  const rule = rules["reclaim/exact"];
  if (!weighs(docket, rule)) return undefined;
  const blockers = sayBlockers(state);
  return illegal(
    rule,
    `${saySize(reclaim.from - hotplug.plugged)} were given back when ${asked(state)}${blockers === "" ? "" : `; ${blockers}`}`,
  );
}

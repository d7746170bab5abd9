import type { Kind } from "../../contract.ts";
import { type Rule, weighs } from "../../rule.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import type { GuestEvent, Told } from "../events.ts";
import { moved as movedInEpisode } from "../reclaim/episode.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { added } from "./events/add.ts";
import { atRest } from "./events/at-rest.ts";
import { deflated, inflated } from "./events/balloon.ts";
import { offline, online, removed } from "./events/blocks.ts";
import { configRead, gaveUp, timerExpired } from "./events/driver.ts";
import { dropped } from "./events/drop.ts";
import { killed } from "./events/killed.ts";
import { moved } from "./events/move.ts";
import { partitionTold } from "./events/partition.ts";
import { picked } from "./events/partition-requests.ts";
import { givenBack, isolated, movesNothing, zeroed } from "./events/ranges.ts";
import { sent } from "./events/requests.ts";
import { answered } from "./events/responses.ts";
import { served } from "./events/served.ts";

/**
 * Judges what an answer tells besides answering, event by event, and whether its costs agree with them; moves the state forward.
 * Laws call it once, before or after they judge the command's own effect; see the order in {@link Guest}.
 *
 * @returns undefined when fine
 */
export function told(state: GuestState, answer: Told, cause: Kind<Guest>): Illegal | undefined {
  const { events, spent } = answer;
  let migrated = 0;
  let zeroedFrames = 0;
  let requests = 0;
  let offlined = 0;
  for (let at = 0; at < events.length; at++) {
    const event = events[at] as GuestEvent;
    const broken = happened(state, event, cause);
    if (broken !== undefined) return broken;
    if (event.kind === "move") migrated += event.count;
    else if (event.kind === "zero") zeroedFrames += event.extent.count;
    else if (event.kind === "response" || event.kind === "inflate" || event.kind === "deflate") requests++;
    else if (event.kind === "offline" && event.outcome === "done") offlined++;
  }
  return (
    disagreement(state, rules["cost/migrated"], spent.migrated, migrated) ??
    disagreement(state, rules["cost/zeroed"], spent.zeroed, zeroedFrames) ??
    disagreement(state, rules["cost/requests"], spent.requests, requests) ??
    disagreement(state, rules["cost/offlined"], spent.offlined, offlined) ??
    brokenSteps(state, answer, cause) ??
    (placesFrames(cause) ? undefined : faulted(state, answer, 0)) ??
    atRest(state)
  );
}

/**
 * Judges `spent.faulted`. Only the law of a command that may place frames knows how many it placed, and calls this; for the
 * others `told` does, with 0.
 */
export const faulted = (state: GuestState, { spent }: Told, count: number): Illegal | undefined =>
  disagreement(state, rules["cost/faulted"], spent.faulted, count);

/** Judges one counter. */
function disagreement({ docket }: GuestState, rule: Rule, said: number, owed: number): Illegal | undefined {
  if (!weighs(docket, rule) || said === owed) return undefined;
  return illegal(rule, `the answer says ${said}, its events ${owed}`);
}

/** Micro-steps belong to `run` and `settle`, whose laws judge how many there may be. */
function brokenSteps({ docket }: GuestState, { events, spent }: Told, cause: Kind<Guest>): Illegal | undefined {
  const rule = rules["cost/steps"];
  if (!weighs(docket, rule)) return undefined;
  const { steps } = spent;
  const acts = actsIn(events);
  if (steps < acts) return illegal(rule, `${steps} steps for ${acts} acts of the driver, in the answer to ${cause}`);
  if ((steps === 0 && !isWork(cause)) || (steps >= 0 && isWork(cause))) return undefined;
  return illegal(rule, `${steps} steps in the answer to ${cause}`);
}

function actsIn(events: readonly GuestEvent[]): number {
  let acts = 0;
  for (const { kind } of events) if (isAct(kind)) acts++;
  return acts;
}

/** What no driver does two of in one micro-step: the host, or a process, may act in between. */
function isAct(kind: GuestEvent["kind"]): boolean {
  switch (kind) {
    case "send":
    case "response":
    case "offline":
    case "isolate":
    case "timer":
      return true;
    default:
      return false;
  }
}

/** Whether a command may give frames to who asks, so that its law counts them. */
function placesFrames(cause: Kind<Guest>): boolean {
  switch (cause) {
    case "touch":
    case "write":
    case "fork":
    case "fault-file":
    case "read-file":
    case "write-file":
    case "kernel-allocate":
      return true;
    default:
      return false;
  }
}

/** Whether the guest's workers move in answers to this. */
const isWork = (cause: Kind<Guest>): boolean => cause === "run" || cause === "settle";

/** One event: judged, then taken into the state. */
function happened(state: GuestState, event: GuestEvent, cause: Kind<Guest>): Illegal | undefined {
  switch (event.kind) {
    case "config":
      return configRead(state, event);
    case "send":
      return sent(state, event);
    case "response":
      return answered(state, event);
    case "add":
      return added(state, event);
    case "online":
      return online(state, event);
    case "offline":
      return offline(state, event);
    case "remove":
      return removed(state, event);
    case "isolate":
      return isolated(state, event);
    case "give-back":
      return givenBack(state, event);
    case "move":
      return movedByDriver(state, event, cause) ?? moved(state, event);
    case "drop":
      return dropped(state, event);
    case "zero":
      return zeroed(state, event);
    case "partition":
      return picked(state, event) ?? partitionTold(state, event);
    case "killed":
      return killed(state, event, cause);
    case "served":
      return served(state, event);
    case "timer":
      return timerExpired(state, event);
    case "broken":
      return gaveUp(state, event);
    case "inflate":
      return inflated(state, event);
    case "deflate":
      return deflated(state, event);
  }
}

/**
 * A long-term pin moves its own pages, and an allocation of the kernel may compact what is in its way. Whoever else moves pages
 * of the device's region may be the driver; boot memory is compacted for other reasons, for it cannot be unplugged.
 */
function movedByDriver(
  state: GuestState,
  { from, to, count }: Extract<GuestEvent, { kind: "move" }>,
  cause: Kind<Guest>,
): Illegal | undefined {
  if (cause === "pin" || cause === "kernel-allocate" || from + count <= state.layout.first) return undefined;
  const range = { first: from, count };
  return movesNothing(state, range, "moved") ?? movedInEpisode(state, from, to, count);
}

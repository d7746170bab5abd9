import type { GuestState } from "../../../model/guest/state.ts";
import { frames, type Handle } from "../../../model/units.ts";
import type { Dice } from "../../composer.ts";
import type { Ask } from "../kinds.ts";
import { bytesOf, freshHandle, worth } from "../pick.ts";
import { anyValue } from "../sizes.ts";
import { type Beat, hasArea, isRunning, leave, readBack, run, touch } from "../stories/beats.ts";
import type { FaasParameters } from "./parameters.ts";

/** An instance as the runtime sees it. */
interface Instance {
  readonly process: Handle;
  /** `starting`: spawned, perhaps waiting for memory. */
  phase: "starting" | "serving" | "idle";
  /** Tick at which an invocation ends, or at which it became idle. */
  since: number;
  /** What the invocation in progress allocated. */
  scratch: Handle | null;
}

/** The runtime of one virtual machine. */
interface Runtime {
  readonly state: GuestState;
  readonly dice: Dice;
  readonly is: FaasParameters;
  instances: Instance[];
  /** Invocations that nobody serves yet. */
  backlog: number;
  tick: number;
  /** Partitions that the host was last asked for. */
  asked: number;
}

/**
 * The commands of a FaaS runtime and of the host it talks to, without end. Scale-up is a larger requested size and a spawn that
 * waits for its partition; scale-down is an exit and a smaller requested size, at once (arXiv 2411.12893 section 4.2).
 */
export function* runtime(state: GuestState, dice: Dice, is: FaasParameters): Generator<Ask, void, undefined> {
  const it: Runtime = { state, dice, is, instances: [], backlog: 0, tick: 0, asked: -1 };
  for (;;) {
    it.tick++;
    it.backlog = Math.min(it.backlog + arrivals(it), 4 * is.concurrency);
    it.instances = it.instances.filter((one) => isThere(it, one));
    yield* progress(it);
    yield* dispatch(it);
    yield* evict(it);
    yield run(is.pace);
  }
}

/** Invocations of this tick. */
function arrivals({ dice, is }: Runtime): number {
  let count = Math.floor(is.arrivals / 100) + (dice.chance(is.arrivals % 100, 100) ? 1 : 0);
  if (is.burstEvery > 0 && dice.chance(1, is.burstEvery)) count += is.burstSize;
  return count;
}

/** Whether an instance runs, or still waits; the out-of-memory killer may have ended it. */
const isThere = ({ state }: Runtime, { process, phase }: Instance): boolean =>
  isRunning(state, process) || (phase === "starting" && state.partitions.waiting.includes(process));

/** Who got a partition warms up; whose invocation is over gives up what it allocated. */
function* progress(it: Runtime): Beat<void> {
  for (const one of it.instances) {
    if (!isRunning(it.state, one.process)) continue;
    if (one.phase === "starting") yield* warmUp(it, one);
    else if (one.phase === "serving" && one.since <= it.tick) yield* finish(it, one);
  }
}

/** Libraries from the shared partition, and memory of its own. */
function* warmUp(it: Runtime, one: Instance): Beat<void> {
  const { state, dice, is } = it;
  const as = freshHandle(state, dice);
  const pages = frames(Math.max(1, Math.min(is.libraryPages, state.layout.shared.count)));
  yield { kind: "fault-file", process: one.process, as, file: 0, first: 0, pages };
  yield* touch(state, dice, one.process, share(it, is.warm));
  one.phase = "idle";
  one.since = it.tick;
}

/** Frames that are so many percent of the memory limit. */
const share = ({ state: { layout } }: Runtime, percent: number) =>
  frames(Math.max(1, Math.floor(((layout.rated === 0 ? layout.blockFrames : layout.rated) * percent) / 100)));

function* finish({ state, tick }: Runtime, one: Instance): Beat<void> {
  const { process, scratch } = one;
  if (scratch !== null) {
    yield* readBack(state, process, scratch);
    if (hasArea(state, process, scratch)) yield { kind: "discard", process, area: scratch };
  }
  one.phase = "idle";
  one.since = tick;
  one.scratch = null;
}

/** Invocations go to warm instances; for the others new ones start, as many as there may be. */
function* dispatch(it: Runtime): Beat<void> {
  for (const one of it.instances) {
    if (it.backlog === 0) return;
    if (one.phase === "idle" && isRunning(it.state, one.process)) yield* serve(it, one);
  }
  const starting = it.instances.filter(({ phase }) => phase === "starting").length;
  const wanted = Math.min(it.backlog - starting, it.is.concurrency - it.instances.length);
  if (wanted <= 0) return;
  yield* ask(it, it.instances.length + wanted);
  for (let more = wanted; more > 0; more--) {
    const process = freshHandle(it.state, it.dice);
    yield { kind: "spawn", as: process, wait: true };
    it.instances.push({ process, phase: "starting", since: it.tick, scratch: null });
  }
}

function* serve(it: Runtime, one: Instance): Beat<void> {
  const { state, dice, is } = it;
  it.backlog--;
  const scratch = yield* touch(state, dice, one.process, share(it, is.scratch));
  if (scratch !== null) yield { kind: "write", process: one.process, area: scratch, value: anyValue(dice) };
  one.phase = "serving";
  one.since = it.tick + 1 + dice.below(is.service);
  one.scratch = scratch;
}

/** Whoever was idle for too long goes, and the host takes its memory back. */
function* evict(it: Runtime): Beat<void> {
  const cold = it.instances.filter(({ phase, since }) => phase === "idle" && it.tick - since >= it.is.keepAlive);
  for (const { process } of cold) yield* leave(it.state, it.dice, process);
  it.instances = it.instances.filter((one) => !cold.includes(one));
  yield* ask(it, it.instances.length);
}

/** Tells the host how many partitions are needed, when that changed. */
function* ask(it: Runtime, partitions: number): Beat<void> {
  const wanted = Math.min(partitions, it.state.layout.partitions);
  if (wanted === it.asked) return;
  it.asked = wanted;
  yield { kind: "resize", bytes: bytesOf(worth(it.state, wanted)) };
}

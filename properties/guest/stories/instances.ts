import { frames } from "../../../model/units.ts";
import type { Story } from "../kinds.ts";
import { freshHandle, isCrowded, roomOf } from "../pick.ts";
import { anyValue } from "../sizes.ts";
import {
  arrive,
  fill,
  grow,
  hasArea,
  hold,
  isRunning,
  leave,
  letGo,
  look,
  provide,
  readBack,
  run,
  settle,
  settleIn,
  takeBack,
  touch,
} from "./beats.ts";

/** Instances come, some go, and the host takes back what they left: bounded reclaim. */
export const comeAndGo: Story = function* (state, dice) {
  const there = [];
  for (let more = 1 + dice.below(3); more > 0; more--) {
    const instance = yield* settleIn(state, dice);
    if (instance !== null) there.push(instance);
  }
  const staying = dice.chance(1, 2) ? there.pop() : undefined;
  for (const [process] of there) yield* leave(state, dice, process);
  yield takeBack(state, dice.chance(1, 4) ? 1 : 0);
  yield settle;
  if (staying !== undefined) yield* readBack(state, ...staying);
};

/** A hold outlives the last process of an instance; the host wants the memory meanwhile. */
export const holdBeyondExit: Story = function* (state, dice) {
  const instance = yield* settleIn(state, dice);
  if (instance === null) return;
  const pin = yield* hold(state, dice, ...instance, dice.pick(["io", "io", "splice", "longterm"] as const));
  if (dice.chance(1, 2)) yield* readBack(state, ...instance);
  yield* leave(state, dice, instance[0]);
  yield grow(state, -1);
  yield settle;
  if (dice.chance(1, 3) && !isCrowded(state, "processes")) {
    yield { kind: "spawn", as: freshHandle(state, dice), wait: dice.chance(1, 2) };
  }
  yield* letGo(state, pin);
  yield settle;
};

/** More instances than partitions: they queue, one may be called off, memory comes. */
export const queueUp: Story = function* (state, dice) {
  yield takeBack(state);
  yield settle;
  const queued = [];
  for (let more = 1 + dice.below(3); more > 0 && !isCrowded(state, "processes"); more--) {
    const as = freshHandle(state, dice);
    yield { kind: "spawn", as, wait: true };
    queued.push(as);
  }
  const first = queued[0];
  if (first !== undefined && state.partitions.waiting.includes(first) && dice.chance(1, 3)) {
    yield { kind: "cancel", process: first };
  }
  if (dice.chance(1, 3))
    for (const { handle } of [...state.society.running.values()]) yield* leave(state, dice, handle);
  else yield grow(state, queued.length);
  yield dice.chance(1, 2) ? settle : run(1 + dice.below(16));
  yield settle;
  for (const process of queued) {
    const area = isRunning(state, process) ? yield* fill(state, dice, process) : null;
    if (area !== null) yield* readBack(state, process, area);
  }
};

/** Parent and child share pages until one of them writes, and go one after the other. */
export const forkAndWrite: Story = function* (state, dice) {
  const instance = yield* settleIn(state, dice);
  if (instance === null) return;
  const [parent, area] = instance;
  const pin = dice.chance(1, 3)
    ? yield* hold(state, dice, parent, area, dice.pick(["io", "splice", "longterm"] as const))
    : null;
  if (isCrowded(state, "processes") || !isRunning(state, parent)) return;
  const child = freshHandle(state, dice);
  yield { kind: "fork", process: parent, as: child };
  const [writer, reader] = dice.chance(1, 2) ? [parent, child] : [child, parent];
  if (hasArea(state, writer, area)) yield { kind: "write", process: writer, area, value: anyValue(dice) };
  yield* readBack(state, reader, area);
  yield* readBack(state, writer, area);
  yield* leave(state, dice, writer);
  if (dice.chance(1, 2)) yield* readBack(state, reader, area);
  yield grow(state, -1);
  yield settle;
  yield* leave(state, dice, reader);
  yield* letGo(state, pin);
  yield settle;
};

/** What one instance wrote must not show in the next one's fresh pages, whether or not its partition was nearly unplugged. */
export const moveInAfter: Story = function* (state, dice) {
  const before = yield* settleIn(state, dice);
  if (before === null) return;
  if (hasArea(state, ...before)) {
    yield { kind: "write", process: before[0], area: before[1], value: anyValue(dice) };
  }
  yield* leave(state, dice, before[0]);
  if (dice.chance(1, 2)) {
    yield { kind: "obstruct", what: dice.pick(["veto", "enqueue"] as const), times: 1 };
    yield grow(state, -1);
    yield run(1 + dice.below(4));
    yield grow(state, 1);
    yield settle;
    yield { kind: "obstruct", what: "veto", times: 0 };
  }
  const process = yield* arrive(state, dice);
  const who = process === null ? undefined : state.society.running.get(process);
  if (process === null || who === undefined) return;
  const area = yield* touch(state, dice, process, frames(Math.max(1, roomOf(state, who))));
  if (area !== null) yield* readBack(state, process, area);
  yield* leave(state, dice, process);
};

/** An instance fills its partition and wants one page more, with others watching. */
export const exhaust: Story = function* (state, dice) {
  const other = dice.chance(2, 3) ? yield* settleIn(state, dice) : null;
  const process = yield* arrive(state, dice);
  const who = process === null ? undefined : state.society.running.get(process);
  if (process === null || who === undefined) return;
  const forked = dice.chance(1, 2) && !isCrowded(state, "processes");
  if (forked && isRunning(state, process)) yield { kind: "fork", process, as: freshHandle(state, dice) };
  const area = yield* touch(state, dice, process, frames(Math.max(1, roomOf(state, who))));
  if (forked && area !== null && dice.chance(1, 2)) yield* readBack(state, process, area);
  yield* touch(state, dice, process, frames(1 + dice.below(3)));
  if (other !== null) yield* readBack(state, ...other);
  yield takeBack(state);
  yield settle;
};

/** Threads and exec: an address space is neither more nor less than one user of a partition. */
export const changeShape: Story = function* (state, dice) {
  const instance = yield* settleIn(state, dice);
  if (instance === null) return;
  const [process] = instance;
  const thread = freshHandle(state, dice);
  if (!isCrowded(state, "threads") && isRunning(state, process)) yield { kind: "thread", process, as: thread };
  if (state.society.threads.has(thread) && dice.chance(2, 3)) yield { kind: "thread-exit", thread };
  yield* readBack(state, ...instance);
  if (isRunning(state, process) && dice.chance(2, 3)) {
    yield { kind: "exec", process };
    const area = isRunning(state, process) ? yield* fill(state, dice, process) : null;
    if (area !== null) yield* readBack(state, process, area);
  }
  yield* leave(state, dice, process);
  yield takeBack(state);
  yield settle;
};

/** Pages are freed on the way to the last exit, which leaves some on per-CPU lists when the unplug begins at once. */
export const leaveInAHurry: Story = function* (state, dice) {
  const instance = yield* settleIn(state, dice);
  if (instance === null) return;
  const more = yield* fill(state, dice, instance[0]);
  if (more !== null && hasArea(state, instance[0], more)) yield { kind: "discard", process: instance[0], area: more };
  yield grow(state, -1);
  yield* leave(state, dice, instance[0]);
  yield run(1 + dice.below(4));
  yield* look(state, dice);
  yield settle;
  yield* provide(state);
};

import { order } from "../../../model/units.ts";
import type { Story } from "../kinds.ts";
import { bytesOf, freshHandle, isCrowded, requestedWorths, worth } from "../pick.ts";
import { grow, leave, look, provide, readBack, run, settle, settleIn, takeBack } from "./beats.ts";

/** The host changes its mind between two micro-steps, so that a request is too much by the time the device sees it. */
export const changeOfMind: Story = function* (state, dice) {
  if (requestedWorths(state) >= state.layout.partitions) yield grow(state, -1 - dice.below(2));
  for (let times = 1 + dice.below(3); times > 0; times--) {
    yield grow(state, 1);
    for (let steps = 5; steps > 0 && state.hotplug.pending?.request !== "plug"; steps--) yield run(1);
    if (dice.chance(1, 4)) yield run(1 + dice.below(6));
    yield grow(state, -1 - dice.below(2));
    yield run(1 + dice.below(3));
  }
  yield settle;
};

/** The device is busy for a while: counted requests, or a whole migration. */
export const busyWindow: Story = function* (state, dice) {
  if (dice.chance(1, 2)) yield* provide(state);
  const migrates = dice.chance(1, 2) && !state.hotplug.migrating;
  yield migrates ? { kind: "migration-start" } : { kind: "busy", requests: 1 + dice.below(4) };
  yield grow(state, dice.chance(1, 2) ? 1 : -1);
  yield dice.chance(1, 2) ? run(1 + dice.below(12)) : settle;
  yield run(1 + dice.below(3));
  if (dice.chance(1, 3)) yield grow(state, dice.chance(1, 2) ? 1 : -1);
  if (state.hotplug.migrating) yield { kind: "migration-end" };
  yield settle;
};

/** Another driver vetoes offlining, requests are lost, or memory for a block cannot be had, some times. */
export const misfortune: Story = function* (state, dice) {
  const what = dice.pick(["veto", "veto", "enqueue", "add", "add"] as const);
  const instance = dice.chance(1, 2) ? yield* settleIn(state, dice) : null;
  if (what === "veto") yield* provide(state);
  yield { kind: "obstruct", what, times: 1 + dice.below(4) };
  if (instance !== null && dice.chance(2, 3)) yield* leave(state, dice, instance[0]);
  yield what === "veto" || (what === "enqueue" && dice.chance(1, 2)) ? takeBack(state) : grow(state, 1);
  yield dice.chance(1, 2) ? settle : run(1 + dice.below(16));
  if (dice.chance(1, 2)) yield { kind: "obstruct", what, times: 0 };
  yield settle;
  if (instance !== null) yield* readBack(state, ...instance);
};

/** An unplug stops half way, the host wants the memory back, and somebody waits for it. */
export const halfWay: Story = function* (state, dice) {
  yield* provide(state);
  yield takeBack(state);
  yield run(1 + dice.below(4 * (1 + state.geometry.partitionBlocks)));
  if (dice.chance(1, 2)) yield { kind: "busy", requests: 1 + dice.below(3) };
  yield run(1 + dice.below(4));
  const as = freshHandle(state, dice);
  const waits = dice.chance(2, 3) && !isCrowded(state, "processes");
  if (waits) yield { kind: "spawn", as, wait: true };
  yield grow(state, 1);
  yield dice.chance(1, 2) ? run(1 + dice.below(8)) : settle;
  yield* look(state, dice);
  yield settle;
  if (waits && state.partitions.waiting.includes(as) && dice.chance(1, 2)) yield { kind: "cancel", process: as };
};

/** The host shrinks the guest while a partition is being plugged, somewhere between its blocks. */
export const shrinkWhilePlugging: Story = function* (state, dice) {
  yield takeBack(state);
  yield settle;
  yield grow(state, 1);
  yield run(1 + dice.below(4 * (1 + state.geometry.partitionBlocks)));
  if (dice.chance(1, 3)) yield { kind: "busy", requests: 1 + dice.below(2) };
  yield dice.chance(1, 2) ? takeBack(state) : grow(state, -1);
  if (dice.chance(1, 2)) yield run(1 + dice.below(6));
  if (dice.chance(1, 3)) yield grow(state, 1);
  yield settle;
};

/** The host has no memory to give for a while. */
export const hostShort: Story = function* (state, dice) {
  yield { kind: "host-memory", short: true };
  yield grow(state, 1);
  yield dice.chance(1, 2) ? settle : run(1 + dice.below(8));
  if (dice.chance(1, 3)) yield takeBack(state);
  yield { kind: "host-memory", short: false };
  yield settle;
};

/** The host takes more than is free, or all; who runs must not notice. */
export const takeTooMuch: Story = function* (state, dice) {
  const [one, two] = [yield* settleIn(state, dice), yield* settleIn(state, dice)];
  yield { kind: "resize", bytes: bytesOf(worth(state, dice.below(2))) };
  yield settle;
  if (one !== null) yield* readBack(state, ...one);
  if (two !== null) yield* leave(state, dice, two[0]);
  yield settle;
  if (one !== null && dice.chance(1, 2)) yield* leave(state, dice, one[0]);
  yield settle;
};

/** The kernel fills boot memory, so that memory maps of new blocks and long-term pins find no place. */
export const crampedBoot: Story = function* (state, dice) {
  const instance = dice.chance(1, 2) ? yield* settleIn(state, dice) : null;
  const most = dice.chance(1, 2) ? state.geometry.maxOrder : 0;
  const held = [];
  for (let more = 4 + dice.below(24); more > 0; more--) {
    const as = freshHandle(state, dice);
    yield { kind: "kernel-allocate", as, order: order(most) };
    if (!state.society.kernel.has(as)) break;
    held.push(as);
  }
  if (instance !== null && state.society.running.get(instance[0])?.areas.has(instance[1]) === true) {
    yield { kind: "pin", process: instance[0], area: instance[1], as: freshHandle(state, dice), how: "longterm" };
  }
  yield grow(state, 1);
  yield settle;
  for (const what of held) if (state.society.kernel.has(what) && dice.chance(7, 8)) yield { kind: "kernel-free", what };
  yield settle;
};

/** The machine is reset while it is being copied, so that its device keeps what is plugged and the next driver finds it. */
export const resetWhileMigrating: Story = function* (state, dice) {
  yield* provide(state);
  if (!state.hotplug.migrating) yield { kind: "migration-start" };
  yield { kind: "system-reset" };
  yield dice.chance(1, 2) ? settle : run(1 + dice.below(6));
  if (state.hotplug.migrating) yield { kind: "migration-end" };
  yield dice.chance(1, 2) ? settle : run(1 + dice.below(6));
  yield grow(state, 1);
  yield settle;
};

/** The machine is saved and restored, or reset, and goes on. */
export const anotherLife: Story = function* (state, dice) {
  const instance = yield* settleIn(state, dice);
  if (dice.chance(1, 3)) yield grow(state, dice.chance(1, 2) ? 1 : -1);
  if (dice.chance(1, 2)) yield run(1 + dice.below(6));
  yield dice.chance(4, 5) ? { kind: "restore" } : { kind: "system-reset" };
  if (instance !== null) yield* readBack(state, ...instance);
  yield settle;
  const next = yield* settleIn(state, dice);
  if (next !== null) yield* readBack(state, ...next);
};

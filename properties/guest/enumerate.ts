import { applies } from "../../model/contract.ts";
import { guest } from "../../model/guest/contract.ts";
import type { Process } from "../../model/guest/memory/society.ts";
import type { GuestState } from "../../model/guest/state.ts";
import { frames, order } from "../../model/units.ts";
import { PLENTY } from "./host.ts";
import type { Ask } from "./kinds.ts";
import { bytesOf, lowestHandle, roomOf, worth } from "./pick.ts";

/**
 * Every command that applies to a tiny guest, with arguments limited to what makes a difference: whole partitions and one device
 * block more, one page or all there is room for, one file, one value, single micro-steps.
 */
export function* everyCommand(state: GuestState): Iterable<Ask> {
  for (const ask of candidates(state)) if (applies(guest.laws, state, ask)) yield ask;
}

function* candidates(state: GuestState): Iterable<Ask> {
  yield { kind: "run", steps: 1 };
  yield { kind: "settle", within: PLENTY };
  yield* sizes(state);
  yield* beginnings(state);
  for (const process of state.society.running.values()) yield* ofProcess(state, process);
  yield* endings(state);
  yield* environment(state);
  yield { kind: "observe" };
}

function* sizes(state: GuestState): Iterable<Ask> {
  const { layout } = state;
  const wished = Array.from({ length: layout.partitions + 1 }, (_, partitions) => worth(state, partitions));
  const all = new Set([...wished, 0, state.hotplug.requested + layout.deviceFrames]);
  for (const size of all) yield { kind: "resize", bytes: bytesOf(size) };
}

function* beginnings(state: GuestState): Iterable<Ask> {
  const as = lowestHandle(state);
  for (const wait of [false, true]) yield { kind: "spawn", as, wait };
  yield { kind: "kernel-allocate", as, order: order(0) };
}

function* ofProcess(state: GuestState, who: Process): Iterable<Ask> {
  const process = who.handle;
  const as = lowestHandle(state);
  for (const kind of ["exit", "kill", "exec"] as const) yield { kind, process };
  for (const kind of ["fork", "thread"] as const) yield { kind, process, as };
  const one = frames(1);
  for (const pages of new Set([one, frames(Math.max(1, roomOf(state, who)))]))
    yield { kind: "touch", process, as, pages, write: true };
  yield { kind: "touch", process, as, pages: one, write: false };
  yield { kind: "fault-file", process, as, file: 0, first: 0, pages: one };
  yield { kind: "read-file", process, file: 0, first: 0, pages: one };
  yield { kind: "write-file", process, file: 0, first: 0, pages: one, value: 1 };
  for (const area of who.areas.keys()) {
    yield { kind: "read", process, area };
    yield { kind: "write", process, area, value: 1 };
    yield { kind: "discard", process, area };
    yield { kind: "mlock", process, area };
    for (const how of ["io", "longterm", "splice"] as const) yield { kind: "pin", process, area, as, how };
  }
}

function* endings({ society, partitions }: GuestState): Iterable<Ask> {
  for (const process of partitions.waiting) yield { kind: "cancel", process };
  for (const thread of society.threads.keys()) yield { kind: "thread-exit", thread };
  for (const pin of society.holds.keys()) yield { kind: "unpin", pin };
  for (const what of society.kernel.keys()) yield { kind: "kernel-free", what };
  for (const sync of [false, true]) yield { kind: "drop-caches", sync };
}

function* environment({ hotplug }: GuestState): Iterable<Ask> {
  yield { kind: "busy", requests: 1 };
  yield { kind: "host-memory", short: !hotplug.hostShort };
  for (const what of ["veto", "enqueue", "add"] as const) yield { kind: "obstruct", what, times: 1 };
  yield hotplug.migrating ? { kind: "migration-end" } : { kind: "migration-start" };
  yield { kind: "restore" };
  yield { kind: "system-reset" };
}

import { expect, test } from "vitest";
import type { Step } from "../contract.ts";
import { extent, frames, handle, order } from "../units.ts";
import { guest } from "./contract.ts";
import type { GuestEvent } from "./events.ts";
import {
  add,
  config,
  deflate,
  done,
  entered,
  giveBack,
  inflate,
  isolate,
  move,
  nothing,
  offline,
  online,
  ran,
  remove,
  resize,
  response,
  send,
  settled,
  spawn,
  timer,
  touch,
  zero,
} from "./laws/telling.test-kit.ts";
import { sayEvent } from "./say-event.ts";
import type { Guest } from "./vocabulary.ts";

const told = { events: [], spent: nothing };
const [one, two] = [handle(1), handle(2)];
const step = (ask: Step<Guest>["ask"], answer: object): Step<Guest> =>
  ({ ask, answer: { ...told, ...answer } }) as unknown as Step<Guest>;
const pages = { process: one, file: 7, first: 3, pages: frames(2) };

test.each<readonly [Step<Guest>, string, string]>([
  [resize(512), "host resizes to 2 MiB", "done"],
  [step({ kind: "resize", bytes: 1n }, { kind: "refused", why: "odd" }), "host resizes to 1 bytes", "refused: odd"],
  [done({ kind: "system-reset" }), "host resets the machine", "done"],
  [done({ kind: "restore" }), "host saves the machine and restores it elsewhere", "done"],
  [done({ kind: "migration-start" }), "host starts a migration", "done"],
  [done({ kind: "migration-end" }), "host ends the migration", "done"],
  [done({ kind: "busy", requests: 1 }), "host answers BUSY to the next 1 request", "done"],
  [done({ kind: "host-memory", short: true }), "host runs short of memory", "done"],
  [done({ kind: "host-memory", short: false }), "host has memory to spare", "done"],
  [done({ kind: "obstruct", what: "veto", times: 2 }), "another driver vetoes offlining 2 times", "done"],
  [done({ kind: "obstruct", what: "add", times: 1 }), "add_memory fails once", "done"],
  [spawn(1, 0), "spawn process 1", "partition 0 assigned, 1 user; runs in partition 0"],
  [spawn(1, null), "spawn process 1", "runs"],
  [
    step({ kind: "spawn", as: one, wait: true }, { kind: "waiting" }),
    "spawn process 1, to wait for a partition",
    "sleeps until a partition is free",
  ],
  [done({ kind: "cancel", process: one }), "signal process 1, which waits", "done"],
  [
    step({ kind: "fork", process: one, as: two }, { kind: "forked", copies: [{ area: 4, frames: [extent(8, 2)] }] }),
    "process 1 forks process 2",
    "forked, area 4 copied to frames 8–9",
  ],
  [done({ kind: "thread", process: one, as: two }), "process 1 starts thread 2", "done"],
  [done({ kind: "thread-exit", thread: two }), "thread 2 exits", "done"],
  [done({ kind: "exec", process: one }), "process 1 executes another program", "done"],
  [done({ kind: "exit", process: one }), "process 1 exits", "done"],
  [done({ kind: "kill", process: one }), "kill process 1", "done"],
  [touch(1, 2, 8, 2), "process 1 maps and touches area 2: 2 pages, for writing", "in frames 8–9 (2 pages faulted)"],
  [
    step({ kind: "write", process: one, area: two, value: 5 }, { kind: "killed" }),
    "process 1 writes 5 to area 2",
    "killed",
  ],
  [
    step({ kind: "read", process: one, area: two }, { kind: "content", runs: [{ value: 5, pages: 2 }] }),
    "process 1 reads area 2",
    "holds 5 (2 pages)",
  ],
  [done({ kind: "discard", process: one, area: two }), "process 1 unmaps area 2", "done"],
  [done({ kind: "mlock", process: one, area: two }), "process 1 locks area 2 in memory", "done"],
  [
    step({ kind: "pin", process: one, area: two, as: handle(3), how: "longterm" }, { kind: "placed", frames: [] }),
    "pin 3: a long-term pin on area 2 of process 1",
    "the zero page",
  ],
  [done({ kind: "unpin", pin: two }), "end pin 2", "done"],
  [
    step({ kind: "fault-file", ...pages, as: two }, { kind: "placed", frames: [extent(8, 1), extent(10, 1)] }),
    "process 1 maps and faults pages 3–4 of file 7 as area 2",
    "in frame 8, frame 10",
  ],
  [
    step({ kind: "read-file", ...pages }, { kind: "placed", frames: [extent(8, 2)], runs: [{ value: 0, pages: 2 }] }),
    "process 1 reads pages 3–4 of file 7",
    "in frames 8–9, which hold 0 (2 pages)",
  ],
  [
    step({ kind: "write-file", ...pages, pages: frames(1), value: 9 }, { kind: "placed", frames: [extent(8, 1)] }),
    "process 1 writes 9 to page 3 of file 7",
    "in frame 8",
  ],
  [done({ kind: "drop-caches", sync: true }), "write back and drop caches", "done"],
  [
    step({ kind: "kernel-allocate", as: one, order: order(2) }, { kind: "exhausted" }),
    "kernel allocates memory 1: 4 frames",
    "no memory",
  ],
  [done({ kind: "kernel-free", what: one }), "kernel frees memory 1", "done"],
  [ran([timer(50_000)]), "run the guest's workers for 1000 steps", "50 s pass, the driver tries again; ran (1 step)"],
  [settled([], "unsettled"), "let the guest settle", "unsettled"],
  [
    step(
      { kind: "observe" },
      {
        kind: "observed",
        blocks: ["shared", "private", "private"],
        plugged: [extent(8, 12)],
        zones: [{ zone: "private", partition: 0, managed: frames(8), free: frames(6) }],
        partitions: [{ state: "assigned", users: 1 }],
        waiting: [two],
      },
    ),
    "observe",
    "1 block shared, 2 blocks private; plugged: frames 8–19; zone of partition 0: 6 of 8 free; partition 0 assigned, 1 user; waiting: 2",
  ],
])("%# is worded", (asked, command, answer) => {
  expect(guest.sayAsk(asked.ask)).toBe(command);
  expect(guest.sayAnswer(asked.ask, asked.answer)).toBe(answer);
});

test.each<readonly [GuestEvent, string]>([
  [config(4), "driver reads: requested 16 KiB, usable 80 KiB"],
  [send("plug", 8, 4), "driver sends PLUG of frames 8–11"],
  [send("unplug", 8, 1, false), "driver cannot queue UNPLUG of frame 8"],
  [response("unplug-all", 8, 20, "busy"), "device answers BUSY to UNPLUG_ALL"],
  [add(2, "done", 3), "block 2 added, memory map in frame 3"],
  [add(2, "failed"), "block 2 could not be added"],
  [online(2, "shared"), "block 2 online, shared"],
  [offline(2), "block 2 offline"],
  [offline(2, "vetoed"), "block 2 stays online: vetoed"],
  [remove(2), "block 2 removed"],
  [isolate(8, 2), "frames 8–9 isolated"],
  [isolate(8, 2, "busy"), "frames 8–9 could not be emptied"],
  [giveBack(8, 2), "frames 8–9 handed to the allocator"],
  [move(8, 3, 1), "the page in frame 8 moved to frame 3"],
  [move(8, 3, 2), "the pages in frames 8–9 moved to frames 3–4"],
  [{ kind: "drop", extent: extent(8, 2) }, "page cache in frames 8–9 dropped"],
  [zero(8, 2), "frames 8–9 zeroed"],
  [entered(1, "free"), "partition 1 free, 0 users"],
  [{ kind: "killed", process: one }, "process 1 killed for lack of memory"],
  [{ kind: "served", process: one, partition: 2 }, "process 1 gets partition 2"],
  [timer(100_000), "100 s pass, the driver tries again"],
  [{ kind: "broken", why: "ERROR" }, "driver gives up: ERROR"],
  [inflate(8, 2), "balloon takes frames 8–9"],
  [deflate(8, 1), "balloon gives back frame 8"],
])("event %# is worded", (event, words) => {
  expect(sayEvent(event)).toBe(words);
});

import { expect, test } from "vitest";
import { allocator } from "./contract.ts";
import {
  added,
  begun,
  bootZones,
  counted,
  done,
  failed,
  found,
  going,
  gone,
  got,
  held,
  isolated,
  listed,
  moved,
  moving,
  onlined,
  poisoned,
  released,
  step,
  taken,
  wrote,
} from "./judging.test-kit.ts";

const heard = { kind: "refused", why: "vetoed", notified: ["going-online", "cancel-online"] };

test.each([
  [
    got(3, 8, { order: 2, zero: true }),
    "allocate a3: 4 frames, movable, up to zone movable, zeroed, on CPU 0",
    "granted frames 8–11, 4 frames cleared",
  ],
  [
    got(3, 8, { mobility: "unmovable", atomic: true }),
    "allocate a3: 1 frame, unmovable, up to zone normal, atomic, on CPU 0",
    "granted frame 8",
  ],
  [failed(1), "allocate a1: 1 frame, movable, up to zone movable, on CPU 0", "exhausted"],
  [released(1), "release a1 on CPU 0", "done"],
  [step({ kind: "misrelease", what: 1, how: "tail" }, { kind: "refused" }), "wrongly release a1 (tail)", "refused"],
  [wrote(1, 9), "write tag 9 to a1", "done"],
  [found(1, 9), "read a1", "tag 9"],
  [found(1, 0), "read a1", "zeroes"],
  [step({ kind: "read", what: 1 }, { kind: "mixed" }), "read a1", "mixed"],
  [held(2, 1, "pin"), "hold a1 as a2 (pin)", "held"],
  [held(2, 1, "longterm", moved(8, 0, 1)), "hold a1 as a2 (longterm)", "held; moved frames 8–9 to 0"],
  [done("drop", { what: 2, cpu: 1 }), "drop reference a2 on CPU 1", "done"],
  [done("drain", { cpu: 1 }), "drain CPU 1", "done"],
  [isolated(4), "isolate pageblock 4", "isolated"],
  [
    done("unisolate", { pageblock: 4, mobility: "movable" }),
    "end the isolation of pageblock 4, movable from now on",
    "done",
  ],
  [begun(5, 2, 3), "begin range a5: pageblocks 2–4", "begun"],
  [moving(5), "migrate out of range a5", "nothing moved"],
  [moving(5, moved(4, 0), moved(5, 1)), "migrate out of range a5", "moved frame 4 to 0, moved frame 5 to 1"],
  [taken(5), "take range a5", "taken"],
  [done("contig-release", { what: 5 }), "release range a5", "done"],
  [done("fake-offline", { what: 5 }), "mark range a5 PG_offline", "done"],
  [done("fake-online", { what: 5 }), "unmark range a5 and release it", "done"],
  [added(2), "add block 2", "added"],
  [onlined(2), "online block 2 to zone movable", "onlined; notified going-online, online"],
  [
    step(onlined(2).ask, heard),
    "online block 2 to zone movable",
    "refused (vetoed); notified going-online, cancel-online",
  ],
  [going(2), "begin to offline block 2", "begun; notified going-offline"],
  [step({ kind: "offline-step", block: 2 }, { kind: "stepped", moved: [] }), "migrate out of block 2", "nothing moved"],
  [gone(2), "finish offlining block 2", "offlined; notified offline"],
  [
    step({ kind: "offline-cancel", block: 2 }, { kind: "cancelled", notified: ["cancel-offline"] }),
    "cancel offlining block 2",
    "cancelled; notified cancel-offline",
  ],
  [step({ kind: "remove", block: 2 }, { kind: "refused", why: "busy" }), "remove block 2", "refused (busy)"],
  [done("veto", { next: "online" }), "veto the next online", "done"],
  [poisoned(7, "free"), "poison frame 7", "poisoned; it was free"],
])("%#", ({ ask, answer }, question, reply) => {
  expect(allocator.sayAsk(ask)).toBe(question);
  expect(allocator.sayAnswer(ask, answer)).toBe(reply);
});

test("observations in words", () => {
  const zones =
    "normal: 7 free, 0 on per-CPU lists, 8 managed, 8 present, 8 spanned, 0 isolated pageblocks; " +
    "movable: 0 free, 0 on per-CPU lists, 0 managed, 0 present, 0 spanned, 0 isolated pageblocks";
  const seen = counted(...bootZones(7));
  expect(allocator.sayAsk(seen.ask)).toBe("observe counters");
  expect(allocator.sayAnswer(seen.ask, seen.answer)).toBe(zones);
  const lists = listed({ zones: bootZones(7) });
  expect(allocator.sayAnswer(lists.ask, lists.answer)).toBe(`${zones}; 2 free buddies listed`);
});

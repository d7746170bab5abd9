import { describe, expect, test } from "vitest";
import type { Geometry } from "../../../geometry.ts";
import { presets } from "../../../presets.ts";
import { frames, handle } from "../../../units.ts";
import { withRegion } from "../../layout.ts";
import { decided } from "../../options.ts";
import { honestSteps } from "../record.ts";
import {
  balloonGuest,
  guestWith,
  kernelZoneGuest,
  referenceGuest,
  referenceGuests,
  virtioMemGuest,
} from "../reference.ts";
import { type Story, story, storyOf } from "./story.test-kit.ts";

/** Blocks of 4 frames in 2 subblocks: block 2 shared, 3 and 4 partition 0, 5 and 6 partition 1. */
const tiny = withRegion(presets.tiny);
const SHARED = 4;
const RATED = 8;

/** HotMem with so many partitions plugged. */
function hotmem(partitions: number, geometry: Geometry = tiny): Story {
  const told = story(referenceGuest, geometry);
  told.resize(SHARED + partitions * RATED);
  told.settle();
  return told;
}

/** Linux with memory up to this size, all of it in the movable zone. */
function linux(size: number, kernel: Geometry["kernel"] = "6.1"): Story {
  const told = story(virtioMemGuest, { ...tiny, kernel });
  told.resize(size);
  told.settle();
  return told;
}

const unplug = (block: number) => [`offline ${block}`, `remove ${block}`, `unplug ${block}:0+2 ack`];
const plug = (block: number, zone: string) => [`plug ${block}:0+2 ack`, `add ${block}`, `online ${block} ${zone}`];

describe("every driver", () => {
  test.each(referenceGuests.map((source) => [source.name, source] as const))(
    "%s can be copied at every micro-step",
    (_, source) => {
      const told = story(source, tiny);
      for (const size of [20, 4, 12]) {
        told.resize(size);
        for (let step = 0; step < 60; step++) {
          const twin = storyOf(told.subject.fork(), tiny);
          expect(twin.subject.key()).toBe(told.subject.key());
          const went = twin.run(1);
          if (went.length > 0) expect(twin.subject.key()).not.toBe(told.subject.key());
          expect(told.run(1)).toEqual(went);
          expect(twin.subject.key()).toBe(told.subject.key());
        }
        told.settle();
      }
    },
  );

  test.each(referenceGuests.map((source) => [source.name, source] as const))(
    "%s settles when it may take one step more than it needs",
    (_, source) => {
      const told = story(source, tiny);
      told.resize(20);
      const needed = told.subject.fork().perform({ kind: "settle", within: 1000 });
      if (needed.kind !== "answered") throw new Error("not answered");
      const { steps } = needed.answer.spent;
      expect(steps).toBeGreaterThan(10);
      expect(storyOf(told.subject.fork(), tiny).ask({ kind: "settle", within: steps - 1 }).kind).toBe("unsettled");
      expect(told.ask({ kind: "settle", within: steps }).kind).toBe("settled");
    },
  );
});

describe("the retry timer", () => {
  test("starts at 50 s, doubles up to 300 s, and starts anew after a success", () => {
    const told = hotmem(1);
    told.ask({ kind: "busy", requests: 5 });
    told.resize(SHARED);
    const timers = () => told.settle().filter((what) => what.startsWith("timer"));
    expect(timers()).toEqual(["timer 50000", "timer 100000", "timer 200000", "timer 300000", "timer 300000"]);
    told.ask({ kind: "busy", requests: 1 });
    told.resize(SHARED + RATED);
    expect(timers()).toEqual(["timer 50000"]);
  });

  test("is of no use to who waits for a partition", () => {
    const told = hotmem(1);
    told.ask({ kind: "spawn", as: handle(1), wait: false });
    told.resize(0);
    expect(told.settle()).toEqual(["config"]);
    told.ask({ kind: "exit", process: handle(1) });
    expect(told.settle()).toEqual(["partition 0 unplugging 0", ...unplug(3), ...unplug(4), "partition 0 empty 0"]);
  });
});

describe("HotMem's driver", () => {
  test("plugs the shared partition first, and never unplugs it", () => {
    const told = story(referenceGuest, tiny);
    expect(told.settle()).toEqual(["config", ...plug(2, "shared")]);
    told.resize(0);
    expect(told.settle()).toEqual(["config"]);
    told.resize(SHARED + RATED - 2);
    expect(told.settle()).toEqual(["config"]);
  });

  test("gives a partition back to its zone when another driver vetoes, and tries again later", () => {
    const told = hotmem(1);
    told.ask({ kind: "obstruct", what: "veto", times: 1 });
    told.resize(SHARED);
    const refused = ["config", "partition 0 unplugging 0", "offline 3 vetoed", "partition 0 free 0"];
    expect(told.run(2)).toEqual(refused);
    expect(told.settle()).toEqual([
      "timer 50000",
      "partition 0 unplugging 0",
      ...unplug(3),
      ...unplug(4),
      "partition 0 empty 0",
    ]);
  });

  test("keeps a partition that has given up memory", () => {
    const told = hotmem(1);
    told.resize(SHARED);
    told.run(5);
    told.resize(SHARED + RATED);
    told.ask({ kind: "obstruct", what: "veto", times: 1 });
    expect(told.run(2)).toEqual(["config", "offline 4 vetoed"]);
    expect(told.partitions()).toEqual(["unplugging", "empty"]);
    expect(told.settle()).toEqual([
      "timer 50000",
      ...unplug(4),
      "partition 0 empty 0",
      "partition 0 plugging 0",
      ...plug(3, "private"),
      ...plug(4, "private"),
      "partition 0 free 0",
    ]);
  });

  test.each([2, 3])("abandons an unplug that has given up nothing after %i steps", (steps) => {
    const told = hotmem(1);
    told.resize(SHARED);
    told.run(steps);
    told.resize(SHARED + RATED);
    const began = steps === 2 ? ["remove 3"] : [];
    expect(told.settle()).toEqual([...began, "config", "add 3", "online 3 private", "partition 0 free 0"]);
  });

  test("rolls a half plugged partition back when it is wanted no more", () => {
    const told = hotmem(0);
    told.resize(SHARED + RATED);
    told.run(5);
    told.resize(SHARED);
    expect(told.settle()).toEqual(["config", ...unplug(3), "partition 0 empty 0"]);
  });

  test("unplugs again what it could not add, and keeps the partition to be finished", () => {
    const told = hotmem(0);
    told.ask({ kind: "obstruct", what: "add", times: 1 });
    told.resize(SHARED + RATED);
    expect(told.run(6)).toEqual([
      "config",
      "partition 0 plugging 0",
      "plug 3:0+2 ack",
      "add 3 failed",
      "unplug 3:0+2 ack",
    ]);
    expect(told.settle()).toEqual(["timer 50000", ...plug(3, "private"), ...plug(4, "private"), "partition 0 free 0"]);
  });

  test("does without a block when boot memory has no room for its memory map", () => {
    const told = story(referenceGuest, { ...tiny, guest: { ...decided, memmap: frames(3) } });
    told.resize(SHARED + RATED);
    const went = told.settle();
    expect(went.slice(0, 8)).toEqual(["config", ...plug(2, "shared"), "partition 0 plugging 0", ...plug(3, "private")]);
    expect(told.states()).toEqual(["shared", "private", "unused", "unused", "unused"]);
  });

  test("tries again when a request could not be queued", () => {
    const told = hotmem(0);
    told.ask({ kind: "obstruct", what: "enqueue", times: 1 });
    told.resize(SHARED + RATED);
    expect(told.settle().slice(0, 4)).toEqual(["config", "partition 0 plugging 0", "plug not queued", "timer 50000"]);
    expect(told.partitions()).toEqual(["free", "empty"]);
  });

  test("plugs only partitions that lie inside the usable region", () => {
    const margin: Geometry = { ...tiny, guest: { ...decided, usable: "margin" } };
    const told = story(referenceGuest, margin);
    told.settle();
    told.resize(SHARED + RATED);
    told.settle();
    expect(told.partitions()).toEqual(["free", "empty"]);
  });

  test("unplugs what an earlier life left plugged, once the device serves again", () => {
    const told = hotmem(1);
    told.ask({ kind: "migration-start" });
    told.ask({ kind: "system-reset" });
    expect(told.settle().slice(0, 2)).toEqual(["config", "unplug-all 2:0+10 busy"]);
    expect(told.partitions()).toEqual(["empty", "empty"]);
    told.ask({ kind: "migration-end" });
    const went = told.settle();
    expect(went.slice(1, 3)).toEqual(["unplug-all 2:0+10 ack", "plug 2:0+2 ack"]);
    expect(told.partitions()).toEqual(["free", "empty"]);
  });
});

describe("a device that finds fault", () => {
  const breaks = guestWith("breaks", "hotmem", { ...honestSteps, serveRequest: () => "error" });

  test("breaks the driver for good", () => {
    const told = story(breaks, tiny);
    expect(told.settle()).toEqual(["config", "plug 2:0+2 error", "broken"]);
    told.resize(20);
    expect(told.settle()).toEqual([]);
  });
});

describe("Linux's driver", () => {
  test("cleans up in the next run what it could neither add nor unplug", () => {
    const told = linux(4);
    told.ask({ kind: "obstruct", what: "add", times: 1 });
    told.resize(8);
    told.run(4);
    told.ask({ kind: "busy", requests: 1 });
    expect(told.run(2)).toEqual(["unplug 3:0+2 busy"]);
    expect(told.states()).toEqual(["movable", "plugged", "unused", "unused", "unused"]);
    expect(told.settle()).toEqual(["timer 50000", "unplug 3:0+2 ack", ...plug(3, "movable")]);
  });

  test("begins anew after a reset, with nothing plugged and boot memory free", () => {
    const told = story(virtioMemGuest, { ...tiny, guest: { ...decided, memmap: frames(2) } });
    for (let life = 0; life < 5; life++) {
      told.resize(16);
      expect(told.settle()).toEqual(["config", ...[2, 3, 4, 5].flatMap((block) => plug(block, "movable"))]);
      told.resize(0);
      told.settle();
      told.resize(16);
      told.settle();
      expect(told.ask({ kind: "observe" })).toMatchObject({ plugged: [{ first: 8, count: 16 }] });
      told.ask({ kind: "system-reset" });
      expect(told.ask({ kind: "observe" })).toMatchObject({ plugged: [] });
    }
  });

  test("gives back what the device would not take", () => {
    const told = linux(4);
    told.ask({ kind: "busy", requests: 1 });
    told.resize(2);
    expect(told.run(4)).toEqual(["config", "unplug 2:1+1 busy", "give-back 2:1+1"]);
    expect(told.settle()).toEqual(["timer 50000", "unplug 2:1+1 ack"]);
  });

  test("takes a whole block at once where that much is wanted", () => {
    const told = linux(8);
    told.resize(2);
    expect(told.settle()).toEqual(["config", "unplug 3:0+2 ack", "offline 3", "remove 3", "unplug 2:1+1 ack"]);
  });

  test("fills up blocks that are online before it adds another", () => {
    const told = linux(2);
    told.resize(8);
    expect(told.settle()).toEqual(["config", "plug 2:1+1 ack", "give-back 2:1+1", ...plug(3, "movable")]);
  });

  test.each([
    ["6.1", [], ["movable", "movable-partial", "unused", "unused", "unused"]],
    ["6.12", ["timer 50000", "offline 3", "remove 3"], ["movable", "unused", "unused", "unused", "unused"]],
  ] as const)("removes an emptied block after a veto, as %s does", (kernel, then, states) => {
    const told = linux(8, kernel);
    told.ask({ kind: "obstruct", what: "veto", times: 1 });
    told.resize(4);
    expect(told.settle()).toEqual(["config", "unplug 3:0+2 ack", "offline 3 vetoed", ...then]);
    expect(told.states()).toEqual(states);
  });

  test.each([
    ["6.1", ["isolate 3:1+1 busy", "isolate 3:1+1 busy", "isolate 3:1+1 busy", "config"]],
    ["6.12", ["config"]],
  ] as const)("minds a raised size between attempts, as %s does", (kernel, then) => {
    const told = linux(8, kernel);
    told.ask({ kind: "spawn", as: handle(1), wait: false });
    told.ask({ kind: "touch", process: handle(1), as: handle(2), pages: frames(8), write: true });
    told.ask({ kind: "pin", process: handle(1), area: handle(2), as: handle(3), how: "io" });
    told.resize(6);
    expect(told.run(3)).toEqual(["config", "isolate 3:1+1 busy", "isolate 3:1+1 busy"]);
    told.resize(8);
    const went = told.settle();
    expect(went.slice(0, then.length - 1)).toEqual(then.slice(0, -1));
    expect(went.filter((what) => what.startsWith("isolate 3:1"))).toHaveLength(then.length - 1);
    expect(went.at(-1)).toBe("config");
  });

  test("puts memory into a kernel zone when it is told to, and tries once to get it back", () => {
    const told = story(kernelZoneGuest, tiny);
    expect(told.settle()).toEqual(["config", ...plug(2, "kernel")]);
    told.resize(0);
    expect(told.settle()).toEqual(["config", "unplug 2:0+2 ack", "offline 2", "remove 2"]);
  });
});

describe("a balloon", () => {
  test("begins full and gives back page by page", () => {
    const told = story(balloonGuest, tiny);
    expect(told.settle()).toEqual(["config", ...[8, 9, 10, 11].map((page) => `deflate ${page}+1`)]);
    told.resize(2);
    expect(told.run(1)).toEqual(["config"]);
    expect(told.run(2)).toHaveLength(1);
    expect(told.settle()).toHaveLength(1);
  });

  test("takes what is free and waits for more; gives back to who would be killed", () => {
    const told = story(balloonGuest, tiny);
    told.resize(20);
    told.settle();
    told.ask({ kind: "spawn", as: handle(1), wait: false });
    told.ask({ kind: "touch", process: handle(1), as: handle(2), pages: frames(18), write: true });
    told.resize(0);
    expect(told.settle()).toEqual(["config", "inflate 26+1", "inflate 27+1", "timer 50000"]);
    const more = told.ask({ kind: "touch", process: handle(1), as: handle(3), pages: frames(9), write: true });
    expect(more).toMatchObject({ kind: "placed", events: [{ kind: "deflate" }] });
  });

  test("tells the host of as many pages at once as half a pageblock has", () => {
    const told = story(balloonGuest, withRegion({ ...presets.small, pageblockOrder: presets.small.maxOrder }));
    told.resize(16);
    const went = told.settle();
    expect(went.slice(0, 5)).toEqual([
      "config",
      "deflate 1024+4",
      "deflate 1028+4",
      "deflate 1032+4",
      "deflate 1036+4",
    ]);
  });
});

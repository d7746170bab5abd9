import { describe, expect, it } from "vitest";
import { presets } from "../../presets.ts";
import { extent, frames, handle, order } from "../../units.ts";
import { openMachine } from "./begin.ts";
import { pairs, trial, where } from "./guest.test-kit.ts";
import { honestSteps } from "./record.ts";
import { balloonGuest, kernelZoneGuest, referenceGuest, referenceGuests, virtioMemGuest } from "./reference.ts";

const perCpuLists = { high: frames(2), batch: frames(1), maxOrder: order(0) };
const kernelAllocate = (as: number, pages: number) =>
  ({ kind: "kernel-allocate", as: handle(as), order: order(Math.log2(pages)) }) as const;
const discard = (process: number, area: number) =>
  ({ kind: "discard", process: handle(process), area: handle(area) }) as const;
const settle = { kind: "settle", within: 10_000 } as const;

describe("frames", () => {
  it("are handed out lowest first, around what is in use", () => {
    const guest = trial();
    guest.spawn(1);
    for (const at of [2, 3, 4]) guest.touch(1, at, 2);
    guest.ask(discard(1, 3));
    expect(where(guest.touch(1, 5, 4))).toEqual([
      [14, 2],
      [18, 2],
    ]);
  });

  it("keep what they held until somebody zeroes them", () => {
    const m = openMachine(referenceGuest.adapt(presets.tiny) as typeof presets.tiny, "hotmem", {
      ...honestSteps,
      zeroFresh: () => {},
    });
    honestSteps.store(m, [extent(2, 2)], 7);
    honestSteps.freeFrames(m, 2, 2);
    expect(m.frames.runs[0]?.map(({ first, count, value }) => [first, count, value])).toEqual([
      [0, 2, 0],
      [2, 2, 7],
    ]);
  });

  it("that are parked are free, but a block with one goes offline only after a drain", () => {
    const guest = trial({}, referenceGuest, { perCpuLists });
    guest.spawn(1);
    guest.touch(1, 2, 3);
    expect(guest.exit(1).events).toMatchObject([{ state: "free" }]);
    guest.resize(4);
    expect(guest.ask(settle).events.filter(({ kind }) => kind === "offline")).toHaveLength(4);
    const lazy = openMachine(referenceGuest.adapt({ ...presets.tiny, perCpuLists }) as typeof presets.tiny, "hotmem", {
      ...honestSteps,
      drainZone: () => {},
    });
    honestSteps.onlineFrames(lazy, extent(12, 4), "private");
    honestSteps.takeFrames(lazy, 4, 1, 3, []);
    honestSteps.freeFrames(lazy, 12, 1);
    expect(honestSteps.takeOffline(lazy, extent(12, 4))).toBe("busy");
  });
});

describe("anonymous pages", () => {
  it("that are only read are the zero page, until they are written to", () => {
    const guest = trial();
    guest.spawn(1);
    expect(guest.touch(1, 2, 3, false)).toMatchObject({ frames: [], spent: { faulted: 0 } });
    expect(guest.read(1, 2)).toEqual([[0, 3]]);
    expect(guest.write(1, 2, 4)).toMatchObject({ frames: [{ first: 12, count: 3 }], spent: { faulted: 3 } });
    expect(where(guest.write(1, 2, 5))).toEqual([[12, 3]]);
  });

  it("are shared after a fork until one writes; the other keeps what it had", () => {
    const guest = trial();
    guest.spawn(1);
    guest.touch(1, 2, 2);
    guest.write(1, 2, 6);
    expect(guest.fork(1, 3)).toMatchObject({ copies: [], events: [{ state: "assigned", users: 2 }] });
    expect(where(guest.write(1, 2, 7))).toEqual([[14, 2]]);
    expect([guest.read(1, 2), guest.read(3, 2)]).toEqual([[[7, 2]], [[6, 2]]]);
    expect(where(guest.write(3, 2, 8))).toEqual([[12, 2]]);
  });

  it("are copied at fork when they are held for input, output or long, and shared when a pipe has them", () => {
    const guest = trial();
    guest.spawn(1);
    for (const [area, how] of [
      [2, "io"],
      [3, "splice"],
    ] as const) {
      guest.touch(1, area, 1);
      guest.write(1, area, area);
      guest.pin(1, area, 10 + area, how);
    }
    expect(guest.fork(1, 4)).toMatchObject({
      copies: [{ area: 2, frames: [{ first: 14, count: 1 }] }],
      spent: { faulted: 1 },
    });
    expect([guest.read(4, 2), guest.read(4, 3)]).toEqual([[[2, 1]], [[3, 1]]]);
    guest.touch(4, 5, 5);
    expect(guest.fork(1, 6)).toMatchObject({ kind: "exhausted", events: [] });
    expect(guest.subject.perform({ kind: "exit", process: handle(6) }).kind).toBe("declined");
  });

  it("outlive their process while somebody holds them", () => {
    const guest = trial();
    guest.spawn(1);
    guest.touch(1, 2, 2);
    guest.pin(1, 2, 3, "io");
    guest.ask(discard(1, 2));
    expect(where(guest.touch(1, 4, 2))).toEqual([[14, 2]]);
    guest.unpin(3);
    expect(where(guest.touch(1, 5, 2))).toEqual([[12, 2]]);
  });
});

describe("a guest without partitions", () => {
  it("gives pages movable memory first, then boot memory, and kills when page cache and all else is used up", () => {
    const guest = trial({}, virtioMemGuest);
    expect(guest.spawn(1)).toMatchObject({ kind: "attached", partition: null, events: [] });
    guest.ask({ kind: "read-file", process: handle(1), file: 0, first: 0, pages: frames(4) });
    expect(where(guest.touch(1, 2, 20))).toEqual([
      [12, 16],
      [0, 4],
    ]);
    expect(guest.touch(1, 3, 6).events).toEqual([{ kind: "drop", extent: { first: 8, count: 2 } }]);
    expect(guest.touch(1, 4, 3)).toMatchObject({
      kind: "killed",
      events: [
        { kind: "drop", extent: { first: 10, count: 2 } },
        { kind: "killed", process: 1 },
      ],
    });
  });

  it("moves pages out of a block that is to go, drops clean ones, and leaves held ones", () => {
    const guest = trial({}, virtioMemGuest);
    guest.spawn(1);
    guest.touch(1, 2, 8);
    guest.touch(1, 3, 2);
    guest.write(1, 3, 9);
    guest.touch(1, 4, 1);
    guest.pin(1, 4, 5, "io");
    guest.fault(1, 6, 0, 0, 2);
    guest.ask({ kind: "read-file", process: handle(1), file: 0, first: 2, pages: frames(2) });
    guest.ask(discard(1, 2));
    guest.resize(4);
    const { events } = guest.ask(settle);
    expect(events.filter(({ kind }) => kind === "move" || kind === "drop")).toEqual([
      { kind: "drop", extent: { first: 21, count: 2 } },
      { kind: "move", from: 20, to: 8, count: 1 },
      { kind: "move", from: 16, to: 9, count: 2 },
      { kind: "move", from: 10, to: 0, count: 1 },
    ]);
    expect(guest.read(1, 3)).toEqual([[9, 2]]);
    expect(guest.ask({ kind: "observe" })).toMatchObject({
      plugged: [
        { first: 8, count: 2 },
        { first: 18, count: 2 },
      ],
    });
  });

  it("fails to isolate where there is no room elsewhere, and has everything as before", () => {
    const guest = trial({}, virtioMemGuest);
    guest.spawn(1);
    guest.touch(1, 2, 27);
    guest.resize(18);
    const { events } = guest.ask(settle);
    expect(events.filter(({ kind }) => kind === "isolate")).toContainEqual(
      expect.objectContaining({ outcome: "no-memory" }),
    );
    expect(events.filter(({ kind }) => kind === "send")).toEqual([]);
    expect(where(guest.touch(1, 3, 1))).toEqual([[7, 1]]);
  });

  it("zeroes what it takes when everything that is allocated is zeroed", () => {
    const guest = trial({}, virtioMemGuest, { initOnAlloc: true });
    guest.resize(16);
    expect(guest.ask(settle)).toMatchObject({ spent: { zeroed: 4, migrated: 0 } });
  });

  it("keeps the kernel out of movable blocks, and loses kernel-zone blocks to it", () => {
    const movable = trial({}, virtioMemGuest);
    expect(where(movable.ask(kernelAllocate(1, 2)))).toEqual([[0, 2]]);
    const kernel = trial({}, kernelZoneGuest);
    expect(where(kernel.ask(kernelAllocate(1, 4)))).toEqual([[8, 4]]);
    kernel.ask(kernelAllocate(2, 1));
    kernel.resize(0);
    expect(kernel.ask(settle).events).toContainEqual({ kind: "isolate", extent: extent(12, 2), outcome: "busy" });
    expect(kernel.ask({ kind: "observe" })).toMatchObject({
      plugged: [{ first: 8, count: 6 }],
      zones: [{ zone: "boot" }, { zone: "kernel", managed: 6, free: 1 }],
    });
  });

  it("deflates its balloon before anybody dies, if it has one", () => {
    const guest = trial({}, balloonGuest);
    guest.resize(0);
    guest.ask(settle);
    guest.spawn(1);
    const answer = guest.touch(1, 2, 9);
    expect(answer.kind).toBe("placed");
    expect(answer.events.some(({ kind }) => kind === "deflate")).toBe(true);
  });
});

describe("the kernel", () => {
  it("has aligned ranges of boot memory, at the price of clean pages; nobody dies for it", () => {
    const guest = trial({ fileReads: "boot" });
    guest.spawn(1);
    guest.ask({ kind: "read-file", process: handle(1), file: 0, first: 0, pages: frames(1) });
    expect(where(guest.ask(kernelAllocate(2, 2)))).toEqual([[2, 2]]);
    expect(where(guest.ask(kernelAllocate(3, 4)))).toEqual([[4, 4]]);
    expect(guest.ask(kernelAllocate(4, 2))).toMatchObject({
      events: [{ kind: "drop", extent: { first: 0, count: 1 } }],
      frames: [{ first: 0, count: 2 }],
    });
    expect(guest.ask(kernelAllocate(5, 1)).kind).toBe("exhausted");
    guest.ask({ kind: "kernel-free", what: handle(3) });
    expect(where(guest.ask(kernelAllocate(5, 1)))).toEqual([[4, 1]]);
  });

  it("takes memory maps from boot memory, and none when there is too little", () => {
    const m = openMachine(referenceGuest.adapt(presets.tiny) as typeof presets.tiny, "hotmem", honestSteps);
    const taken = honestSteps.takeBoot(m, 6);
    expect(pairs(taken ?? [])).toEqual([[0, 6]]);
    expect(honestSteps.takeBoot(m, 3)).toBeNull();
    honestSteps.freeBoot(m, taken ?? []);
    expect(m.frames.zoneFree[0]).toBe(8);
  });
});

describe("copies", () => {
  it("of every guest go their own ways, and have equal keys until they do", () => {
    for (const source of referenceGuests) {
      const guest = trial({}, source);
      guest.spawn(1);
      guest.touch(1, 2, 2);
      guest.fault(1, 3, 0, 0, 2);
      guest.pin(1, 2, 4, "io");
      const twin = guest.subject.fork();
      expect(twin.key()).toBe(guest.subject.key());
      guest.unpin(4);
      guest.exit(1);
      expect(twin.key()).not.toBe(guest.subject.key());
      const read = { kind: "read", process: handle(1), area: handle(2) } as const;
      expect(twin.perform(read)).toMatchObject({ answer: { runs: [{ value: 0, pages: 2 }] } });
      expect(guest.subject.perform(read).kind).toBe("declined");
    }
  });

  it("have the same key however they came to be what they are", () => {
    const [plain, busy] = [trial(), trial()];
    for (const guest of [plain, busy]) guest.spawn(1);
    busy.touch(1, 7, 5);
    busy.write(1, 7, 9);
    busy.ask(discard(1, 7));
    busy.fork(1, 8);
    busy.exit(8);
    for (const guest of [plain, busy]) guest.touch(1, 2, 2);
    expect(busy.subject.key()).toBe(plain.subject.key());
  });
});

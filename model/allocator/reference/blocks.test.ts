import { describe, expect, it } from "vitest";
import { block, cpu, extent, frames, handle, order, pageblock, pfn } from "../../units.ts";
import { type Guest, guestWith, typeAt } from "./guest.test-kit.ts";

const isolate = (guest: Guest, at: number) => guest.ask({ kind: "isolate", pageblock: pageblock(at) }).kind;
const begin = (guest: Guest, as: number, at: number, count: number) =>
  guest.ask({ kind: "contig-begin", as: handle(as), pageblock: pageblock(at), count }).kind;
const finish = (guest: Guest, what: number) => guest.ask({ kind: "contig-finish", what: handle(what) });

/** Adds block 4 and onlines it. */
function plug(guest: Guest, zone: "normal" | "movable" = "movable") {
  guest.ask({ kind: "add", block: block(4) });
  return guest.ask({ kind: "online", block: block(4), zone });
}

describe("isolation", () => {
  it("splits a free buddy that straddles the pageblock, and the count follows", () => {
    const guest = guestWith();
    expect(isolate(guest, 1)).toBe("isolated");
    expect(guest.free(2, "isolate")).toEqual([4]);
    expect(guest.free(2, "movable")).toEqual([0]);
    expect(guest.lists().zones[0]).toMatchObject({ free: 60, isolatedPageblocks: 1 });
    guest.ask({ kind: "unisolate", pageblock: pageblock(1), mobility: "movable" });
    expect(guest.free(3, "movable")).toContain(0);
    expect(guest.lists().zones[0]).toMatchObject({ free: 64, isolatedPageblocks: 0 });
  });

  it("keeps frees of the two sides apart until it ends", () => {
    const guest = guestWith();
    for (let at = 0; at < 2; at++) guest.allocate(at, 2);
    isolate(guest, 0);
    guest.release(1);
    guest.release(0);
    expect([guest.free(2, "isolate"), guest.free(2, "movable")]).toEqual([[0], [4]]);
    guest.ask({ kind: "unisolate", pageblock: pageblock(0), mobility: "unmovable" });
    expect(guest.free(3, "unmovable")).toEqual([0]);
  });

  it("leaves a movable page across its edge and frees it piece by piece", () => {
    const guest = guestWith();
    guest.allocate(0, 3);
    expect(isolate(guest, 1)).toBe("isolated");
    guest.release(0);
    expect([guest.free(2, "isolate"), guest.free(2, "movable")]).toEqual([[4], [0]]);
  });

  it("refuses what is isolated, unmovable, CMA or not there", () => {
    const guest = guestWith({ cma: { first: pageblock(8), count: 1 }, hole: extent(62, 1) });
    guest.allocate(0, 0, "unmovable");
    expect(isolate(guest, 1)).toBe("isolated");
    expect([isolate(guest, 1), isolate(guest, 0), isolate(guest, 8), isolate(guest, 15), isolate(guest, 16)]).toEqual(
      new Array(5).fill("busy"),
    );
  });

  it("moves whole buddies in and out where they fit", () => {
    const guest = guestWith();
    expect(begin(guest, 0, 0, 4)).toBe("begun");
    expect(guest.free(3, "isolate")).toEqual([0, 8]);
    guest.allocate(1, 3);
    expect(begin(guest, 2, 3, 2)).toBe("busy");
    expect(finish(guest, 0)).toEqual({ kind: "taken", zeroed: 0 });
  });
});

describe("alloc_contig_range", () => {
  it("migrates what is in the way, contents and all, then takes the range", () => {
    const guest = guestWith({ initOnAlloc: true });
    guest.allocate(0, 1);
    guest.ask({ kind: "write", what: handle(0), tag: 7 });
    expect(begin(guest, 1, 0, 1)).toBe("begun");
    expect(guest.ask({ kind: "contig-step", what: handle(1) })).toEqual({
      kind: "stepped",
      moved: [{ from: 0, to: 4, order: 1 }],
    });
    expect(guest.ask({ kind: "read", what: handle(0) })).toEqual({ kind: "content", tag: 7 });
    expect(finish(guest, 1)).toEqual({ kind: "taken", zeroed: 4 });
    guest.ask({ kind: "write", what: handle(1), tag: 9 });
    expect(guest.ask({ kind: "read", what: handle(1) })).toEqual({ kind: "content", tag: 9 });
    guest.ask({ kind: "contig-release", what: handle(1) });
    expect(guest.free(2, "movable")).toContain(0);
  });

  it("fails over a referenced page and leaves it where it is", () => {
    const guest = guestWith();
    guest.allocate(0, 0);
    guest.ask({ kind: "hold", as: handle(5), what: handle(0), how: "get" });
    begin(guest, 1, 0, 1);
    expect(guest.ask({ kind: "contig-step", what: handle(1) })).toEqual({ kind: "stepped", moved: [] });
    expect(finish(guest, 1)).toEqual({ kind: "busy" });
    expect(guest.lists().zones[0]).toMatchObject({ free: 63, isolatedPageblocks: 0 });
  });

  it("gives the overhang of a larger buddy back", () => {
    const guest = guestWith();
    guest.allocate(0, 2);
    expect([isolate(guest, 1), begin(guest, 1, 0, 1)]).toEqual(["isolated", "begun"]);
    guest.ask({ kind: "contig-step", what: handle(1) });
    expect(guest.free(3, "isolate")).toEqual([0]);
    expect(finish(guest, 1).kind).toBe("taken");
    expect(guest.free(2, "isolate")).toEqual([4]);
  });

  it("needs online memory of one zone", () => {
    const guest = guestWith();
    expect(begin(guest, 0, 15, 2)).toBe("busy");
    plug(guest);
    expect(begin(guest, 0, 15, 2)).toBe("busy");
    expect(guest.subject.perform({ kind: "contig-begin", as: handle(0), pageblock: pageblock(0), count: 0 }).kind).toBe(
      "declined",
    );
  });

  it("takes PG_offline frames out of managed, and brings them back", () => {
    const guest = guestWith();
    begin(guest, 0, 2, 1);
    finish(guest, 0);
    guest.ask({ kind: "fake-offline", what: handle(0) });
    expect(guest.lists().zones[0]).toMatchObject({ managed: 60, free: 60, present: 64 });
    expect(guest.ask({ kind: "poison", pfn: pfn(8) })).toEqual({ kind: "ignored" });
    expect(isolate(guest, 2)).toBe("busy");
    guest.ask({ kind: "fake-online", what: handle(0) });
    expect(guest.lists().zones[0]).toMatchObject({ managed: 64, free: 64 });
  });
});

describe("memory blocks", () => {
  it("go from absent to online and back", () => {
    const guest = guestWith();
    expect(guest.ask({ kind: "online", block: block(4), zone: "movable" })).toMatchObject({
      why: "invalid",
      notified: [],
    });
    expect(guest.ask({ kind: "remove", block: block(4) })).toMatchObject({ why: "invalid" });
    expect(plug(guest)).toEqual({ kind: "onlined", notified: ["going-online", "online"] });
    expect(guest.ask({ kind: "add", block: block(4) })).toEqual({ kind: "refused", why: "exists" });
    expect(guest.ask({ kind: "remove", block: block(4) })).toEqual({ kind: "refused", why: "busy" });
    expect(guest.free(3, "movable", "movable")).toEqual([64, 72]);
    expect(guest.allocate(0, 0)).toBe(64);
    expect(guest.ask({ kind: "offline-begin", block: block(4) })).toEqual({
      kind: "begun",
      notified: ["going-offline"],
    });
    expect(guest.ask({ kind: "offline-finish", block: block(4) })).toEqual({ kind: "again" });
    expect(guest.ask({ kind: "offline-step", block: block(4) })).toEqual({
      kind: "stepped",
      moved: [{ from: 64, to: 0, order: 0 }],
    });
    expect(guest.ask({ kind: "offline-finish", block: block(4) })).toEqual({ kind: "offlined", notified: ["offline"] });
    expect(guest.lists().zones[1]).toMatchObject({
      free: 0,
      managed: 0,
      present: 0,
      spanned: 0,
      isolatedPageblocks: 0,
    });
    expect(guest.ask({ kind: "remove", block: block(4) })).toEqual({ kind: "removed" });
  });

  it("stay offline or online when a notifier vetoes, once", () => {
    const guest = guestWith();
    guest.ask({ kind: "veto", next: "online" });
    expect(plug(guest)).toMatchObject({ kind: "refused", why: "vetoed", notified: ["going-online", "cancel-online"] });
    expect(guest.ask({ kind: "online", block: block(4), zone: "normal" }).kind).toBe("onlined");
    guest.ask({ kind: "veto", next: "offline" });
    expect(guest.ask({ kind: "offline-begin", block: block(4) })).toMatchObject({
      why: "vetoed",
      notified: ["going-offline", "cancel-offline"],
    });
    expect(guest.lists().zones[0]).toMatchObject({ free: 80, isolatedPageblocks: 0 });
    expect(guest.ask({ kind: "offline-begin", block: block(4) }).kind).toBe("begun");
    expect(guest.ask({ kind: "offline-cancel", block: block(4) })).toEqual({
      kind: "cancelled",
      notified: ["cancel-offline"],
    });
    expect(guest.lists().zones[0]).toMatchObject({ free: 80, isolatedPageblocks: 0 });
  });

  it("do not go offline with a hole, kernel memory or an isolated pageblock in them", () => {
    const guest = guestWith({ hole: extent(1, 1) });
    expect(guest.ask({ kind: "offline-begin", block: block(0) })).toMatchObject({ why: "invalid" });
    plug(guest, "normal");
    for (let at = 0; at < 16; at++) guest.allocate(at, 2, "unmovable");
    expect(guest.ask({ kind: "offline-begin", block: block(4) })).toMatchObject({ why: "busy", notified: [] });
    expect(guest.lists().zones[0]).toMatchObject({ isolatedPageblocks: 0 });
  });

  it("switch per-CPU lists off while they go", () => {
    const guest = guestWith({ perCpuLists: { high: frames(4), batch: frames(2), maxOrder: order(0) } });
    plug(guest);
    guest.allocate(0, 0);
    guest.allocate(1, 0);
    guest.ask({ kind: "offline-begin", block: block(4) });
    guest.release(0);
    expect(guest.lists().zones[1]).toMatchObject({ perCpu: 0 });
  });

  it("go offline around poisoned and PG_offline frames, whose owners keep nothing but the name", () => {
    const guest = guestWith();
    plug(guest);
    begin(guest, 0, 16, 1);
    finish(guest, 0);
    guest.ask({ kind: "fake-offline", what: handle(0) });
    expect(guest.allocate(1, 0)).toBe(68);
    expect(guest.ask({ kind: "poison", pfn: pfn(68) })).toEqual({ kind: "poisoned", was: "in-use" });
    expect(guest.ask({ kind: "poison", pfn: pfn(68) })).toEqual({ kind: "ignored" });
    expect(guest.ask({ kind: "poison", pfn: pfn(75) })).toEqual({ kind: "poisoned", was: "free" });
    guest.ask({ kind: "offline-begin", block: block(4) });
    expect(guest.ask({ kind: "offline-finish", block: block(4) }).kind).toBe("offlined");
    expect(guest.subject.perform({ kind: "fake-online", what: handle(0) }).kind).toBe("declined");
    guest.release(1);
    guest.ask({ kind: "online", block: block(4), zone: "movable" });
    expect(guest.lists().zones[1]).toMatchObject({ free: 14, present: 16 });
    guest.ask({ kind: "offline-begin", block: block(4) });
    guest.ask({ kind: "offline-finish", block: block(4) });
    guest.ask({ kind: "remove", block: block(4) });
    plug(guest);
    expect(guest.lists().zones[1]).toMatchObject({ free: 16 });
  });

  it("count zones from their first present frame to their last", () => {
    const guest = guestWith({ hole: extent(0, 20), bootFrames: frames(64) });
    expect(guest.lists().zones[0]).toMatchObject({ present: 44, spanned: 44 });
    const late = guestWith({ hole: extent(60, 4) });
    expect(late.lists().zones[0]).toMatchObject({ present: 60, spanned: 60 });
  });
});

describe("pages and references", () => {
  it("keep a movable page whole and of others the first frame until the last reference is dropped", () => {
    const guest = guestWith();
    expect([guest.allocate(0, 2), guest.allocate(1, 2, "unmovable")]).toEqual([0, 8]);
    for (const what of [0, 1]) guest.ask({ kind: "hold", as: handle(10 + what), what: handle(what), how: "pin" });
    guest.release(0);
    guest.release(1);
    expect(guest.lists().zones[0]).toMatchObject({ free: 64 - 4 - 1 });
    expect(guest.subject.perform({ kind: "misrelease", what: handle(0), how: "twice" }).kind).toBe("declined");
    for (const what of [10, 11]) guest.ask({ kind: "drop", what: handle(what), cpu: cpu(1) });
    expect(guest.lists().zones[0]).toMatchObject({ free: 64 });
  });

  it("move out of movable memory and CMA before a long-term pin, or are refused", () => {
    const guest = guestWith({ cma: { first: pageblock(0), count: 2 } });
    const pin = (as: number, what: number) =>
      guest.ask({ kind: "hold", as: handle(as), what: handle(what), how: "longterm" });
    plug(guest);
    expect(guest.allocate(0, 0)).toBe(64);
    guest.ask({ kind: "write", what: handle(0), tag: 7 });
    expect(pin(20, 0)).toEqual({ kind: "held", moved: [{ from: 64, to: 8, order: 0 }] });
    expect(guest.ask({ kind: "read", what: handle(0) })).toEqual({ kind: "content", tag: 7 });
    expect(pin(21, 0)).toEqual({ kind: "held", moved: [] });
    guest.allocate(1, 0);
    guest.ask({ kind: "hold", as: handle(22), what: handle(1), how: "get" });
    expect(pin(23, 1)).toEqual({ kind: "refused", why: "busy" });
    guest.allocate(2, 0);
    for (let at = 100; guest.allocate(at, 0, "unmovable") !== -1; at++);
    expect(pin(24, 2)).toEqual({ kind: "refused", why: "no-memory" });
    const inCma = guest.allocate(3, 0, "movable", { reach: "normal" });
    expect(inCma).toBeLessThan(8);
    expect(pin(25, 3)).toEqual({ kind: "refused", why: "no-memory" });
  });

  it("refuse wrong frees and change nothing", () => {
    const guest = guestWith();
    guest.allocate(0, 2);
    const wrong = (how: "twice" | "order" | "tail") =>
      guest.subject.perform({ kind: "misrelease", what: handle(0), how });
    const refused = { kind: "answered", answer: { kind: "refused" } };
    const key = guest.subject.key();
    expect([wrong("order"), wrong("tail"), wrong("twice").kind]).toEqual([refused, refused, "declined"]);
    expect(guest.subject.key()).toBe(key);
    guest.release(0);
    expect([wrong("twice"), wrong("order").kind]).toEqual([refused, "declined"]);
    guest.allocate(1, 0);
    expect(wrong("twice").kind).toBe("declined");
  });

  it("hand contents on to the next owner unless they are cleared", () => {
    const guest = guestWith();
    guest.allocate(0, 0);
    guest.ask({ kind: "write", what: handle(0), tag: 5 });
    guest.release(0);
    guest.allocate(1, 1);
    expect(guest.ask({ kind: "read", what: handle(1) })).toEqual({ kind: "mixed" });
    guest.release(1);
    guest.allocate(2, 3, "movable", { zero: true });
    expect(guest.ask({ kind: "read", what: handle(2) })).toEqual({ kind: "content", tag: 0 });
    guest.ask({ kind: "write", what: handle(2), tag: 6 });
    guest.release(2);
    guest.allocate(3, 3);
    expect(guest.ask({ kind: "read", what: handle(3) })).toMatchObject({ kind: "content" });
  });

  it("leave poisoned frames behind when they are freed", () => {
    const guest = guestWith();
    guest.allocate(0, 3);
    guest.ask({ kind: "poison", pfn: pfn(2) });
    guest.release(0);
    expect([guest.free(0, "movable"), guest.free(1, "movable"), guest.free(2, "movable")]).toEqual([[3], [0], [4]]);
    expect(typeAt(guest, 2)).toBe("movable");
    expect(isolate(guest, 0)).toBe("busy");
  });
});

import { describe, expect, it } from "vitest";
import { cpu, extent, frames, order, pageblock, pfn } from "../../units.ts";
import { guestWith, typeAt } from "./guest.test-kit.ts";

describe("splitting and merging", () => {
  it("keeps the lower half and puts the upper halves on the lists of the same type", () => {
    const guest = guestWith();
    expect(guest.allocate(0, 0)).toBe(0);
    expect(guest.free(0, "movable")).toEqual([1]);
    expect(guest.free(1, "movable")).toEqual([2]);
    expect(guest.free(2, "movable")).toEqual([4]);
  });

  it("merges all the way back when the last frame comes home", () => {
    const guest = guestWith();
    const before = guest.lists();
    for (let at = 0; at < 8; at++) expect(guest.allocate(at, 0)).toBe(at);
    for (const at of [3, 0, 6, 1, 7, 2, 5]) guest.release(at);
    expect(guest.free(3, "movable")).not.toContain(0);
    guest.release(4);
    expect(guest.lists().zones).toEqual(before.zones);
    expect([...guest.free(3, "movable")].sort((a, b) => a - b)).toEqual([0, 8, 16, 24, 32, 40, 48, 56]);
  });

  it("hands the frame out first that was freed last", () => {
    const guest = guestWith();
    for (let at = 0; at < 8; at++) guest.allocate(at, 0);
    guest.release(1);
    guest.release(6);
    expect(guest.allocate(8, 0)).toBe(6);
  });

  it("puts a buddy that will soon merge at the tail", () => {
    const guest = guestWith();
    for (let at = 0; at < 8; at++) guest.allocate(at, 0);
    for (const at of [2, 3, 5, 0]) guest.release(at);
    expect(guest.free(0, "movable")).toEqual([5, 0]);
  });

  it("finds the largest order, inclusive", () => {
    const guest = guestWith();
    for (let at = 0; at < 8; at++) expect(guest.allocate(at, 3)).toBe(8 * at);
    expect(guest.allocate(8, 0)).toBe(-1);
  });

  it("starts without the frames of the hole and with CMA on its own lists", () => {
    const guest = guestWith({ hole: extent(5, 2), cma: { first: pageblock(4), count: 2 } });
    expect(guest.free(0, "movable")).toEqual([4, 7]);
    expect(guest.free(3, "cma")).toEqual([16]);
    expect(guest.lists().zones[0]).toMatchObject({ free: 62, present: 62, managed: 62, spanned: 64 });
  });
});

describe("room", () => {
  it("is made for frames that are used for the first time, and nothing is lost on the way", () => {
    const guest = guestWith({ bootFrames: frames(1024) });
    for (let at = 0; at < 1024; at++) guest.allocate(at, 0, "movable", { zero: true });
    for (let at = 0; at < 1024; at += 2) guest.release(at);
    expect(guest.ask({ kind: "poison", pfn: pfn(1023) })).toEqual({ kind: "poisoned", was: "in-use" });
    for (let at = 1; at < 1024; at += 2) guest.release(at);
    expect(guest.lists().zones[0]).toMatchObject({ free: 1023 });
    expect(guest.free(3, "movable")).toHaveLength(127);
  });
});

describe("stealing", () => {
  it("takes the largest block and re-types all it covers, in both flavours", () => {
    for (const kernel of ["6.1", "6.12"] as const) {
      const guest = guestWith({ kernel });
      guest.allocate(0, 0);
      expect(guest.allocate(1, 0, "unmovable")).toBe(8);
      expect([typeAt(guest, 0), typeAt(guest, 8), typeAt(guest, 12), typeAt(guest, 16)]).toEqual([
        "movable",
        "unmovable",
        "unmovable",
        "movable",
      ]);
      expect(guest.free(2, "unmovable")).toEqual([12]);
    }
  });

  /** Everything in use but frames 2 and 3, whose pageblock is movable and otherwise held by movable pages. */
  function crowded(kernel: "6.1" | "6.12") {
    const guest = guestWith({ kernel });
    for (let at = 0; at < 64; at++) guest.allocate(at, 0);
    guest.release(3);
    return guest;
  }

  it("moves the free pages of a pageblock that keeps its type before 6.12", () => {
    const guest = crowded("6.1");
    guest.release(1);
    guest.release(9);
    expect(guest.allocate(70, 0, "unmovable")).toBe(9);
    expect(typeAt(guest, 9)).toBe("movable");
    guest.release(8);
    guest.release(10);
    expect(guest.allocate(71, 0, "unmovable")).toBe(8);
    expect(typeAt(guest, 8)).toBe("unmovable");
    expect(guest.free(0, "unmovable")).toEqual([10]);
  });

  it("takes one page and leaves the rest to the pageblock's own type since 6.12", () => {
    const guest = crowded("6.12");
    expect(guest.allocate(70, 0, "unmovable")).toBe(3);
    expect(typeAt(guest, 3)).toBe("movable");
    expect(guest.free(0, "unmovable")).toEqual([]);
  });

  it("claims the pageblock in 6.12 when half of it is free", () => {
    const guest = crowded("6.12");
    guest.release(2);
    expect(guest.allocate(70, 0, "unmovable")).toBe(2);
    expect(typeAt(guest, 2)).toBe("unmovable");
    expect(guest.free(0, "unmovable")).toEqual([3]);
  });

  it("re-types what merges in 6.12, so that a later split finds its lists", () => {
    const guest = guestWith({ kernel: "6.12" });
    for (let at = 0; at < 16; at++) guest.allocate(at, 2);
    guest.release(1);
    expect(guest.allocate(20, 2, "unmovable")).toBe(4);
    guest.release(0);
    guest.release(20);
    expect(guest.free(3, "unmovable")).toEqual([0]);
    expect(typeAt(guest, 0)).toBe("unmovable");
  });

  it("spoils little for movable requests that cannot have the pageblock", () => {
    const tall = { pageblockOrder: order(4), maxOrder: order(4), bootFrames: frames(16) };
    for (const kernel of ["6.1", "6.12"] as const) {
      const guest = guestWith({ ...tall, kernel });
      for (let at = 0; at < 7; at++) expect(guest.allocate(at, 1, "unmovable")).toBe(2 * at);
      for (const at of [7, 8]) expect(guest.allocate(at, 0, "unmovable")).toBe(7 + at);
      guest.release(2);
      guest.release(8);
      expect(guest.allocate(9, 0)).toBe(15);
      expect(guest.free(1, "unmovable")).toEqual([4]);
    }
  });
});

describe("HIGHATOMIC and CMA", () => {
  it("sets a pageblock aside after a high-order atomic success and gives it back before memory is exhausted", () => {
    for (const kernel of ["6.1", "6.12"] as const) {
      const guest = guestWith({ highatomic: true, kernel });
      expect(guest.allocate(0, 1, "unmovable", { atomic: true })).toBe(0);
      expect(typeAt(guest, 0)).toBe("highatomic");
      expect(guest.free(1, "highatomic")).toEqual([2]);
      for (let at = 1; at <= 60; at++) expect(guest.allocate(at, 0)).toBeGreaterThan(3);
      // Single frames of the reserve are for atomic requests since 6.12 only.
      expect(guest.allocate(61, 0, "movable", { atomic: true })).toBe(kernel === "6.12" ? 2 : -1);
      expect(typeAt(guest, 0)).toBe("highatomic");
      expect(guest.allocate(62, 0)).toBe(kernel === "6.12" ? 3 : 2);
      expect(typeAt(guest, 0)).toBe("movable");
      expect(guest.allocate(63, 0)).toBe(kernel === "6.12" ? -1 : 3);
    }
  });

  it("serves movable requests from CMA, and others never", () => {
    const guest = guestWith({ cma: { first: pageblock(0), count: 14 } });
    expect(guest.allocate(0, 0)).toBe(0);
    for (let at = 1; at <= 8; at++) expect(guest.allocate(at, 0, "unmovable")).toBeGreaterThanOrEqual(56);
    expect(guest.allocate(9, 0, "unmovable")).toBe(-1);
    expect(guest.allocate(10, 0)).toBe(1);
  });
});

describe("per-CPU lists", () => {
  const perCpuLists = { high: frames(4), batch: frames(2), maxOrder: order(1) };

  it("refill by the batch, serve the last page freed and give some back when full", () => {
    const guest = guestWith({ perCpuLists });
    expect(guest.allocate(0, 0)).toBe(0);
    expect(guest.lists().perCpu).toEqual([{ cpu: 0, zone: "normal", pages: [{ first: 1, order: 0 }] }]);
    guest.release(0);
    expect(guest.allocate(0, 0)).toBe(0);
    for (let at = 1; at < 6; at++) guest.allocate(at, 0);
    for (const at of [5, 4, 3]) guest.release(at);
    expect(guest.lists().zones[0]).toMatchObject({ free: 58, perCpu: 3 });
    guest.release(2);
    expect(guest.lists().zones[0]).toMatchObject({ free: 60, perCpu: 2 });
    guest.ask({ kind: "drain", cpu: cpu(0) });
    expect(guest.lists().zones[0]).toMatchObject({ free: 62, perCpu: 0 });
  });

  it("are bypassed by frames of isolated pageblocks, and drained by type as it is then", () => {
    for (const kernel of ["6.1", "6.12"] as const) {
      const guest = guestWith({ perCpuLists, kernel });
      for (let at = 0; at < 4; at++) guest.allocate(at, 0);
      guest.release(0);
      guest.ask({ kind: "isolate", pageblock: pageblock(0) });
      guest.release(1);
      expect(guest.free(0, "isolate")).toEqual([1]);
      guest.ask({ kind: "drain", cpu: cpu(0) });
      expect(guest.free(1, "isolate")).toEqual([0]);
    }
  });

  it("are drained before memory counts as exhausted, unless the request cannot wait", () => {
    const guest = guestWith({ perCpuLists });
    for (let at = 0; at < 64; at++) guest.allocate(at, 0);
    guest.release(5);
    expect(guest.allocate(70, 0, "movable", { atomic: true, cpu: cpu(1) })).toBe(-1);
    expect(guest.allocate(70, 0, "movable", { cpu: cpu(1) })).toBe(5);
  });

  it("give up a frame that is poisoned", () => {
    const guest = guestWith({ perCpuLists });
    guest.allocate(0, 0);
    expect(guest.ask({ kind: "poison", pfn: pfn(1) })).toEqual({ kind: "poisoned", was: "free" });
    expect(guest.lists().zones[0]).toMatchObject({ free: 62, perCpu: 0 });
  });

  it("hold back nothing from pageblocks of their own size or more", () => {
    const guest = guestWith({ perCpuLists, pageblockOrder: order(1), maxOrder: order(2), kernel: "6.12" });
    expect(guest.allocate(0, 1)).toBe(0);
    guest.release(0);
    guest.ask({ kind: "drain", cpu: cpu(0) });
    expect(guest.lists().zones[0]).toMatchObject({ free: 64, perCpu: 0 });
  });
});

describe("watermarks", () => {
  it("keep the min mark, let atomic requests go below, and reserve normal memory from those that could go higher", () => {
    const guest = guestWith({ watermarks: { min: frames(8), lowmemReserve: frames(4) }, bootFrames: frames(16) });
    for (let at = 0; at < 8; at++) expect(guest.allocate(at, 0)).not.toBe(-1);
    expect(guest.allocate(8, 0)).toBe(-1);
    expect(guest.allocate(8, 0, "unmovable", { atomic: true })).not.toBe(-1);
    expect(guest.allocate(9, 3, "unmovable", { atomic: true })).toBe(-1);
    expect(guest.allocate(9, 1, "unmovable", { atomic: true })).not.toBe(-1);
  });

  it("want a block of the size that is asked for", () => {
    const guest = guestWith({ watermarks: { min: frames(1), lowmemReserve: frames(0) } });
    for (let at = 0; at < 62; at++) guest.allocate(at, 0);
    for (let at = 0; at < 60; at += 2) guest.release(at);
    expect(guest.allocate(70, 1)).toBe(62);
    expect(guest.allocate(71, 1)).toBe(-1);
    expect(guest.allocate(71, 1, "movable", { atomic: true })).toBe(-1);
    expect(guest.allocate(71, 0)).not.toBe(-1);
  });
});

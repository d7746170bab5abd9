import { describe, expect, it } from "vitest";
import { frames, handle } from "../../units.ts";
import { partitions, trial, where } from "./guest.test-kit.ts";

const file = (kind: "read-file" | "write-file", process: number, number: number, first: number, pages: number) => {
  const range = { process: handle(process), file: number, first, pages: frames(pages) };
  return kind === "read-file" ? ({ kind, ...range } as const) : ({ kind, ...range, value: 5 } as const);
};
const read = (process: number, number: number, pages: number) => file("read-file", process, number, 0, pages);

describe("file pages of an assigned process", () => {
  it("find room in the shared partition by dropping clean pages, and the rest in boot memory", () => {
    const guest = trial();
    guest.spawn(1);
    expect(guest.ask(read(1, 7, 3))).toMatchObject({ frames: [{ first: 8, count: 3 }], spent: { faulted: 3 } });
    const answer = guest.fault(1, 2, 8, 0, 5);
    expect(answer.events).toEqual([{ kind: "drop", extent: { first: 8, count: 3 } }]);
    expect(where(answer)).toEqual([
      [8, 4],
      [0, 1],
    ]);
  });

  it("are not dropped while they are dirty, mapped or held, nor when the same command needs them", () => {
    const guest = trial();
    guest.spawn(1);
    guest.ask(file("write-file", 1, 0, 0, 1));
    guest.fault(1, 2, 0, 1, 1);
    guest.fault(1, 3, 0, 2, 1);
    guest.pin(1, 3, 4, "io");
    guest.ask({ kind: "discard", process: handle(1), area: handle(3) });
    guest.ask(file("read-file", 1, 0, 3, 1));
    const answer = guest.ask(file("read-file", 1, 0, 3, 2));
    expect(answer.events).toEqual([]);
    expect(where(answer)).toEqual([
      [11, 1],
      [0, 1],
    ]);
    expect(guest.ask({ kind: "drop-caches", sync: false }).events).toEqual([
      { kind: "drop", extent: { first: 11, count: 1 } },
      { kind: "drop", extent: { first: 0, count: 1 } },
    ]);
    expect(guest.ask({ kind: "drop-caches", sync: true }).events).toEqual([
      { kind: "drop", extent: { first: 8, count: 1 } },
    ]);
    expect(guest.ask(file("read-file", 1, 0, 0, 2))).toMatchObject({ runs: [{ value: 5 }, { value: 0 }] });
  });

  it("make the fault fail where that was chosen, and the instance dies", () => {
    const guest = trial({ sharedFull: "kill" });
    guest.spawn(1);
    expect(where(guest.fault(1, 2, 0, 0, 4))).toEqual([[8, 4]]);
    const answer = guest.fault(1, 3, 0, 4, 1);
    expect([answer.kind, answer.events[0], partitions(answer)]).toEqual([
      "killed",
      { kind: "killed", process: 1 },
      ["0 free 0"],
    ]);
  });

  it("go to boot memory when they are read or written where that was chosen, but not when they are faulted", () => {
    const guest = trial({ fileReads: "boot" });
    guest.spawn(1);
    expect(where(guest.ask(read(1, 0, 2)))).toEqual([[0, 2]]);
    expect(where(guest.fault(1, 2, 0, 0, 3))).toEqual([
      [0, 2],
      [8, 1],
    ]);
  });

  it("become anonymous when they are written to, in the private partition", () => {
    const guest = trial();
    guest.spawn(1);
    guest.ask(file("write-file", 1, 0, 0, 2));
    guest.fault(1, 2, 0, 0, 2);
    expect(guest.read(1, 2)).toEqual([[5, 2]]);
    expect(where(guest.write(1, 2, 9))).toEqual([[12, 2]]);
    expect(guest.read(1, 2)).toEqual([[9, 2]]);
    expect(guest.ask(read(1, 0, 2))).toMatchObject({ runs: [{ value: 5, pages: 2 }] });
  });
});

describe("exec", () => {
  const run = (exec: "keeps" | "drops") => {
    const guest = trial({ exec });
    guest.spawn(1);
    guest.touch(1, 2, 3);
    guest.ask({ kind: "thread", process: handle(1), as: handle(3) });
    const answer = guest.ask({ kind: "exec", process: handle(1) });
    return { guest, told: partitions(answer), next: where(guest.touch(1, 2, 2)) };
  };

  it("keeps the partition", () => {
    expect(run("keeps")).toMatchObject({ told: [], next: [[12, 2]] });
  });

  it("leaves the partition where that was chosen; pages come from boot memory then", () => {
    const { guest, told, next } = run("drops");
    expect([told, next]).toEqual([["0 free 0"], [[0, 2]]]);
    expect(where(guest.fault(1, 4, 0, 0, 1))).toEqual([[2, 1]]);
    expect(guest.subject.perform({ kind: "thread-exit", thread: handle(3) }).kind).toBe("declined");
  });
});

describe("an exhausted partition", () => {
  const exhaust = (outOfMemory: "instance" | "process") => {
    const guest = trial({ outOfMemory });
    guest.spawn(1);
    guest.spawn(5);
    guest.touch(5, 6, 8);
    guest.touch(1, 2, 7);
    guest.fork(1, 3);
    const answer = guest.touch(3, 4, 2);
    return {
      guest,
      killed: answer.events.flatMap((event) => (event.kind === "killed" ? [event.process] : [])),
      answer,
    };
  };

  it("ends its instance, and nobody else", () => {
    const { guest, killed, answer } = exhaust("instance");
    expect([answer.kind, killed, partitions(answer)]).toEqual(["killed", [1, 3], ["0 assigned 1", "0 free 0"]]);
    expect(guest.read(5, 6)).toEqual([[0, 8]]);
    expect(guest.subject.perform({ kind: "exit", process: handle(1) }).kind).toBe("declined");
  });

  it("ends who asked where that was chosen", () => {
    const { guest, killed, answer } = exhaust("process");
    expect([killed, partitions(answer)]).toEqual([[3], ["0 assigned 1"]]);
    expect(guest.read(1, 2)).toEqual([[0, 7]]);
  });

  it("is one that has its watermark left", () => {
    const guest = trial({ reserve: frames(2) });
    guest.spawn(1);
    expect(where(guest.touch(1, 2, 6))).toEqual([[12, 6]]);
    expect(guest.touch(1, 3, 1).kind).toBe("killed");
  });
});

describe("a long-term pin", () => {
  it("moves the pages to boot memory, content and sharers with them", () => {
    const guest = trial();
    guest.spawn(1);
    guest.touch(1, 2, 3);
    guest.write(1, 2, 7);
    guest.fork(1, 3);
    const answer = guest.pin(1, 2, 4, "longterm");
    expect([answer.events, where(answer)]).toEqual([[{ kind: "move", from: 12, to: 0, count: 3 }], [[0, 3]]]);
    expect([guest.read(1, 2), guest.read(3, 2)]).toEqual([[[7, 3]], [[7, 3]]]);
    expect(guest.pin(3, 2, 5, "longterm").events).toEqual([]);
  });

  it("is refused when pages are held already, when boot memory is full, or always where that was chosen", () => {
    const guest = trial();
    guest.spawn(1);
    guest.touch(1, 2, 1);
    guest.pin(1, 2, 3, "io");
    expect(guest.pin(1, 2, 4, "longterm").kind).toBe("refused");
    guest.unpin(3);
    guest.ask({ kind: "kernel-allocate", as: handle(9), order: 2 as never });
    guest.ask({ kind: "kernel-allocate", as: handle(10), order: 2 as never });
    expect(guest.pin(1, 2, 4, "longterm").kind).toBe("refused");
    guest.ask({ kind: "kernel-free", what: handle(9) });
    expect(guest.pin(1, 2, 4, "longterm").kind).toBe("placed");
    const strict = trial({ longtermPins: "refuse" });
    strict.spawn(1);
    strict.touch(1, 2, 1);
    expect(strict.pin(1, 2, 3, "longterm").kind).toBe("refused");
    expect(strict.pin(1, 2, 3, "io").kind).toBe("placed");
  });

  it("takes pages of files out of the shared partition, too", () => {
    const guest = trial();
    guest.spawn(1);
    guest.fault(1, 2, 0, 4, 3);
    guest.fault(1, 3, 0, 5, 1);
    expect(guest.pin(1, 3, 4, "longterm")).toMatchObject({
      events: [{ kind: "move", from: 9, to: 0, count: 1 }],
      frames: [{ first: 0, count: 1 }],
    });
    expect(where(guest.ask(file("read-file", 1, 0, 4, 3)))).toEqual([
      [8, 1],
      [0, 1],
      [10, 1],
    ]);
  });
});

describe("who waits for a partition", () => {
  const crowd = (waiters: "one" | "all") => {
    const guest = trial({ waiters });
    for (const process of [1, 2]) guest.spawn(process);
    expect(guest.spawn(3).kind).toBe("refused");
    for (const process of [4, 5, 6]) expect(guest.spawn(process, true).kind).toBe("waiting");
    return guest;
  };

  it("is served first come, first served; a signal ends the wait and leaves nothing behind", () => {
    const guest = crowd("one");
    guest.ask({ kind: "cancel", process: handle(4) });
    expect(guest.exit(2).events).toEqual([
      { kind: "partition", partition: 1, state: "free", users: 0 },
      { kind: "served", process: 5, partition: 1 },
      { kind: "partition", partition: 1, state: "assigned", users: 1 },
    ]);
    expect(where(guest.touch(5, 9, 1))).toEqual([[20, 1]]);
    expect(
      guest.subject.perform({ kind: "touch", process: handle(4), as: handle(9), pages: frames(1), write: true }).kind,
    ).toBe("declined");
    expect(guest.ask({ kind: "observe" })).toMatchObject({ waiting: [6] });
  });

  it("is anybody where all are woken", () => {
    expect(crowd("all").exit(1).events).toContainEqual({ kind: "served", process: 6, partition: 0 });
  });
});

describe("a partition without users", () => {
  it("drains while a pin or a pipe has pages of it, and is nobody's until then", () => {
    for (const how of ["io", "splice"] as const) {
      const guest = trial();
      guest.spawn(1);
      guest.touch(1, 2, 2);
      guest.pin(1, 2, 3, how);
      expect(partitions(guest.exit(1))).toEqual(["0 draining 0"]);
      expect(guest.spawn(4)).toMatchObject({ partition: 1 });
      guest.resize(4);
      const settled = guest.ask({ kind: "settle", within: 1000 });
      expect(settled.events.filter(({ kind }) => kind === "offline")).toEqual([]);
      expect(partitions(guest.unpin(3))).toEqual(["0 free 0"]);
      expect(partitions(guest.ask({ kind: "settle", within: 1000 }))).toEqual(["0 unplugging 0", "0 empty 0"]);
    }
  });

  it("may be assigned again without being plugged anew, and shows nothing of whom it had", () => {
    const guest = trial();
    guest.spawn(1);
    guest.touch(1, 2, 8);
    guest.write(1, 2, 7);
    guest.exit(1);
    expect(guest.spawn(3)).toMatchObject({ partition: 0 });
    guest.touch(3, 4, 8);
    expect(guest.read(3, 4)).toEqual([[0, 8]]);
  });

  it("must be plugged anew where that was chosen", () => {
    const guest = trial({ reuse: false });
    guest.spawn(1);
    guest.exit(1);
    expect(guest.spawn(2)).toMatchObject({ partition: 1 });
    expect(guest.spawn(3).kind).toBe("refused");
    guest.plug(1);
    guest.plug(2);
    expect(guest.spawn(3)).toMatchObject({ partition: 0 });
  });
});

describe("the shared partition", () => {
  it("is there from the start where it is part of boot memory", () => {
    const guest = trial({ sharedAt: "boot" });
    guest.spawn(1);
    expect(where(guest.fault(1, 2, 0, 0, 4))).toEqual([[8, 4]]);
    guest.exit(1);
    guest.plug(0);
    expect(guest.ask({ kind: "observe" })).toMatchObject({
      zones: [{ zone: "boot" }, { zone: "shared", managed: 4, free: 0 }],
    });
  });
});

describe("how much is plugged", () => {
  const plugged = (guest: ReturnType<typeof trial>) => {
    const seen = guest.ask({ kind: "observe" });
    return seen.kind === "observed" ? seen.plugged.reduce((sum, { count }) => sum + count, 0) : -1;
  };
  const settle = (guest: ReturnType<typeof trial>, size: number) => {
    guest.resize(size);
    return guest.ask({ kind: "settle", within: 1000 });
  };

  it("changes by whole partitions, and a fraction changes nothing", () => {
    const guest = trial();
    settle(guest, 14);
    expect(plugged(guest)).toBe(20);
    settle(guest, 12);
    expect(plugged(guest)).toBe(12);
    settle(guest, 18);
    expect(plugged(guest)).toBe(12);
    settle(guest, 20);
    expect(plugged(guest)).toBe(20);
  });

  it("does not change while every partition is assigned; the rest is given back as they become free", () => {
    const guest = trial();
    for (const process of [1, 2]) guest.spawn(process);
    guest.touch(1, 3, 8);
    expect(settle(guest, 4)).toMatchObject({ kind: "settled", spent: { migrated: 0, requests: 0 } });
    expect(plugged(guest)).toBe(20);
    guest.exit(2);
    expect(guest.ask({ kind: "settle", within: 1000 })).toMatchObject({
      spent: { migrated: 0, zeroed: 0, requests: 2 },
    });
    expect([plugged(guest), guest.read(1, 3)]).toEqual([12, [[0, 8]]]);
  });

  it("decides who may have a partition: never one that is on its way out", () => {
    const guest = trial();
    guest.resize(12);
    expect(partitions(guest.ask({ kind: "run", steps: 3 }))).toEqual(["1 unplugging 0"]);
    expect(guest.spawn(1)).toMatchObject({ partition: 0 });
    expect(guest.spawn(2).kind).toBe("refused");
    expect(guest.spawn(3, true).kind).toBe("waiting");
    guest.resize(20);
    expect(guest.ask({ kind: "settle", within: 1000 }).events).toContainEqual({
      kind: "served",
      process: 3,
      partition: 1,
    });
  });
});

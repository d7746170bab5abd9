import { describe, expect, it } from "vitest";
import type { Command } from "../../contract.ts";
import { presets } from "../../presets.ts";
import { extent, frames, handle, order } from "../../units.ts";
import type { Guest } from "../vocabulary.ts";
import { trial, where } from "./guest.test-kit.ts";
import { referenceGuest, referenceGuests } from "./reference.ts";

const [nobody, one, area, pin, kernel, thread, asleep] = [99, 1, 2, 3, 4, 5, 6].map(handle) as never[];
const pages = frames(1);
const file = { file: 0, first: 0, pages };
const many = Number.MAX_SAFE_INTEGER;

/** A guest with one of everything. */
function full() {
  const guest = trial();
  guest.spawn(1);
  guest.spawn(20);
  guest.spawn(6, true);
  guest.touch(1, 2, 1);
  guest.pin(1, 2, 3, "io");
  guest.ask({ kind: "kernel-allocate", as: kernel, order: order(0) });
  guest.ask({ kind: "thread", process: one, as: thread });
  return guest;
}

/** Commands that name what is not there, what is of another kind, or what is taken. */
const misnamed: readonly Command<Guest>[] = [
  ...[one, pin, kernel, thread, asleep].map((as) => ({ kind: "spawn", as, wait: true }) as const),
  ...[nobody, thread, asleep, kernel].flatMap((process): Command<Guest>[] => [
    { kind: "fork", process, as: nobody },
    { kind: "thread", process, as: nobody },
    { kind: "exec", process },
    { kind: "exit", process },
    { kind: "kill", process },
    { kind: "touch", process, as: handle(50), pages, write: true },
    { kind: "write", process, area, value: 1 },
    { kind: "read", process, area },
    { kind: "discard", process, area },
    { kind: "mlock", process, area },
    { kind: "pin", process, area, as: handle(50), how: "io" },
    { kind: "fault-file", process, as: handle(50), ...file },
    { kind: "read-file", process, ...file },
    { kind: "write-file", process, ...file, value: 1 },
  ]),
  { kind: "cancel", process: one },
  { kind: "thread-exit", thread: one },
  { kind: "unpin", pin: thread },
  { kind: "kernel-free", what: pin },
  { kind: "fork", process: one, as: thread },
  { kind: "thread", process: one, as: one },
  { kind: "touch", process: one, as: area, pages, write: false },
  { kind: "fault-file", process: one, as: area, ...file },
  { kind: "pin", process: one, area, as: pin, how: "io" },
  { kind: "kernel-allocate", as: one, order: order(0) },
  { kind: "discard", process: one, area: handle(98) },
];

/** Numbers that are none, or none of that kind. */
const misnumbered: readonly Command<Guest>[] = [
  ...[0, -1, 0.5, Number.NaN, 2 ** 53].flatMap((count): Command<Guest>[] => [
    { kind: "touch", process: one, as: nobody, pages: frames(count), write: true },
    { kind: "read-file", process: one, file: 0, first: 0, pages: frames(count) },
  ]),
  ...[-1, 0.5, Number.NaN, 2 ** 53].flatMap((number): Command<Guest>[] => [
    { kind: "spawn", as: handle(number), wait: true },
    { kind: "write", process: one, area, value: number },
    { kind: "write-file", process: one, ...file, value: number },
    { kind: "write-file", process: one, file: number, first: 0, pages, value: 1 },
    { kind: "read-file", process: one, file: 0, first: number, pages },
    { kind: "kernel-allocate", as: nobody, order: order(number) },
    { kind: "run", steps: number },
    { kind: "busy", requests: number },
  ]),
  { kind: "read-file", process: one, file: 0, first: many, pages },
  { kind: "kernel-allocate", as: nobody, order: order(3) },
  { kind: "pin", process: one, area, as: nobody, how: "for ever" as "io" },
  { kind: "resize", bytes: 4096 as never },
  { kind: "explode" } as never,
];

describe("a command that makes no sense", () => {
  const text = (ask: object) => JSON.stringify(ask, (_, value) => (typeof value === "bigint" ? `${value}` : value));

  it("is declined, and nothing changes", () => {
    const guest = full();
    const key = guest.subject.key();
    for (const ask of [...misnamed, ...misnumbered]) {
      expect(guest.subject.perform(ask).kind, text(ask)).toBe("declined");
    }
    expect(guest.subject.key()).toBe(key);
  });
});

describe("a command out of proportion", () => {
  it("ends in a clear answer", () => {
    for (const source of referenceGuests) {
      const guest = trial({}, source);
      guest.spawn(1);
      expect(guest.touch(1, 2, many, false).kind).toBe("placed");
      expect(guest.read(1, 2)).toEqual([[0, many]]);
      expect(guest.resize(2 ** 60).kind).toBe("refused");
      expect(
        guest.ask({ kind: "write-file", process: handle(1), file: 0, first: 0, pages: frames(many), value: 1 }).kind,
      ).toBe("killed");
      guest.spawn(3);
      expect(guest.touch(3, 4, many).kind).toBe("killed");
      guest.spawn(5);
      expect(where(guest.touch(5, 6, 1))).toHaveLength(1);
    }
  });

  it("costs no more when it is repeated", () => {
    const guest = trial();
    guest.spawn(1);
    guest.touch(1, 2, 1);
    for (let child = 10; child < 20_010; child++) guest.fork(1, child);
    for (let child = 10; child < 20_010; child++)
      guest.ask({ kind: "thread", process: handle(1), as: handle(20_000 + child) });
    for (let child = 20_009; child >= 10; child--) {
      guest.ask({ kind: "thread-exit", thread: handle(20_000 + child) });
      guest.exit(child);
    }
    for (let file = 0; file < 20_000; file++) {
      guest.ask({ kind: "read-file", process: handle(1), file, first: file, pages });
    }
    const plain = trial();
    plain.spawn(1);
    plain.touch(1, 2, 1);
    for (const each of [guest, plain]) each.ask({ kind: "drop-caches", sync: true });
    expect(guest.subject.key()).toBe(plain.subject.key());
  });
});

describe("a shape", () => {
  it("that is impossible is refused with a sentence", () => {
    expect(referenceGuest.adapt({ ...presets.tiny, maxOrder: order(0) })).toMatchObject({
      refused: expect.any(String),
    });
    expect(referenceGuest.adapt({ ...presets.tiny, partitions: 0 })).toMatchObject({ refused: expect.any(String) });
  });

  it("with a hole in boot memory has no pages there", () => {
    const guest = trial({ fileReads: "boot" }, referenceGuest, { hole: extent(1, 2) });
    guest.spawn(1);
    expect(where(guest.ask({ kind: "read-file", process: handle(1), file: 0, first: 0, pages: frames(3) }))).toEqual([
      [0, 1],
      [3, 2],
    ]);
  });
});

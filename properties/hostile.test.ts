import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command } from "../model/contract.ts";
import { guest } from "../model/guest/contract.ts";
import type { Guest } from "../model/guest/vocabulary.ts";
import { type PresetName, presets } from "../model/presets.ts";
import { openDocket, profilesUpTo } from "../model/rule.ts";
import type { ForkableSource } from "../model/subject.ts";
import { frames, handle, order } from "../model/units.ts";
import { type RunReport, runScript } from "../replay/run.ts";
import { anyOf } from "../wire/arbitrary.test-kit.ts";
import { flawIn } from "../wire/flaw.ts";
import { guestWire } from "../wire/guest.ts";
import { shapeOf } from "../wire/shape.ts";
import { guestSuite } from "./suites.ts";

type Ask = Command<Guest>;

const mechanisms = [{ source: guestSuite.reference, owes: "hotmem" }, ...(guestSuite.mechanisms ?? [])].map(
  ({ source, owes }) => ({ name: source.name, source, owes }),
);

const docketOf = (owes: string) =>
  openDocket(guest.rules, { profiles: profilesUpTo(guest.profiles, owes), world: "closed" });

const run = (source: ForkableSource<Guest>, owes: string, commands: readonly Ask[], name: PresetName = "tiny") => {
  const script = { geometry: presets[name], commands };
  return runScript(guest, docketOf(owes), source.boot(presets[name]), script) as RunReport<Guest>;
};

const resize = (bytes: bigint): Ask => ({ kind: "resize", bytes });
const settle = (within = 100_000): Ask => ({ kind: "settle", within });
const spawn = (as: number): Ask => ({ kind: "spawn", as: handle(as), wait: false });
const touch = (process: number, as: number, pages: number): Ask => ({
  kind: "touch",
  process: handle(process),
  as: handle(as),
  pages: frames(pages),
  write: true,
});
const all = BigInt(20 * 4096);

/** So that names 1 to 4 mean something. */
const warm: readonly Ask[] = [resize(all), settle(), spawn(1), spawn(2), touch(1, 3, 2), touch(2, 4, 3)];

/** Any question that can be written down, about few names. */
const kinds = Object.entries(guestWire) as [Ask["kind"], (typeof guestWire)["resize"]][];
const anyAsk = fc.oneof(
  ...kinds.map(([kind, { ask }]) => {
    const shape = shapeOf(ask);
    if (shape.kind !== "record") throw new Error(`${kind} has no arguments`);
    const fields = shape.fields.map(({ name, shape: field }) => {
      const few = field.kind === "integer" && (field.role !== undefined || field.scales === true);
      return [
        name,
        few ? fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 6 }) }, anyOf(field)) : anyOf(field),
      ] as const;
    });
    return fc.record(Object.fromEntries(fields)).map((rest) => ({ kind, ...rest }) as unknown as Ask);
  }),
);

describe.each(mechanisms)("$name, asked by somebody hostile", ({ source, owes }) => {
  test("answers or declines whatever can be written down, in a shape that can be written down", () => {
    fc.assert(
      fc.property(fc.array(anyAsk, { minLength: 1, maxLength: 40 }), (asks) => {
        const subject = source.boot(presets.tiny);
        for (const ask of [...warm, ...asks]) {
          const outcome = subject.perform(ask);
          expect(["answered", "declined"]).toContain(outcome.kind);
          if (outcome.kind !== "answered") continue;
          expect(flawIn(shapeOf(guestWire[ask.kind].answer), outcome.answer, "answer")).toBeNull();
        }
      }),
      { numRuns: 200 },
    );
  });

  test("keeps every rule, whatever it is asked that applies", () => {
    let [asked, skipped] = [0, 0];
    fc.assert(
      fc.property(fc.array(anyAsk, { minLength: 20, maxLength: 40 }), (asks) => {
        const report = run(source, owes, [...warm, ...asks]);
        expect(report.ending).toEqual({ kind: "held" });
        expect(report.declined).toBe(0);
        asked += report.steps.length - warm.length;
        skipped += report.skipped;
      }),
      { numRuns: 200 },
    );
    expect([asked > 500, skipped > 500]).toEqual([true, true]);
  });

  test("is never asked about what is not there, and declines when it is", () => {
    const gone = handle(7);
    const asks = [
      { kind: "exit", process: gone },
      { kind: "kill", process: gone },
      { kind: "cancel", process: gone },
      { kind: "fork", process: gone, as: handle(8) },
      { kind: "thread-exit", thread: gone },
      { kind: "read", process: gone, area: gone },
      { kind: "write", process: gone, area: gone, value: 1 },
      { kind: "discard", process: gone, area: gone },
      { kind: "pin", process: gone, area: gone, as: handle(8), how: "longterm" },
      { kind: "unpin", pin: gone },
      { kind: "kernel-free", what: gone },
      touch(7, 8, 1),
    ] satisfies Ask[];
    expect(run(source, owes, asks)).toMatchObject({ ending: { kind: "held" }, skipped: asks.length, steps: [] });
    const subject = source.boot(presets.tiny);
    for (const ask of asks) expect(subject.perform(ask).kind).toBe("declined");
  });

  test("refuses sizes that no region has, up to 2^64 - 1", () => {
    const sizes = [
      2n ** 53n - 1n,
      2n ** 53n,
      2n ** 53n + 4096n,
      2n ** 63n,
      2n ** 64n - 8192n,
      2n ** 64n - 1n,
      all + 1n,
    ];
    const report = run(source, owes, [...sizes.map(resize), settle(), { kind: "observe" }]);
    expect(report.ending).toEqual({ kind: "held" });
    expect(report.steps.slice(0, sizes.length).map(({ answer }) => answer.kind)).toEqual(sizes.map(() => "refused"));
  });

  test("comes to rest after a storm of sizes", () => {
    const sizes = Array.from({ length: 20_000 }, (_, i) =>
      resize((((all / 8192n) * BigInt((i * 7919) % 11)) / 10n) * 8192n),
    );
    const storm = sizes.flatMap((ask, i) => (i % 10 === 0 ? [ask, { kind: "run", steps: i % 4 } as const] : [ask]));
    const report = run(source, owes, [spawn(1), ...storm, resize(all), settle()]);
    expect([report.ending, report.steps.at(-1)?.answer.kind]).toEqual([{ kind: "held" }, "settled"]);
  });

  test("comes to rest while pins are never released, and says who is in the way", () => {
    const pinned = [1, 2].flatMap((n): Ask[] => [
      spawn(n),
      touch(n, 10 + n, 5),
      { kind: "pin", process: handle(n), area: handle(10 + n), as: handle(20 + n), how: "io" },
      { kind: "exit", process: handle(n) },
    ]);
    const report = run(source, owes, [
      resize(all),
      settle(),
      ...pinned,
      resize(0n),
      settle(),
      settle(),
      { kind: "observe" },
    ]);
    expect([report.ending, report.skipped]).toEqual([{ kind: "held" }, 0]);
    expect(report.steps.at(-2)?.answer.kind).toBe("settled");
  });
});

test.each(mechanisms)("a fork bomb of 10,000 children is judged child by child: $name", ({ source, owes }) => {
  const children = Array.from({ length: 10_000 }, (_, n) => handle(10 + n));
  const report = run(source, owes, [
    ...warm,
    ...children.map((as): Ask => ({ kind: "fork", process: handle(1), as })),
    ...children.map((process): Ask => ({ kind: "exit", process })),
    { kind: "exit", process: handle(1) },
    resize(0n),
    settle(),
    { kind: "observe" },
  ]);
  expect([report.ending, report.skipped, report.steps.at(-2)?.answer.kind]).toEqual([{ kind: "held" }, 0, "settled"]);
});

test("allocations of the kernel until nothing is left end in exhaustion", () => {
  const asks = Array.from({ length: 60 }, (_, n): Ask => ({ kind: "kernel-allocate", as: handle(n), order: order(0) }));
  const report = run(guestSuite.reference, "hotmem", [resize(all), settle(), ...asks]);
  expect([report.ending, report.steps.at(-1)?.answer.kind]).toEqual([{ kind: "held" }, "exhausted"]);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Vocabulary } from "../model/contract.ts";
import { allocatorWire } from "./allocator.ts";
import { anyJson, stepsOf } from "./arbitrary.test-kit.ts";
import { askSpellings, askText } from "./ask-text.ts";
import { canonical } from "./canonical.ts";
import type { Json } from "./codec.ts";
import { deviceWire } from "./device.ts";
import { guestWire } from "./guest.ts";
import type { WireContract, WireEntry } from "./schema.ts";
import { argumentsOf } from "./shape.ts";
import { decodeAnswer, decodeAsk, decodeStep, encodeAsk, encodeStep } from "./step.ts";

function codecTests<V extends Vocabulary<V>>(name: string, wire: WireContract<V>): void {
  describe(`the wire of the ${name}`, () => {
    it("reads back what it wrote, through real JSON", () => {
      fc.assert(
        fc.property(stepsOf(wire), (step) => {
          const text = JSON.stringify(encodeStep(wire, step));
          expect(decodeStep(wire, JSON.parse(text))).toEqual({ value: step });
        }),
        { numRuns: 500 },
      );
    });

    it("writes one spelling per step, whatever the order of fields and the spelling that was read", () => {
      fc.assert(
        fc.property(stepsOf(wire), (step) => {
          const written = encodeStep(wire, step);
          const read = decodeStep(wire, respell(written));
          if ("error" in read) throw new Error(read.error);
          expect(JSON.stringify(encodeStep(wire, read.value))).toBe(JSON.stringify(written));
          expect(canonical(respell(encodeStep(wire, read.value), false))).toBe(canonical(written));
        }),
      );
    });

    it("writes a command without an object as with one", () => {
      fc.assert(
        fc.property(stepsOf(wire), ({ ask }) => {
          expect(askText(askSpellings(wire), ask)).toBe(JSON.stringify(encodeAsk(wire, ask)));
        }),
        { numRuns: 500 },
      );
    });

    it("never throws, whatever it is given", () => {
      fc.assert(
        fc.property(anyJson(wire), (value) => {
          const read = decodeStep(wire, value);
          expect("error" in read ? typeof read.error : typeof read.value).not.toBe("undefined");
        }),
        { numRuns: 2000 },
      );
    });

    it("says of every argument how simple it can get", () => {
      for (const entry of Object.values<WireEntry>(wire)) {
        for (const { shape } of argumentsOf(entry)) {
          if (shape.kind !== "integer") continue;
          expect(shape.simplest).toBeGreaterThanOrEqual(shape.minimum);
          expect(shape.simplest).toBeLessThanOrEqual(shape.maximum);
        }
      }
    });
  });
}

/** The same JSON with fields reversed, a stranger's field added, and 64-bit numbers in hexadecimal with capitals. */
function respell(value: Json, spell = true): Json {
  if (Array.isArray(value)) return value.map((item) => respell(item, spell));
  if (typeof value !== "object" || value === null) {
    return spell && typeof value === "string" && /^0x/.test(value) ? `0x${value.slice(2).toUpperCase()}` : value;
  }
  const fields = Object.entries(value).map(([name, field]) => [name, respell(field, spell)] as const);
  const more = spell ? ([["comment", "a stranger's field"]] as const) : [];
  return Object.fromEntries([...more, ...fields.reverse()]);
}

codecTests("allocator", allocatorWire);
codecTests("device", deviceWire);
codecTests("guest", guestWire);

describe("64-bit numbers", () => {
  const bytes = (value: unknown) => decodeAsk(deviceWire, { kind: "resize", bytes: value });

  it.each([
    [0, 0n],
    [-0, 0n],
    ["0x0", 0n],
    ["0x00ff", 255n],
    [Number.MAX_SAFE_INTEGER, 2n ** 53n - 1n],
    ["0xFFFFFFFFFFFFFFFF", 2n ** 64n - 1n],
  ])("%s is read", (written, value) => {
    expect(bytes(written)).toEqual({ value: { kind: "resize", bytes: value } });
  });

  it.each(["0x", "0xg", "12", "-0x1", "0x11111111111111111", 2 ** 53, -1, 0.5, 1e300, null, [], {}, true])(
    "%j is not read",
    (written) => {
      expect(bytes(written)).toEqual({
        error: expect.stringContaining("ask.bytes: expected an integer from 0 to 2^53 - 1"),
      });
    },
  );

  it("are written as integers up to 2^53 - 1 and in hexadecimal beyond", () => {
    const write = (value: bigint) => encodeAsk(deviceWire, { kind: "resize", bytes: value })["bytes"];
    expect([write(0n), write(2n ** 53n - 1n), write(2n ** 53n), write(2n ** 64n - 1n)]).toEqual([
      0,
      Number.MAX_SAFE_INTEGER,
      "0x20000000000000",
      "0xffffffffffffffff",
    ]);
  });
});

describe("counters", () => {
  it("may fall below zero, so that a transcript can convict them", () => {
    const zone = { zone: "normal", free: -1, perCpu: -1, managed: 0, present: 0, spanned: 0, isolatedPageblocks: -1 };
    const answer = { kind: "counters", zones: [zone] };
    expect(decodeAnswer(allocatorWire, "observe", answer)).toEqual({ value: answer });
  });
});

describe("what is wrong is said with its place", () => {
  const allocate = {
    kind: "allocate",
    as: 1,
    order: 0,
    mobility: "movable",
    reach: "normal",
    zero: false,
    atomic: false,
    cpu: 0,
  };
  const stepped = { kind: "stepped", moved: [{ from: 1, to: 2, order: 0 }] };

  it.each([
    [{ ...allocate, order: "x" }, 'ask.order: expected an integer from 0 to 10, got "x"'],
    [{ ...allocate, order: 11 }, "ask.order: expected an integer from 0 to 10, got 11"],
    [{ ...allocate, as: 2 ** 20 }, "ask.as: expected an integer from 0 to 1048575, got 1048576"],
    [{ ...allocate, as: JSON.parse("1e999") }, "ask.as: expected an integer from 0 to 1048575, got Infinity"],
    [{ ...allocate, mobility: "cma" }, 'ask.mobility: expected "unmovable", "reclaimable" or "movable", got "cma"'],
    [{ ...allocate, mobility: "m".repeat(99) }, `got "${"m".repeat(39)}…"`],
    [{ ...allocate, zero: 0 }, "ask.zero: expected true or false, got 0"],
    [{ kind: "release", what: 1 }, "ask.cpu is missing"],
    [{ kind: "free", what: 1 }, 'ask.kind: "free" is no command; known are allocate, release'],
    [{ kind: "__proto__" }, 'ask.kind: "__proto__" is no command'],
    [JSON.parse('{"__proto__":{"kind":"drain","cpu":0}}'), "ask.kind is missing"],
    ["drain", 'ask: expected an object, got "drain"'],
    [[], "ask: expected an object, got a list of 0"],
  ])("ask %#", (ask, sentence) => {
    expect(decodeAsk(allocatorWire, ask)).toEqual({ error: expect.stringContaining(sentence) });
  });

  it.each([
    [{ kind: "gone" }, 'answer.kind: expected "stepped", got "gone"'],
    [{ ...stepped, moved: [stepped.moved[0], { from: 1, to: 2 }] }, "answer.moved[1].order is missing"],
    [{ ...stepped, moved: { length: 2 } }, "answer.moved: expected a list, got an object"],
    [undefined, "answer: expected an object, got nothing"],
  ])("answer %#", (answer, sentence) => {
    expect(decodeAnswer(allocatorWire, "contig-step", answer)).toEqual({ error: sentence });
  });

  it("looks at own fields only", () => {
    const heir: unknown = Object.create({ kind: "drain", cpu: 0 });
    expect(decodeAsk(allocatorWire, heir)).toEqual({ error: "ask.kind is missing" });
  });

  it("reads minus zero as zero", () => {
    expect(decodeAsk(allocatorWire, JSON.parse('{"kind":"drain","cpu":-0}'))).toStrictEqual({
      value: { kind: "drain", cpu: 0 },
    });
  });

  it("step", () => {
    expect(decodeStep(allocatorWire, 7)).toEqual({ error: 'expected {"ask":…,"answer":…}, got 7' });
    expect(decodeAnswer(allocatorWire, "isolate", { kind: "ok" })).toEqual({
      error: 'answer.kind: expected "isolated" or "busy", got "ok"',
    });
  });
});

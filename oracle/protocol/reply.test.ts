import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocatorWire } from "../../wire/allocator.ts";
import { deviceWire } from "../../wire/device.ts";
import { outcomeIn, replyTo } from "./reply.ts";

const outcome = (reply: Readonly<Record<string, unknown>>) => outcomeIn(allocatorWire, "drain", reply);

describe("a reply", () => {
  test("answers the message whose id it has", () => {
    expect(replyTo(7, { id: 7, answer: {} })).toEqual({ value: { id: 7, answer: {} } });
    for (const id of [8, "7", null, undefined, [7]]) expect(replyTo(7, { id })).toHaveProperty("error");
    for (const value of [null, [], 7, "7"]) expect(replyTo(7, value)).toHaveProperty("error");
  });

  test("has exactly one outcome", () => {
    expect(outcome({ answer: { kind: "done" } })).toEqual({ value: { kind: "answered", answer: { kind: "done" } } });
    expect(outcome({ declined: { why: "no" } })).toEqual({ value: { kind: "declined", why: "no" } });
    expect(outcome({ declined: { why: "no", link: "https://a.example" } })).toEqual({
      value: { kind: "declined", why: "no", link: "https://a.example" },
    });
    expect(outcome({ error: { definite: true, why: "no" } })).toEqual({ value: { kind: "declined", why: "no" } });
    expect(outcome({ error: { definite: false, why: "no" } })).toEqual({ value: { kind: "lost", why: "no" } });
    expect(outcome({})).toHaveProperty("error");
    expect(outcome({ answer: { kind: "done" }, declined: { why: "no" } })).toHaveProperty("error");
    expect(outcome({ error: { why: "no" } })).toHaveProperty("error");
  });

  test("may spell a 64-bit number both ways", () => {
    const after = { requested: "0xffffffffffffffff", usable: 4096, plugged: 0 };
    const read = outcomeIn(deviceWire, "read", { answer: { kind: "value", value: "0x10", after, notified: "no" } });
    expect(read).toMatchObject({
      value: { answer: { value: 16n, after: { requested: 2n ** 64n - 1n, usable: 4096n } } },
    });
  });

  test("is read without throwing, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = replyTo(1, value);
        if ("value" in read) outcome(read.value);
        outcome({ answer: value });
        outcome({ declined: value });
        outcome({ error: value });
      }),
    );
  });
});

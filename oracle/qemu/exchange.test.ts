import { describe, expect, test } from "vitest";
import { type Exchange, openExchanger } from "./exchange.ts";
import { littleEndian } from "./hex.ts";
import { contentOf } from "./packets.ts";
import { describeChain, requestDigits, usedIn } from "./virtqueue.ts";

const registers = { common: 0x1000, notify: 0x4000, isr: 0x2000, config: 0x3000 };
const zeros = "00";
/** What padding holds. */
const junk = "5a".repeat(6);

/** The used ring and the response as the device would leave them: used index, bytes written, type, state. */
const used = (index: number, written: number, type: number, state: number): string => {
  const entry = littleEndian(0, 4) + littleEndian(written, 4);
  const response = littleEndian(type, 2) + zeros.repeat(6) + littleEndian(state, 2);
  return `${littleEndian(0, 2)}${littleEndian(index, 2)}${entry}${entry}${zeros.repeat(4)}${response}`;
};

const sizes = (usable: bigint, plugged: bigint, requested: bigint): string =>
  `${littleEndian(usable, 8)}${littleEndian(plugged, 8)}${littleEndian(requested, 8)}`;

const after = { usable: 2n ** 63n, plugged: 5n, requested: 2n ** 53n + 1n };
const told = [sizes(after.usable, after.plugged, after.requested), "00"];

const readOf = (exchange: Exchange, ring: string): unknown => exchange.read(["", "", ring, ...told], 0);

describe("a request", () => {
  test("is laid out as in struct virtio_mem_req, any 64-bit address included", () => {
    expect(requestDigits(1, 2n ** 64n - 2n, 65_535)).toBe(`0100${junk}feffffffffffffffffff${junk}`);
  });

  test("has junk where a device must not look: in its padding, and behind the type of UNPLUG_ALL", () => {
    const sent = openExchanger(registers, 0n).ordinary({ kind: "unplug-all" }).commands.map(contentOf);
    expect(sent[0]).toMatch(new RegExp(`^M100058,2c:(a5){16}0200(?!(00)+$)${"5a".repeat(22)}01000100$`));
    expect(junk).not.toContain("00");
  });

  test("is one write, one notification and three reads", () => {
    const { commands } = openExchanger(registers, 0n).ordinary({ kind: "plug", address: 0x1234n, blocks: 2 });
    expect(commands.map(contentOf).map((sent) => sent.replace(/:.*/, ""))).toEqual([
      "M100058,2c",
      "M4000,2",
      "m100040,22",
      "m3020,18",
      "m2000,1",
    ]);
  });

  test("gets the answer the response names, with the sizes read after it", () => {
    const exchanger = openExchanger(registers, 0n);
    const kinds = [0, 1, 2, 3].map((type) => {
      const plug = exchanger.ordinary({ kind: "plug", address: 0n, blocks: 1 });
      return readOf(plug, used(type + 1, 10, type, 0));
    });
    expect(kinds).toEqual(["ack", "nack", "busy", "error"].map((kind) => ({ kind, after, notified: "no" })));
  });

  test("outside the specification is reported as it stood there", () => {
    const exchanger = openExchanger(registers, 0n);
    const state = exchanger.ordinary({ kind: "state", address: 0n, blocks: 1 });
    expect(readOf(state, used(1, 10, 4, 0))).toMatchObject({ kind: "unknown", code: 4 });
    expect(readOf(state, used(1, 10, 0, 7))).toMatchObject({ kind: "unknown", code: 7 });
    expect(readOf(state, used(1, 10, 0, 2))).toMatchObject({ kind: "ack", state: "mixed" });
    expect(readOf(state, used(1, 0, 0, 0))).toMatchObject({ kind: "ignored" });
    expect(readOf(state, used(0, 10, 0, 0))).toBeUndefined();
  });

  test("a configuration change since the last answer is told by the ISR status", () => {
    const config = openExchanger(registers, 0n).ordinary({ kind: "read", address: 8n });
    const answers = ["ff00000000000000", told[0] as string, "03"];
    expect(config.read(answers, 0)).toEqual({ kind: "value", value: 255n, after, notified: "yes" });
  });
});

test("the used entry is looked up modulo the size of the queue, across the wrap of the index", () => {
  expect(usedIn(used(1, 10, 3, 0), 1)).toEqual({ kind: "answered", code: 3, state: 0 });
  expect(usedIn(used(0, 10, 3, 0), 0)).toEqual({ kind: "answered", code: 3, state: 0 });
  expect(usedIn(used(0xffff, 10, 3, 0), 0)).toEqual({ kind: "untouched" });
});

test("a chain without response has one descriptor, and the device sees no second one", () => {
  const next = /^M100000,20:.{24}0100/;
  expect(contentOf(describeChain({ readable: 24, writable: 9 }))).toMatch(next);
  expect(contentOf(describeChain({ readable: 24, writable: null }))).not.toMatch(next);
});

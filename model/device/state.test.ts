import { describe, expect, test } from "vitest";
import { presets } from "../presets.ts";
import { openDocket } from "../rule.ts";
import { deviceRules } from "./rules.ts";
import {
  blockAt,
  type DeviceState,
  freshState,
  learn,
  markEmpty,
  markPlugged,
  markUnknown,
  markUnplugged,
  spanOf,
  statesOf,
} from "./state.ts";

const { blockBytes, address, regionBlocks } = presets.tiny.device;
const unit = BigInt(blockBytes);
const start = BigInt(address);
const docket = openDocket(deviceRules, { profiles: ["spec"], world: "closed" });
const fresh = (): DeviceState => freshState(presets.tiny, docket);

describe("what the specification knows of a device", () => {
  test("counts blocks once, however often they are marked", () => {
    const state = fresh();
    markPlugged(state, { first: 2, end: 5 });
    markPlugged(state, { first: 4, end: 7 });
    markPlugged(state, { first: 4, end: 6 });
    expect([state.pluggedBlocks, [...state.blocks].join("")]).toEqual([5, "0011111000"]);
    markUnplugged(state, { first: 0, end: 4 });
    markUnplugged(state, { first: 8, end: 10 });
    expect([state.pluggedBlocks, [...state.blocks].join("")]).toEqual([3, "0000111000"]);
    expect(statesOf(state, { first: 4, end: 7 })).toEqual(["plugged"]);
    expect(statesOf(state, { first: 3, end: 5 })).toEqual(["mixed"]);
    expect(statesOf(state, { first: 7, end: 10 })).toEqual(["unplugged"]);
    markEmpty(state);
    expect([state.pluggedBlocks, state.blocks.includes(1)]).toEqual([0, false]);
  });

  test("finds out what it did not know", () => {
    const state = fresh();
    markUnknown(state, 4);
    expect(statesOf(state, { first: 0, end: 1 })).toEqual(["plugged", "unplugged"]);
    expect(statesOf(state, { first: 0, end: 2 })).toEqual(["plugged", "unplugged", "mixed"]);
    markPlugged(state, { first: 0, end: 2 });
    markUnplugged(state, { first: 2, end: 3 });
    expect(state.pluggedBlocks).toBe(5);
    expect(statesOf(state, { first: 1, end: 3 })).toEqual(["mixed"]);
    expect(statesOf(state, { first: 1, end: 2 })).toEqual(["plugged"]);
    expect(statesOf(state, { first: 2, end: 4 })).toEqual(["unplugged", "mixed"]);
    expect(learn(state, { first: 3, end: 7 }, "mixed")).toBe(true);
    expect(learn(state, { first: 3, end: 6 }, "plugged")).toBe(true);
    expect([state.pluggedBlocks, state.blocks.join("")]).toEqual([5, "1101112222"]);
    expect(learn(state.fork(), { first: 6, end: 7 }, "plugged")).toBe(false);
    expect(learn(state, { first: 6, end: 10 }, "unplugged")).toBe(true);
    markUnknown(state, 9);
    expect(learn(state, { first: 0, end: 2 }, "unplugged")).toBe(false);
  });

  test("forgets the words of unplugged blocks and no others", () => {
    const state = fresh();
    const word = (block: number, offset: number): number => address + block * blockBytes + offset;
    markPlugged(state, { first: 0, end: 3 });
    const words = [word(0, blockBytes - 8), word(1, 0), word(1, blockBytes - 8), word(2, 0)];
    for (const at of words) state.words.set(at, 1n);
    markUnplugged(state, { first: 1, end: 2 });
    expect([...state.words.keys()]).toEqual([words[0], words[3]]);
    markEmpty(state);
    expect(state.words.size).toBe(0);
  });

  test("finds the blocks of a range, or says what is wrong with it", () => {
    const state = fresh();
    const span = (at: bigint, blocks: number) => spanOf(state, { address: at, blocks });
    expect(span(start, 1)).toEqual({ first: 0, end: 1 });
    expect(span(start + 3n * unit, 7)).toEqual({ first: 3, end: regionBlocks });
    expect(span(start + 3n * unit, 8)).toBe("ends outside the region");
    expect(span(start, 65_535)).toBe("ends outside the region");
    expect(span(start, 0)).toBe("names no block");
    expect(span(start + 8n, 1)).toBe("is misaligned");
    expect(span(start - unit, 2)).toBe("starts outside the region");
    expect(span(2n ** 64n - unit, 2)).toBe("starts outside the region");
    expect([blockAt(state, start - 1n), blockAt(state, start), blockAt(state, start + 10n * unit)]).toEqual([
      -1, 0, -1,
    ]);
  });

  test("a fork goes its own way, and its key tells", () => {
    const one = fresh();
    const changes: readonly ((state: DeviceState) => void)[] = [
      (state) => markPlugged(state, { first: 0, end: 1 }),
      (state) => state.words.set(address, 1n),
      (state) => {
        state.requested = unit;
      },
      (state) => {
        state.usable = unit;
      },
      (state) => {
        state.node = 0;
      },
      (state) => {
        state.owed = true;
      },
      (state) => {
        state.migrating = true;
      },
      (state) => markUnknown(state, 1),
      (state) => markUnknown(state, 2),
    ];
    const keys = changes.map((change) => {
      const other = one.fork();
      expect(other.key()).toBe(one.key());
      change(other);
      return other.key();
    });
    expect(new Set([...keys, one.key(), fresh().key()]).size).toBe(changes.length + 1);
  });

  test("the key names every edge of the bitmap", () => {
    const keys = Array.from({ length: 2 ** 5 }, (_, bits) => {
      const state = fresh();
      for (let at = 0; at < 5; at++) if ((bits >> at) & 1) markPlugged(state, { first: at * 2, end: at * 2 + 1 });
      return state.key();
    });
    expect(new Set(keys).size).toBe(2 ** 5);
  });
});

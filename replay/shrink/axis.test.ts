import fc from "fast-check";
import { expect, test } from "vitest";
import { presets } from "../../model/presets.ts";
import { allocatorWire } from "../../wire/allocator.ts";
import { anyOf } from "../../wire/arbitrary.test-kit.ts";
import { deviceWire } from "../../wire/device.ts";
import { guestWire } from "../../wire/guest.ts";
import type { WireEntry } from "../../wire/schema.ts";
import { argumentsOf } from "../../wire/shape.ts";
import type { ArgumentValue } from "./arguments.ts";
import { axesOf } from "./axis.ts";

const fields = [allocatorWire, deviceWire, guestWire]
  .flatMap((wire) => Object.values<WireEntry>(wire))
  .flatMap(argumentsOf);

test("an axis leads back to the value at its distance, and every value of an argument has as many", () => {
  for (const field of fields) {
    const values = fc.array(anyOf(field.shape) as fc.Arbitrary<ArgumentValue>, { minLength: 1 });
    fc.assert(
      fc.property(values, fc.constantFrom(presets.tiny, presets.small), (all, geometry) => {
        const axes = all.map((value) => axesOf(field, value, geometry));
        expect(new Set(axes.map(({ length }) => length)).size).toBe(1);
        for (const [i, ways] of axes.entries()) {
          for (const { distance, at } of ways) expect(at(distance)).toBe(all[i]);
        }
      }),
      { numRuns: 50 },
    );
  }
});

test("the memory of a guest is lowered by partitions, then by device blocks, then by bytes", () => {
  const [bytes] = argumentsOf(guestWire.resize);
  if (bytes === undefined) throw new Error("resize has no argument");
  const axes = axesOf(bytes, BigInt((4 + 2 * 8 + 3) * 4096 + 1), presets.tiny);
  expect(axes.map(({ distance }) => distance)).toEqual([2n, 11n, 4097n]);
  expect(axes[0]?.at(0n)).toBe(BigInt((4 + 3) * 4096 + 1));
  expect(axes[1]?.at(10n)).toBe(BigInt(21 * 4096 + 1));
  expect(axesOf(bytes, 3n * 4096n, presets.tiny)[0]?.distance).toBe(0n);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DeviceGeometry, Geometry } from "../../model/geometry.ts";
import { presets } from "../../model/presets.ts";
import { bytes } from "../../model/units.ts";
import { deviceComposer } from "../../properties/device/composer.ts";
import { diceOf } from "../../properties/dice.ts";
import { adaptGeometry, DEVICE_MEMORY, isVast, keyOf, overlap, regionBytes } from "./shape.ts";

const MIB = 2 ** 20;

const adapt = (device: DeviceGeometry): DeviceGeometry => {
  const adapted = adaptGeometry({ ...presets.small, device });
  if ("refused" in adapted) throw new Error(adapted.refused);
  return adapted.device;
};

const shapes = fc
  .record({ log: fc.nat(31), regionBlocks: fc.integer({ min: 1, max: 66_000 }), place: fc.nat(2 ** 32) })
  .map(
    ({ log, regionBlocks, place }): DeviceGeometry => ({
      blockBytes: bytes(2 ** log * 4096),
      regionBlocks,
      address: bytes((place % 256) * 2 ** log * 4096),
    }),
  );

describe("adapting a geometry", () => {
  test("leaves alone what QEMU can have", () => {
    const { device } = presets.huge;
    expect(adapt(device)).toEqual(device);
  });

  test("raises blocks to 1 MiB and the region to whole 2 MiB, and keeps the rest of the guest", () => {
    const geometry: Geometry = { ...presets.tiny, device: { ...presets.tiny.device, regionBlocks: 9 } };
    const adapted = adaptGeometry(geometry);
    expect(adapted).toMatchObject({ ...presets.tiny, device: { blockBytes: MIB, regionBlocks: 10 } });
  });

  test("says why a region is too large", () => {
    const device = { ...presets.small.device, blockBytes: bytes(2 ** 31), regionBlocks: 65_535 };
    expect(adaptGeometry({ ...presets.small, device })).toEqual({
      refused: expect.stringContaining("65535 blocks of 2048 MiB are more"),
    });
  });

  test("always yields what QEMU accepts, and adapting again changes nothing", () => {
    fc.assert(
      fc.property(shapes, (device) => {
        const adapted = adaptGeometry({ ...presets.small, device });
        if ("refused" in adapted) return regionBytes(device) > DEVICE_MEMORY.bytes || device.blockBytes > 2 ** 32;
        const { blockBytes, address } = adapted.device;
        expect(address % Math.max(blockBytes, 2 * MIB)).toBe(0);
        expect(regionBytes(adapted.device) % (2 * MIB)).toBe(0);
        expect(address).toBeGreaterThanOrEqual(DEVICE_MEMORY.start);
        expect(address + regionBytes(adapted.device)).toBeLessThanOrEqual(DEVICE_MEMORY.start + DEVICE_MEMORY.bytes);
        expect(adaptGeometry(adapted)).toEqual(adapted);
        return true;
      }),
    );
  });
});

test("shapes without a possible address of their own stand side by side, so that one machine can hold them", () => {
  for (const base of Object.values(presets)) {
    const drawn = Array.from({ length: 300 }, (_, run) => deviceComposer.geometry(diceOf(3, run), base).device);
    const homeless = drawn.filter(({ address }) => address < DEVICE_MEMORY.start);
    const adapted = new Map(homeless.map(adapt).map((device) => [keyOf(device), device]));
    const ordinary = [...adapted.values()].filter((device) => !isVast(device));
    const pairs = ordinary.flatMap((one, at) => ordinary.slice(at + 1).map((other) => overlap(one, other)));
    expect(pairs.filter(Boolean).length).toBeLessThan(pairs.length / 50 + 1);
  }
});

test("only regions of more than 16 GiB are vast", () => {
  const blocks = { blockBytes: bytes(2 ** 30), address: bytes(2 ** 32) };
  expect([16, 17].map((regionBlocks) => isVast({ ...blocks, regionBlocks }))).toEqual([false, true]);
});

test("regions overlap when they share a byte, and shapes are the same when every size is", () => {
  const one = { blockBytes: bytes(MIB), regionBlocks: 4, address: bytes(2 ** 32) };
  expect(overlap(one, one)).toBe(true);
  expect(overlap(one, { ...one, address: bytes(2 ** 32 + 4 * MIB) })).toBe(false);
  expect(overlap({ ...one, address: bytes(2 ** 32 + 3 * MIB) }, one)).toBe(true);
  expect(keyOf(one)).not.toBe(keyOf({ ...one, regionBlocks: 2 }));
});

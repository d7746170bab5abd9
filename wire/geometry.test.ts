import { describe, expect, it } from "vitest";
import type { Geometry } from "../model/geometry.ts";
import { decided } from "../model/guest/options.ts";
import { presets } from "../model/presets.ts";
import { extent, frames, order } from "../model/units.ts";
import { decodeGeometry, decodeGeometryFile, encodeGeometry } from "./geometry.ts";

const everything: Geometry = {
  ...presets.small,
  kernel: "6.12",
  perCpuLists: { high: frames(8), batch: frames(2), maxOrder: order(3) },
  watermarks: { min: frames(4), lowmemReserve: frames(2) },
  highatomic: true,
  cma: { first: 3 as never, count: 2 },
  hole: extent(5, 2),
  initOnAlloc: true,
};

const options: Geometry = {
  ...presets.tiny,
  guest: {
    sharedFull: "kill",
    fileReads: "boot",
    exec: "drops",
    outOfMemory: "process",
    reserve: frames(1),
    longtermPins: "refuse",
    waiters: "all",
    reuse: false,
    sharedAt: "boot",
    memmap: frames(2),
    usable: "margin",
  },
};

const written = (geometry: Geometry) => JSON.parse(JSON.stringify(encodeGeometry(geometry)));

describe("a geometry in full", () => {
  it.each([...Object.values(presets), everything, options])("is read as it was written %#", (geometry) => {
    expect(decodeGeometry(written(geometry))).toEqual({ value: geometry });
  });

  it.each(Object.keys(options.guest ?? {}))("needs the option %s once there are options", (name) => {
    const { [name]: _, ...guest } = written(options).guest;
    expect(decodeGeometry({ ...written(options), guest })).toEqual({ error: `geometry.guest.${name} is missing` });
  });

  it.each(Object.keys(presets.small))("needs %s", (name) => {
    const { [name]: _, ...rest } = written(everything);
    expect(decodeGeometry(rest)).toEqual({ error: `geometry.${name} is missing` });
  });

  it.each([
    [{ cpus: 0 }, "geometry: cpus is 0; choose a whole number from 1 to 64"],
    [{ cpus: 1.5 }, "geometry.cpus: expected an integer from 0 to 9007199254740991, got 1.5"],
    [{ maxOrder: 11 }, "geometry: maxOrder is 11; choose a whole number from 1 to 10"],
    [{ kernel: "5.15" }, 'geometry.kernel: expected "6.1" or "6.12", got "5.15"'],
    [{ hole: 3 }, "geometry.hole: expected an object, got 3"],
    [{ perCpuLists: { high: 1, batch: 1 } }, "geometry.perCpuLists.maxOrder is missing"],
    [{ device: { ...presets.small.device, address: 2 ** 53 } }, "geometry.device.address: expected an integer"],
    [{ guest: null }, "geometry.guest: expected an object, got null"],
    [{ guest: { ...options.guest, waiters: "some" } }, 'geometry.guest.waiters: expected "one" or "all", got "some"'],
    [
      { guest: { ...options.guest, reserve: 128 } },
      "geometry: guest.reserve is 128; choose a whole number from 0 to 127",
    ],
    [{ guest: { ...options.guest, memmap: 17 } }, "geometry: guest.memmap is 17; choose a whole number from 0 to 16"],
  ])("says what is wrong %#", (change, sentence) => {
    expect(decodeGeometry({ ...written(everything), ...change })).toEqual({ error: expect.stringContaining(sentence) });
  });
});

describe("a geometry file", () => {
  it("takes what it leaves out from its preset, also inside the device", () => {
    const read = decodeGeometryFile({ preset: "small", cpus: 4, device: { regionBlocks: 9 } });
    const device = { ...presets.small.device, regionBlocks: 9 };
    expect(read).toEqual({ value: { ...presets.small, cpus: 4, device } });
  });

  it("takes options of the guest that it leaves out from their defaults", () => {
    const memmap = frames(512);
    const read = decodeGeometryFile({ preset: "paper", guest: { waiters: "all" } });
    expect(read).toEqual({ value: { ...presets.paper, guest: { ...decided, memmap, waiters: "all" } } });
    const { device, ...rest } = written(presets.paper);
    expect(decodeGeometryFile({ ...rest, device, guest: { waiters: "all" } })).toEqual(read);
    expect(decodeGeometryFile({ preset: "paper", guest: {} })).toEqual({
      value: { ...presets.paper, guest: { ...decided, memmap } },
    });
    expect(decodeGeometryFile({ preset: "paper" })).toEqual({ value: presets.paper });
  });

  it("may spell everything out instead", () => {
    expect(decodeGeometryFile(written(everything))).toEqual({ value: everything });
  });

  it.each([
    [{ preset: "smal" }, 'geometry.preset: "smal" is no preset; there are "tiny", "small", "paper" or "huge"'],
    [{ preset: "toString" }, 'geometry.preset: "toString" is no preset'],
    [
      { cpus: 2 },
      'geometry.pageblockOrder is missing; give it, or name a preset that it comes from: "preset": "small"',
    ],
    [{ preset: "small", cpu: 2 }, "geometry.cpu is no field; there are pageblockOrder, maxOrder,"],
    [
      { preset: "small", watermarks: { min: 2, max: 3 } },
      "geometry.watermarks.max is no field; there are min, lowmemReserve",
    ],
    [{ preset: "small", watermarks: { min: 2 } }, "geometry.watermarks.lowmemReserve is missing"],
    [{ preset: "small", blockFrames: 17 }, "geometry: blockFrames is 17; choose a power of two"],
    [
      { preset: "small", guest: { waiter: "all" } },
      "geometry.guest.waiter is no field; there are sharedFull, fileReads",
    ],
    [{ preset: "small", guest: { reserve: -1 } }, "geometry.guest.reserve: expected an integer from 0"],
    [{ preset: "small", guest: 5 }, "geometry.guest: expected an object, got 5"],
    [{ cpus: 2, guest: {} }, "geometry.pageblockOrder is missing; give it, or name a preset that it comes from"],
    [{ preset: "small", device: 5 }, "geometry.device: expected an object, got 5"],
    [JSON.parse('{"preset":"small","__proto__":{}}'), "geometry.__proto__ is no field"],
    ["small", 'geometry: expected an object, got "small"'],
    [[], "geometry: expected an object, got a list of 0"],
  ])("says what is wrong %#", (file, sentence) => {
    expect(decodeGeometryFile(file)).toEqual({ error: expect.stringContaining(sentence) });
  });
});

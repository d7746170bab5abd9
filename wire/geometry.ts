import { Type } from "typebox";
import { checkGeometry } from "../model/check-geometry.ts";
import type { Geometry } from "../model/geometry.ts";
import { optionsOf } from "../model/guest/options.ts";
import { type PresetName, presets } from "../model/presets.ts";
import type { Bytes, FrameCount, Order, PageblockIndex, Pfn } from "../model/units.ts";
import { type Decoded, decode, encode, glimpse, isObject, type Json, oneOf, own } from "./codec.ts";
import { integer } from "./fields.ts";
import { describing } from "./schema.ts";
import { shapeOf } from "./shape.ts";
import { strangerIn } from "./strangers.ts";

/** Any whole number: which of them are possible, also in view of each other, is for `checkGeometry` to say. */
const whole = <T extends number>() => integer<T>(0, Number.MAX_SAFE_INTEGER);

/** How a geometry is written. */
export const geometrySchema = describing<Geometry>()(
  Type.Object({
    pageblockOrder: whole<Order>(),
    maxOrder: whole<Order>(),
    blockFrames: whole<FrameCount>(),
    bootFrames: whole<FrameCount>(),
    sharedFrames: whole<FrameCount>(),
    partitions: whole<number>(),
    partitionBlocks: whole<number>(),
    cpus: whole<number>(),
    kernel: Type.Enum(["6.1", "6.12"]),
    perCpuLists: Type.Union([
      Type.Object({ high: whole<FrameCount>(), batch: whole<FrameCount>(), maxOrder: whole<Order>() }),
      Type.Null(),
    ]),
    watermarks: Type.Union([
      Type.Object({ min: whole<FrameCount>(), lowmemReserve: whole<FrameCount>() }),
      Type.Null(),
    ]),
    highatomic: Type.Boolean(),
    cma: Type.Union([Type.Object({ first: whole<PageblockIndex>(), count: whole<number>() }), Type.Null()]),
    hole: Type.Union([Type.Object({ first: whole<Pfn>(), count: whole<FrameCount>() }), Type.Null()]),
    initOnAlloc: Type.Boolean(),
    device: Type.Object({ blockBytes: whole<Bytes>(), regionBlocks: whole<number>(), address: whole<Bytes>() }),
    guest: Type.Optional(
      Type.Object({
        sharedFull: Type.Enum(["drop-then-boot", "kill"]),
        fileReads: Type.Enum(["shared", "boot"]),
        exec: Type.Enum(["keeps", "drops"]),
        outOfMemory: Type.Enum(["instance", "process"]),
        reserve: whole<FrameCount>(),
        longtermPins: Type.Enum(["move", "refuse"]),
        waiters: Type.Enum(["one", "all"]),
        reuse: Type.Boolean(),
        sharedAt: Type.Enum(["region", "boot"]),
        memmap: whole<FrameCount>(),
        usable: Type.Enum(["region", "margin"]),
      }),
    ),
  }),
);

/** A geometry as JSON, every field spelled out: presets may change, transcripts may not. */
export const encodeGeometry = (geometry: Geometry): Json => encode(shapeOf(geometrySchema), geometry);

/** Reads a possible geometry of which every field is given, as in transcripts and on the wire; never throws. */
export function decodeGeometry(value: unknown, path = "geometry"): Decoded<Geometry> {
  const read = decode(shapeOf(geometrySchema), value, path) as Decoded<Geometry>;
  const wrong = "error" in read ? null : checkGeometry(read.value);
  return wrong === null ? read : { error: `${path}: ${wrong.replace(/\.$/, "")}` };
}

/**
 * Reads a geometry as a person writes one: `{"preset":"small","cpus":4}`. What is left out comes from the preset; without
 * a preset nothing may be left out but options of `guest`, which have defaults of their own. A field of `device` may be left
 * out too. Never throws.
 *
 * Unlike elsewhere an unknown field is an error here: a slip of the pen would silently test another guest.
 */
export function decodeGeometryFile(value: unknown): Decoded<Geometry> {
  if (!isObject(value)) return { error: `geometry: expected an object, got ${glimpse(value)}` };
  const stranger = strangerIn(shapeOf(geometrySchema), value, "geometry", ["preset"]);
  if (stranger !== null) return { error: stranger };
  const preset = own(value, "preset");
  if (preset === undefined) return withOptions(value, withoutPreset);
  if (!isPreset(preset)) {
    return { error: `geometry.preset: ${glimpse(preset)} is no preset; there are ${oneOf(Object.keys(presets))}` };
  }
  const base = encodeGeometry(presets[preset]) as Readonly<Record<string, Json>>;
  const device = own(value, "device");
  const merged = {
    ...base,
    ...value,
    ...(isObject(device) ? { device: { ...(base["device"] as object), ...device } } : {}),
  };
  return withOptions(merged, decodeGeometry);
}

/** Reads a geometry that may give some options of `guest` and leave out others. */
function withOptions(value: object, read: (value: object) => Decoded<Geometry>): Decoded<Geometry> {
  const { guest, ...rest } = value as Readonly<Record<string, unknown>>;
  if (!isObject(guest)) return read(value);
  const plain = read(rest);
  if ("error" in plain) return plain;
  return decodeGeometry({ ...rest, guest: { ...optionsOf(plain.value), ...guest } });
}

const isPreset = (name: unknown): name is PresetName => typeof name === "string" && Object.hasOwn(presets, name);

function withoutPreset(value: object): Decoded<Geometry> {
  const read = decodeGeometry(value);
  const missing = "error" in read && read.error.endsWith(" is missing");
  return missing ? { error: `${read.error}; give it, or name a preset that it comes from: "preset": "small"` } : read;
}

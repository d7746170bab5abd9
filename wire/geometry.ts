import { Type } from "typebox";
import type { Geometry } from "../model/geometry.ts";
import { type PresetName, presets } from "../model/presets.ts";
import { type Decoded, decode, encode, glimpse, isObject, type Json, oneOf, own } from "./codec.ts";
import { byteCount, count, frameCount, integer, order, pageblock, pfn } from "./fields.ts";
import { describing } from "./schema.ts";
import { type Field, type Shape, shapeOf } from "./shape.ts";

/** How a geometry is written. What its fields must be to each other is for `checkGeometry`. */
export const geometrySchema = describing<Geometry>()(
  Type.Object({
    pageblockOrder: order(),
    maxOrder: order(),
    blockFrames: frameCount(),
    bootFrames: frameCount(),
    sharedFrames: frameCount(),
    partitions: count(),
    partitionBlocks: count(),
    cpus: integer<number>(1, 1024),
    kernel: Type.Enum(["6.1", "6.12"]),
    perCpuLists: Type.Union([Type.Object({ high: frameCount(), batch: frameCount(), maxOrder: order() }), Type.Null()]),
    watermarks: Type.Union([Type.Object({ min: frameCount(), lowmemReserve: frameCount() }), Type.Null()]),
    highatomic: Type.Boolean(),
    cma: Type.Union([Type.Object({ first: pageblock(), count: count() }), Type.Null()]),
    hole: Type.Union([Type.Object({ first: pfn(), count: frameCount() }), Type.Null()]),
    initOnAlloc: Type.Boolean(),
    device: Type.Object({ blockBytes: byteCount(), regionBlocks: integer<number>(0, 2 ** 32), address: byteCount() }),
  }),
);

/** A geometry as JSON, every field spelled out: presets may change, transcripts may not. */
export const encodeGeometry = (geometry: Geometry): Json => encode(shapeOf(geometrySchema), geometry);

/** Reads a geometry of which every field is given, as in transcripts and on the wire; never throws. */
export const decodeGeometry = (value: unknown, path = "geometry"): Decoded<Geometry> =>
  decode(shapeOf(geometrySchema), value, path) as Decoded<Geometry>;

/**
 * Reads a geometry as a person writes one: `{"preset":"small","cpus":4}`. What is left out comes from the preset; without
 * a preset nothing may be left out. A field of `device` may be left out too. Never throws.
 *
 * Unlike elsewhere an unknown field is an error here: a slip of the pen would silently test another guest.
 */
export function decodeGeometryFile(value: unknown): Decoded<Geometry> {
  if (!isObject(value)) return { error: `geometry: expected an object, got ${glimpse(value)}` };
  const stranger = strangerIn(fieldsOf(shapeOf(geometrySchema)), value, "geometry", ["preset"]);
  if (stranger !== null) return { error: stranger };
  const preset = own(value, "preset");
  if (preset === undefined) return withoutPreset(value);
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
  return decodeGeometry(merged);
}

const isPreset = (name: unknown): name is PresetName => typeof name === "string" && Object.hasOwn(presets, name);

function withoutPreset(value: object): Decoded<Geometry> {
  const read = decodeGeometry(value);
  const missing = "error" in read && read.error.endsWith(" is missing");
  return missing ? { error: `${read.error}; give it, or name a preset that it comes from: "preset": "small"` } : read;
}

/** The first field, at any depth, that no geometry has. */
function strangerIn(
  fields: readonly Field[],
  value: unknown,
  path: string,
  more: readonly string[] = [],
): string | null {
  if (!isObject(value) || fields.length === 0) return null;
  const names = [...fields.map(({ name }) => name), ...more];
  const stranger = Object.keys(value).find((name) => !names.includes(name));
  if (stranger !== undefined) return `${path}.${stranger.slice(0, 40)} is no field; there are ${names.join(", ")}`;
  for (const { name, shape } of fields) {
    const inner = strangerIn(fieldsOf(shape), own(value, name), `${path}.${name}`);
    if (inner !== null) return inner;
  }
  return null;
}

const fieldsOf = (shape: Shape): readonly Field[] => {
  if (shape.kind === "record") return shape.fields;
  return shape.kind === "nullable" ? fieldsOf(shape.of) : [];
};

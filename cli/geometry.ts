import type { Geometry } from "../model/geometry.ts";
import { type PresetName, presets } from "../model/presets.ts";
import { decodeGeometryFile } from "../wire/geometry.ts";
import { readInput } from "./files.ts";
import type { Io } from "./io.ts";
import { choices } from "./nearest.ts";
import { badData, isProblem, type Problem, usage } from "./problem.ts";

/** A geometry with every field takes under 1 KiB. */
const MOST_BYTES = 2 ** 20;

const isPreset = (name: string): name is PresetName => Object.hasOwn(presets, name);

/** The geometry a person named: a preset, or a JSON file that holds one. */
export function readGeometry(io: Io, typed: string): Geometry | Problem {
  if (isPreset(typed)) return presets[typed];
  const bytes = readInput(io, typed, MOST_BYTES);
  if (isProblem(bytes)) {
    const looksLikeFile = /[./\\]/.test(typed);
    return looksLikeFile
      ? bytes
      : usage(`unknown geometry ${typed}; ${choices(typed, Object.keys(presets))}, or name a JSON file`);
  }
  return geometryIn(bytes.toString("utf8"), typed);
}

function geometryIn(text: string, path: string): Geometry | Problem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return badData(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = decodeGeometryFile(value);
  return "error" in read ? badData(`${path}: ${read.error}`) : read.value;
}

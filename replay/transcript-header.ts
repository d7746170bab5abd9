import { Type } from "typebox";
import { allocator } from "../model/allocator/contract.ts";
import type { ContractName } from "../model/contract.ts";
import { device } from "../model/device/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import { type Decoded, decode, encode, glimpse, isObject, type Json, oneOf, own } from "../wire/codec.ts";
import { integer, text } from "../wire/fields.ts";
import { decodeGeometry, encodeGeometry } from "../wire/geometry.ts";
import { shapeOf } from "../wire/shape.ts";

/** The value of `format` in the first line. */
export const FORMAT = "hotmem-replay";
/** The one version that is read and written. */
export const VERSION = 1;

/** Profiles by contract, from weakest to strongest. */
const profiles: Readonly<Record<ContractName, readonly string[]>> = {
  allocator: allocator.profiles,
  device: device.profiles,
  guest: ["virtio-mem", "hotmem"],
};

/** Everything in the first line but format, version and geometry, which are looked at on their own. */
const schema = Type.Object({
  id: Type.Optional(text(64)),
  contract: Type.Enum(["allocator", "device", "guest"]),
  profile: text(64),
  subject: text(),
  title: text(),
  expects: Type.Enum(["violated", "held"]),
  rule: Type.Optional(text(128)),
  because: Type.Optional(text(65536)),
  shrunk: Type.Optional(
    Type.Object({
      from: integer<number>(0, Number.MAX_SAFE_INTEGER),
      executions: integer<number>(0, Number.MAX_SAFE_INTEGER),
      minimal: Type.Enum(["step-and-argument", "shortest"]),
    }),
  ),
  repro: Type.Optional(
    Type.Object({
      runs: integer<number>(0, Number.MAX_SAFE_INTEGER),
      failures: integer<number>(0, Number.MAX_SAFE_INTEGER),
    }),
  ),
  origin: Type.Optional(
    Type.Object({
      seed: integer<number>(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      run: integer<number>(0, Number.MAX_SAFE_INTEGER),
      tool: text(),
    }),
  ),
});

/** The first line of a transcript, read. */
export type Header = Type.Static<typeof schema> & { readonly geometry: Geometry };

/** The first line of a transcript as JSON; fields of the argument that are not the header's are left out. */
export function encodeHeader(header: Header): Json {
  const fields = encode(shapeOf(schema), header) as object;
  return { format: FORMAT, version: VERSION, ...fields, geometry: encodeGeometry(header.geometry) };
}

/** Reads the first line of a transcript, from what tells files apart to the details; never throws. */
export function decodeHeader(value: unknown): Decoded<Header> {
  const alien = notOurs(value);
  if (alien !== null || !isObject(value)) return { error: alien ?? "" };
  const contract = own(value, "contract");
  if (typeof contract !== "string" || !Object.hasOwn(profiles, contract)) {
    const known = oneOf(Object.keys(profiles));
    return { error: `contract: expected ${known}, got ${glimpse(contract)}; a newer hotmem may know more` };
  }
  const known = profiles[contract as ContractName];
  const profile = own(value, "profile");
  if (typeof profile !== "string" || !known.includes(profile)) {
    return { error: `profile: contract ${contract} has ${oneOf(known)}, got ${glimpse(profile)}` };
  }
  const fields = decode(shapeOf(schema), value, "header") as Decoded<Omit<Header, "geometry">>;
  if ("error" in fields) return fields;
  const geometry = decodeGeometry(own(value, "geometry"), "header.geometry");
  if ("error" in geometry) return geometry;
  const header: Header = { ...fields.value, geometry: geometry.value };
  const odd = contradiction(header);
  return odd === null ? { value: header } : { error: odd };
}

function notOurs(value: unknown): string | null {
  const format = isObject(value) ? own(value, "format") : undefined;
  if (!isObject(value) || format !== FORMAT) {
    const got = format === undefined ? "" : `, but this one says "format": ${glimpse(format)}`;
    return `not a replay file: the first line of one is an object with "format": "${FORMAT}"${got}`;
  }
  const version = own(value, "version");
  if (version === VERSION) return null;
  if (typeof version === "number" && version > VERSION) {
    return `written in format version ${version}; this hotmem reads version ${VERSION}: use a newer hotmem`;
  }
  return `format version ${glimpse(version)} is not one that this hotmem reads; it reads version ${VERSION}: record the run again`;
}

function contradiction({ expects, rule }: Header): string | null {
  if (expects === "violated" && rule === undefined)
    return 'header.rule is missing; "expects": "violated" needs the broken rule';
  if (expects === "held" && rule !== undefined) return 'header.rule: a transcript with "expects": "held" names no rule';
  return null;
}

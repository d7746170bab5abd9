import { isObject, type Json } from "../../wire/codec.ts";
import { geometrySchema } from "../../wire/geometry.ts";
import { told } from "../../wire/guest-events.ts";
import { spokenContracts } from "./contracts.ts";
import { type Message, PROTOCOL, replies, requests } from "./messages.ts";

/** Keywords that only this project's own tools read. */
const ours: ReadonlySet<string> = new Set(["role", "pair", "measure", "scales", "simplest", "wide"]);

/** The schema as plain JSON, without our own keywords. Names of properties are kept, whatever they are. */
function plain(schema: unknown, isNames = false): Json {
  if (Array.isArray(schema)) return schema.map((item) => plain(item));
  if (!isObject(schema)) return schema as Json;
  const shared = isNames ? undefined : sharedPlace(schema);
  if (shared !== undefined) return ref(shared);
  return bare(schema, isNames);
}

function bare(schema: object, isNames: boolean): Json {
  const kept = Object.entries(schema).filter(([name]) => isNames || !(ours.has(name) || name.startsWith("~")));
  return Object.fromEntries(kept.map(([name, value]) => [name, plain(value, !isNames && name === "properties")]));
}

/** Schemas that stand in every answer of a guest, and are written down once. By their text, for copies may have been made. */
const places: ReadonlyMap<string, string> = new Map([
  [JSON.stringify(told.events), "guest.events"],
  [JSON.stringify(told.spent), "guest.spent"],
]);

const sharedPlace = (schema: object): string | undefined =>
  "properties" in schema || "items" in schema ? places.get(JSON.stringify(schema)) : undefined;

const ref = (place: string): Json => ({ $ref: `#/$defs/${place}` });

const record = (properties: { readonly [name: string]: Json }): Json => ({
  type: "object",
  properties,
  required: Object.keys(properties),
});

/** A command with its kind, which the schema of its arguments does not have. */
function askSchema(kind: string, schema: unknown): Json {
  const { properties = {}, required = [] } = schema as { properties?: object; required?: readonly string[] };
  return {
    type: "object",
    properties: { kind: { const: kind }, ...(plain(properties, true) as object) },
    required: ["kind", ...required],
  };
}

const messages = (side: string, table: Readonly<Record<string, Message>>): [string, Json][] =>
  Object.entries(table).map(([name, { payload, says }]) => [
    `${side}.${name}`,
    { description: says, ...(record({ id: ref("id"), [name]: plain(payload) }) as object) },
  ]);

/** Asks and answers of every command: `allocator.allocate.ask`. */
const commands = (): [string, Json][] =>
  Object.entries(spokenContracts).flatMap(([contract, { wire, says }]) =>
    Object.entries(wire).flatMap(([kind, entry]): [string, Json][] => [
      [`${contract}.${kind}.ask`, { description: says[kind] ?? "", ...(askSchema(kind, entry.ask) as object) }],
      [`${contract}.${kind}.answer`, plain(entry.answer)],
    ]),
  );

/**
 * Every message as JSON Schema 2020-12: `$defs/request.NAME` and `$defs/reply.NAME`, commands under `CONTRACT.KIND.ask` and
 * `CONTRACT.KIND.answer`. That an answer belongs to its command, no schema of single messages can say.
 */
export function protocolSchema(): Json {
  const all = commands();
  const among = (end: string) => ({ anyOf: all.filter(([name]) => name.endsWith(end)).map(([name]) => ref(name)) });
  const [asked, answered] = [messages("request", requests), messages("reply", replies)];
  const outcomes = ["answer", "declined", "error"].map((name) => ref(`reply.${name}`));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `hotmem protocol ${PROTOCOL}`,
    anyOf: [ref("request"), ref("reply")],
    $defs: {
      id: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      request: { anyOf: asked.map(([name]) => ref(name)) },
      reply: { anyOf: answered.map(([name]) => ref(name)) },
      outcome: { anyOf: outcomes },
      geometry: plain(geometrySchema),
      "guest.events": bare(told.events, false),
      "guest.spent": bare(told.spent, false),
      ask: among(".ask"),
      answer: among(".answer"),
      ...Object.fromEntries([...asked, ...answered, ...all]),
    },
  };
}

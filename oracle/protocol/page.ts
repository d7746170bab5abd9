import type { TSchema } from "typebox";
import { geometrySchema } from "../../wire/geometry.ts";
import { told } from "../../wire/guest-events.ts";
import type { WireEntry } from "../../wire/schema.ts";
import { type RecordShape, type Shape, shapeOf } from "../../wire/shape.ts";
import { spokenContracts } from "./contracts.ts";
import { describeCase, describeFields, describeShape } from "./describe.ts";
import { limits } from "./limits.ts";
import { claim, constraint, introduction, type Message, replies, requests } from "./messages.ts";
import { geometrySays } from "./says/geometry.ts";
import { eventSays } from "./says/guest.ts";

type Row = readonly string[];

const cell = (text: string): string => text.replaceAll("|", "\\|");

const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

const code = (text: string): string => `\`${text}\``;

const recordOf = (schema: TSchema): RecordShape => {
  const shape = shapeOf(schema);
  if (shape.kind !== "record") throw new Error("expected the schema of an object");
  return shape;
};

const messagesTable = (all: Readonly<Record<string, Message>>, withReplies: boolean): string =>
  table(
    ["message", "for", ...(withReplies ? ["answered by"] : [])],
    Object.entries(all).map(([name, { says, replies: by = [] }]) => [
      code(name),
      says,
      ...(withReplies ? [by.map(code).join(", ")] : []),
    ]),
  );

/** Arguments are printed without a kind; an answer that can only be of one kind is no union. */
function answersOf({ answer }: WireEntry, always: readonly string[]): string {
  const shape = shapeOf(answer);
  const cases: Iterable<readonly [string, RecordShape]> =
    shape.kind === "tagged" ? shape.cases : shape.kind === "record" ? [[kindOf(shape), shape]] : [];
  return [...cases].map(([kind, record]) => describeCase(kind, record, always)).join("; ");
}

const kindOf = ({ fields }: RecordShape): string => {
  const tag = fields.find(({ name }) => name === "kind")?.shape;
  return tag?.kind === "constant" ? String(tag.value) : "";
};

const commandsTable = (contract: keyof typeof spokenContracts): string => {
  const { wire, says, always } = spokenContracts[contract];
  const rows = Object.entries(wire).map(([kind, entry]) => [
    code(kind),
    says[kind] ?? "",
    describeFields(recordOf(entry.ask), []),
    answersOf(entry, always),
  ]);
  return table(["command", "asks", "arguments", "answers"], rows);
};

/** Fields that every answer of a contract has. */
function alwaysTable(contract: keyof typeof spokenContracts): string {
  const { wire, always } = spokenContracts[contract];
  const [entry] = Object.values(wire);
  if (entry === undefined) throw new Error(`contract ${contract} has no command`);
  const shape = shapeOf(entry.answer);
  const record = shape.kind === "tagged" ? ([...shape.cases.values()][0] as RecordShape) : (shape as RecordShape);
  const rows = record.fields.filter(({ name }) => always.includes(name) && name !== "events");
  return table(
    ["field", "what it may be"],
    rows.map((field): Row => [code(field.name), describeShape(field.shape)]),
  );
}

const eventsTable = (): string => {
  const shape = shapeOf(told.events);
  const items: Shape | undefined = shape.kind === "list" ? shape.items : undefined;
  if (items?.kind !== "tagged") throw new Error("events are no list of a union");
  const says: Readonly<Record<string, string>> = eventSays;
  const rows = [...items.cases].map(([kind, record]) => [
    code(kind),
    says[kind] ?? "",
    describeFields(record, ["kind"]),
  ]);
  return table(["event", "tells", "fields"], rows);
};

/** Leaves of a record, by path; a group that may be missing or null is one leaf unless it is listed field by field. */
const leavesOf = (shape: Shape, path: string): readonly (readonly [string, Shape])[] =>
  shape.kind === "record"
    ? shape.fields.flatMap(({ name, shape: inner }) => leavesOf(inner, path === "" ? name : `${path}.${name}`))
    : [[path, shape]];

const geometryTable = (): string => {
  const says: Readonly<Record<string, string>> = geometrySays;
  const rows = leavesOf(recordOf(geometrySchema), "").map(([path, shape]) => [
    code(path),
    says[path] ?? "",
    describeShape(shape),
  ]);
  return table(["field", "says", "may be"], rows);
};

const limitsTable = (): string =>
  table(
    ["limit", "value"],
    [
      ["from the start to the answer to `hello`", `${limits.startMs / 1000} s`],
      ["for one answer, and for all answers to one `asks`", `${limits.answerMs / 1000} s`],
      ["between `stop` and the end", `${limits.stopMs / 1000} s`],
      ["one line of a subject", `${limits.lineBytes / 2 ** 20} MiB`],
      ["resident memory of a subject and its children", `${limits.memoryBytes / 2 ** 30} GiB`],
      ["the end of stderr that is kept", `${limits.logBytes / 2 ** 10} KiB`],
    ],
  );

const fieldsTable = (schema: TSchema): string =>
  table(
    ["field", "may be", "needed"],
    recordOf(schema).fields.map(({ name, shape, required }) => [
      code(name),
      describeShape(shape),
      required ? "yes" : "no",
    ]),
  );

/** Every generated part of the page, by the name in its marks. */
const parts: Readonly<Record<string, () => string>> = {
  requests: () => messagesTable(requests, true),
  replies: () => messagesTable(replies, false),
  hello: () => fieldsTable(introduction),
  claim: () => fieldsTable(claim),
  constraint: () => fieldsTable(constraint),
  limits: limitsTable,
  geometry: geometryTable,
  allocator: () => commandsTable("allocator"),
  device: () => commandsTable("device"),
  "device answers": () => alwaysTable("device"),
  guest: () => commandsTable("guest"),
  "guest answers": () => alwaysTable("guest"),
  "guest events": eventsTable,
};

/**
 * The page with every generated part printed anew, between `<!-- begin NAME -->` and `<!-- end NAME -->`.
 *
 * @throws when a part is not on the page, or the page marks one that there is not
 */
export function printPage(page: string): string {
  const seen = new Set<string>();
  const printed = page.replaceAll(/<!-- begin (.+?) -->[\s\S]*?<!-- end \1 -->/g, (_, name: string) => {
    const print = parts[name];
    if (print === undefined) throw new Error(`the page marks a part ${name}, which there is not`);
    seen.add(name);
    return `<!-- begin ${name} -->\n\n${print()}\n\n<!-- end ${name} -->`;
  });
  const missing = Object.keys(parts).filter((name) => !seen.has(name));
  if (missing.length > 0) throw new Error(`the page has no place for ${missing.join(", ")}`);
  return printed;
}

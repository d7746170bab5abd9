import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { begin, outcomeOf } from "../../model/guest/laws/telling.test-kit.ts";
import { allocatorWire } from "../../wire/allocator.ts";
import { decodeGeometry } from "../../wire/geometry.ts";
import { guestWire } from "../../wire/guest.ts";
import { decodeAnswer, decodeAsk, decodeStep } from "../../wire/step.ts";
import { protocolSchema } from "./json-schema.ts";
import { printPage } from "./page.ts";

const pagePath = join(import.meta.dirname, "../PROTOCOL.md");
const page = readFileSync(pagePath, "utf8");

test("PROTOCOL.md is what the code says", async () => {
  await expect(printPage(page)).toMatchFileSnapshot(pagePath);
});

test("protocol.schema.json is what the code says", async () => {
  const printed = `${JSON.stringify(protocolSchema(), null, 1)}\n`;
  await expect(printed).toMatchFileSnapshot(join(import.meta.dirname, "protocol.schema.json"));
});

test("a part without a place, and a place without a part, are noticed", () => {
  expect(() => printPage(page.replaceAll("begin limits", "begin nothing"))).toThrow(/no place for limits/);
  expect(() => printPage(`${page}<!-- begin other --><!-- end other -->`)).toThrow(/a part other/);
});

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
ajv.addSchema(protocolSchema() as object, "protocol");
const definition = (name: string) => ajv.compile({ $ref: `protocol#/$defs/${name}` });
const [valid, isRequest, isReply] = [ajv.compile({ $ref: "protocol" }), definition("request"), definition("reply")];

/** The examples of the guest stand under its commands. */
const guestPart = page.slice(page.indexOf("## Commands of the contract `guest`"), page.indexOf("## Limits"));

/** Lines of the examples, by who says them. */
const linesOf = (mark: string, of = page) =>
  [...of.matchAll(new RegExp(`^${mark} (\\{.*\\})$`, "gm"))].map(([, line]) => JSON.parse(line ?? "") as object);

describe("the examples on the page", () => {
  test("are messages, each from its side", () => {
    const [asked, told] = [linesOf(">"), linesOf("<")];
    expect([asked.length, told.length]).toEqual([12, 12]);
    for (const line of [...asked, ...told]) expect([line, valid(line)]).toEqual([line, true]);
    expect(asked.map((line) => isRequest(line))).not.toContain(false);
    expect(told.map((line) => isReply(line))).not.toContain(false);
  });

  test("are read by the codec", () => {
    const others = page.replace(guestPart, "");
    for (const line of linesOf(">", others) as { ask?: unknown; reset?: { geometry: unknown } }[]) {
      if (line.ask !== undefined) expect(decodeAsk(allocatorWire, line.ask)).toHaveProperty("value");
      if (line.reset !== undefined) expect(decodeGeometry(line.reset.geometry)).toHaveProperty("value");
    }
    expect(decodeAnswer(allocatorWire, "allocate", { kind: "granted", first: 4, zeroed: 0 })).toHaveProperty("value");
  });

  test("are read by the codec of the guest, and legal", () => {
    const asks = linesOf(">", guestPart) as { ask: unknown }[];
    const answers = linesOf("<", guestPart) as { answer: unknown }[];
    const steps = asks.map(({ ask }, at) => decodeStep(guestWire, { ask, answer: answers[at]?.answer }));
    const read = steps.flatMap((step) => ("value" in step ? [step.value] : []));
    expect([read.length, outcomeOf(begin(), read)]).toEqual([4, "held"]);
  });
});

describe("the published schema", () => {
  const answer = definition("allocator.allocate.answer");

  test("takes fields it does not know", () => {
    expect(valid({ id: 1, ready: {}, future: [1] })).toBe(true);
    expect(answer({ kind: "granted", first: 0, zeroed: 0, future: null })).toBe(true);
  });

  test.each([
    ["no id", { ready: {} }],
    ["an id that is no whole number", { id: 1.5, ready: {} }],
    ["no name", { id: 1 }],
    ["a command that is none", { id: 1, ask: { kind: "fly" } }],
    ["a command without its arguments", { id: 1, ask: { kind: "allocate" } }],
    ["an answer that is none", { id: 1, answer: { kind: "perhaps" } }],
    ["an error that does not say whether it is definite", { id: 1, error: { why: "?" } }],
  ])("refuses %s", (_, message) => {
    expect(valid(message)).toBe(false);
  });

  test("refuses numbers that JSON readers would round", () => {
    expect(answer({ kind: "granted", first: 2 ** 53 + 2, zeroed: 0 })).toBe(false);
    const resize = definition("device.resize.ask");
    expect([2 ** 53 + 2, "0xffffffffffffffff", 4096].map((bytes) => resize({ kind: "resize", bytes }))).toEqual([
      false,
      true,
      true,
    ]);
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import type { Command } from "../../model/contract.ts";
import { allocatorWire as wire } from "../../wire/allocator.ts";
import { stepsOf } from "../../wire/arbitrary.test-kit.ts";
import { isObject } from "../../wire/codec.ts";
import { misspelled } from "../../wire/misspelled.test-kit.ts";
import { encodeAnswer } from "../../wire/step.ts";
import { outcomeIn, replyTo } from "./reply.ts";
import { plainOutcome, plainOutcomes } from "./reply-text.ts";

const ID = 41;

/** What one reply says when it is parsed as JSON, or undefined. */
function parsed(id: number, ask: Command<Allocator>, value: unknown): unknown {
  const reply = replyTo(id, value);
  const outcome = "error" in reply ? reply : outcomeIn(wire, ask.kind, reply.value);
  return "error" in outcome ? undefined : outcome.value;
}

/** What a line of several replies says when it is parsed as JSON, or undefined. */
function allParsed(asks: readonly Command<Allocator>[], line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    const reply = replyTo(ID, value);
    const answers = "error" in reply ? undefined : reply.value["answers"];
    if (!isObject(value) || !Array.isArray(answers) || answers.length < asks.length) return undefined;
    const outcomes = asks.map((ask, at) => parsed(ID + 1 + at, ask, answers[at]));
    return outcomes.includes(undefined) ? undefined : outcomes;
  } catch {
    return undefined;
  }
}

const refusal = fc.record({ why: fc.string(), link: fc.string() }, { requiredKeys: ["why"], noNullPrototype: true });

/** Commands, and what a program says of each: mostly an answer, sometimes that it declines. */
const told = fc.array(fc.tuple(stepsOf(wire), fc.option(refusal, { freq: 3 })), { minLength: 1, maxLength: 4 });

const written = told.map((all) => ({
  asks: all.map(([{ ask }]) => ask),
  replies: all.map(([{ ask, answer }, declined], at) =>
    JSON.stringify({
      id: ID + 1 + at,
      ...(declined === null ? { answer: encodeAnswer(wire, ask.kind, answer) } : { declined }),
    }),
  ),
}));

/** Commands, and a line about them that may be spelled differently or wrong. */
const conversations = written.chain(({ asks, replies }) =>
  fc.record({
    asks: fc.constant(asks),
    one: misspelled(fc.constant(replies[0] as string)),
    line: misspelled(fc.constant(`{"id":${ID},"answers":[${replies.join(",")}]}`)),
  }),
);

test("what is read without JSON is what JSON would have said", () => {
  fc.assert(
    fc.property(conversations, ({ asks, line }) => {
      const outcomes = plainOutcomes(wire, ID, asks, Buffer.from(line));
      if (outcomes !== undefined) expect(outcomes).toStrictEqual(allParsed(asks, line));
    }),
    { numRuns: 5000 },
  );
});

test("so is a line about one command", () => {
  fc.assert(
    fc.property(conversations, ({ asks: [ask], one }) => {
      if (ask === undefined) throw new Error("there is one at least");
      const outcome = plainOutcome(wire, ID + 1, ask, Buffer.from(one));
      if (outcome !== undefined) expect(outcome).toStrictEqual(parsed(ID + 1, ask, JSON.parse(one)));
    }),
    { numRuns: 5000 },
  );
});

const release: Command<Allocator> = { kind: "release", what: 3 as never, cpu: 0 as never };
const done = '{"id":42,"answer":{"kind":"done"}}';

test("a plain line is read without JSON", () => {
  const refused = '{"id":43,"declined":{"why":"no such page","link":"https://example.org/1"}}';
  expect(plainOutcomes(wire, ID, [release, release], Buffer.from(`{"id":41,"answers":[${done},${refused}]}`))).toEqual([
    { kind: "answered", answer: { kind: "done" } },
    { kind: "declined", why: "no such page", link: "https://example.org/1" },
  ]);
  expect(plainOutcome(wire, 42, release, Buffer.from(done))).toEqual({ kind: "answered", answer: { kind: "done" } });
});

test.each([
  ["another id", '{"id":40,"answers":[{"id":42,"answer":{"kind":"done"}}]}'],
  ["another id inside", '{"id":41,"answers":[{"id":43,"answer":{"kind":"done"}}]}'],
  ["fewer answers", '{"id":41,"answers":[]}'],
  ["more answers", `{"id":41,"answers":[${done},${done}]}`],
  ["an answer of another command", '{"id":41,"answers":[{"id":42,"answer":{"kind":"busy"}}]}'],
  ["an error", '{"id":41,"answers":[{"id":42,"error":{"definite":true,"why":""}}]}'],
  ["an answer that is declined too", '{"id":41,"answers":[{"id":42,"answer":{"kind":"done"},"declined":{"why":""}}]}'],
  ["something after the end", `{"id":41,"answers":[${done}]} `],
])("%s is left to the parser", (_what, line) => {
  expect(plainOutcomes(wire, ID, [release], Buffer.from(line))).toBeUndefined();
});

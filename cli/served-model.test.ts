import { describe, expect, test } from "vitest";
import { presets } from "../model/presets.ts";
import { encodeGeometry } from "../wire/geometry.ts";
import { openServedModel } from "./served-model.ts";

const geometry = encodeGeometry(presets.tiny);
const allocate = (as: number) => ({
  kind: "allocate",
  as,
  order: 0,
  mobility: "movable",
  reach: "normal",
  zero: false,
  atomic: false,
  cpu: 0,
});
const granted = (first: number) => ({ kind: "granted", first, zeroed: 0 });

/** A model, and what it says beside the id. */
function open(setting: object | null = {}) {
  const model = openServedModel("0");
  let id = 0;
  const say = (message: object): Record<string, unknown> => {
    const { reply } = model.answer(JSON.stringify({ id, ...message }));
    expect((reply as { id: number }).id).toBe(id++);
    const { id: _, ...rest } = reply as Record<string, unknown>;
    return rest;
  };
  if (setting !== null) {
    expect(say({ reset: { contract: "allocator", profile: "linux", geometry, ...setting } })).toEqual({ ready: {} });
  }
  return { model, say };
}

describe("the served model", () => {
  test("introduces itself with everything it speaks", () => {
    const { hello } = open(null).say({ hello: { protocol: 1, harness: "me" } }) as {
      hello: { contracts: { contract: string; commands: string[] }[] };
    };
    expect(hello).toMatchObject({ protocol: 1, name: "hotmem" });
    expect(hello.contracts.map(({ contract }) => contract)).toEqual(["allocator", "device", "guest"]);
    expect(hello.contracts[1]?.commands).toContain("unplug-all");
  });

  test("answers as the reference would, one at a time and several at once", () => {
    const { say } = open();
    const one = say({ ask: allocate(0) });
    expect(one).toMatchObject({ answer: { kind: "granted" } });
    const { answers } = say({
      asks: [
        { id: 50, ask: allocate(1) },
        { id: 51, ask: { kind: "release", what: 0, cpu: 0 } },
      ],
    }) as {
      answers: object[];
    };
    expect(answers).toMatchObject([
      { id: 50, answer: { kind: "granted" } },
      { id: 51, answer: { kind: "done" } },
    ]);
  });

  test("declines what cannot be asked, and what it does not know", () => {
    const { say } = open();
    expect(say({ ask: { kind: "release", what: 5, cpu: 0 } })).toEqual({
      declined: { why: expect.stringContaining("cannot be asked now") },
    });
    expect(say({ ask: { kind: "fly" } })).toEqual({ declined: { why: expect.stringContaining("is no command") } });
    expect(say({ sing: {} })).toEqual({ declined: { why: "no message of this name is known" } });
  });

  test("judges answers of others, whatever it would have answered itself", () => {
    const { say } = open();
    const step = (as: number, first: number) => ({ ask: allocate(as), answer: granted(first) });
    expect(
      say({ judge: [step(0, 5), { ask: { kind: "release", what: 9, cpu: 0 }, answer: { kind: "done" } }] }),
    ).toEqual({
      verdicts: [{ kind: "legal" }, { kind: "not-applicable" }],
    });
    expect(say({ judge: [step(1, 5), step(2, 6)] })).toMatchObject({
      verdicts: [{ kind: "illegal", rule: expect.stringMatching(/^\w+\//), because: expect.stringContaining("5") }],
    });
    expect(say({ judge: [step(3, 7)] })).toMatchObject({ declined: { why: expect.stringContaining("next reset") } });
    expect(say({ reset: { contract: "allocator", profile: "any", geometry } })).toEqual({ ready: {} });
    expect(say({ judge: [step(1, 5)] })).toEqual({ verdicts: [{ kind: "legal" }] });
  });

  test("judges only the rules that it is told, if it is told any", () => {
    const twice = [0, 1].map((as) => ({ ask: allocate(as), answer: granted(5) }));
    const first = open().say({ judge: twice }) as { verdicts: { kind: string; rule?: string }[] };
    const rule = first.verdicts[1]?.rule ?? "";
    expect(open({ rules: [rule] }).say({ judge: twice })).toEqual(first);
    expect(open({ rules: ["content/kept"] }).say({ judge: twice.slice(0, 1) })).toEqual({
      verdicts: [{ kind: "legal" }],
    });
  });

  test.each([
    [{ contract: "heap" }, /there is no contract .*heap/],
    [{ profile: "best" }, /allocator has no profile best/],
    [{ rules: ["no/rule"] }, /allocator has no rule no\/rule/],
    [
      { contract: "guest", profile: "hotmem", geometry: { ...(geometry as object), bootFrames: 12 } },
      /cannot be|must|frames/,
    ],
  ])("declines to begin with %j", (setting, why) => {
    const reply = open(null).say({ reset: { contract: "allocator", profile: "any", geometry, ...setting } });
    expect(JSON.stringify(reply)).toMatch(why);
    expect(open(null).say({ ask: allocate(0) })).toMatchObject({ error: { definite: true } });
  });

  test.each(["", "[]", "null", "{", '{"id":-1}', '{"id":"1","stop":{}}', '{"ask":{}}', `{"id":${2 ** 53},"stop":{}}`])(
    "says what is wrong with the line %j",
    (line) => {
      const { reply, last } = open().model.answer(line);
      expect(reply).toMatchObject({ id: 0, error: { definite: true } });
      expect(last).toBe(false);
    },
  );

  test("stops when it is told to", () => {
    expect(open(null).model.answer('{"id":9,"stop":{}}')).toEqual({ reply: { id: 9, stopped: {} }, last: true });
  });
});

import { describe, expect, it } from "vitest";
import type { Command } from "../model/contract.ts";
import { openDocket } from "../model/rule.ts";
import type { Outcome, Subject, SubjectSource } from "../model/subject.ts";
import { handle, order } from "../model/units.ts";
import { guarded } from "./guarded.ts";
import { runScript } from "./run.ts";
import { type Toy, toy, toyGeometry, toyRules, toyWire } from "./shrink/toy.test-kit.ts";
import { toySource } from "./shrink/toy-subject.test-kit.ts";

const asks: readonly Command<Toy>[] = [0, 1, 2].map((as) => ({
  kind: "allocate",
  as: handle(as),
  order: order(0),
  fixed: false,
}));
const docket = () => openDocket(toyRules, { profiles: ["any"], world: "closed" });

/** A source of subjects that return what `change` makes of an honest outcome, typed as if it were one. */
function liar(change: (honest: unknown, turn: number) => unknown): SubjectSource<Toy> {
  const source = toySource();
  return {
    ...source,
    boot: (geometry) => {
      const subject = source.boot(geometry);
      let turn = 0;
      const perform = (ask: Command<Toy>) => change(subject.perform(ask), turn++);
      return { perform, stop: () => undefined } as unknown as Subject<Toy>;
    },
  };
}

const endingOf = async (source: SubjectSource<Toy>) => {
  const subject = await guarded({ contract: toy, wire: toyWire }, source).boot(toyGeometry);
  return (await runScript(toy, docket(), subject, { geometry: toyGeometry, commands: asks })).ending;
};

const answering = (answer: unknown) => ({ kind: "answered", answer });

describe("a guarded subject", () => {
  it("is left alone while it keeps to the shapes, at once or later", async () => {
    expect(await endingOf(liar((honest) => honest))).toEqual({ kind: "held" });
    expect(await endingOf(liar((honest) => Promise.resolve(honest)))).toEqual({ kind: "held" });
  });

  it("passes on what is declined", async () => {
    expect(await endingOf(liar(() => ({ kind: "declined", why: "no" })))).toEqual({ kind: "held" });
    const why = { kind: "declined", why: "no", link: "https://a.example" };
    for (const [said, heard] of [
      [why, why],
      [
        { ...why, link: 7 },
        { kind: "declined", why: "no" },
      ],
      [{ kind: "declined" }, { kind: "declined", why: "no reason given" }],
    ]) {
      const subject = await guarded(
        { contract: toy, wire: toyWire },
        liar(() => said),
      ).boot(toyGeometry);
      expect(await subject.perform(asks[0] as Command<Toy>)).toEqual(heard);
    }
  });

  it.each<[string, (honest: unknown) => unknown, RegExp]>([
    ["nothing", () => undefined, /no outcome/],
    ["null", () => null, /no outcome/],
    ["a word", () => "done", /no outcome/],
    ["an answer instead of an outcome", () => ({ kind: "granted", first: 0 }), /no outcome/],
    ["an outcome without an answer", () => ({ kind: "answered" }), /no answer to that: answer\.kind: expected/],
    ["an unknown answer", () => answering({ kind: "bogus" }), /answer\.kind: expected .*, got "bogus"/],
    ["another command's answer", () => answering({ kind: "unplugged" }), /answer\.kind: expected .*, got "unplugged"/],
    ["an answer that lacks a field", () => answering({ kind: "granted" }), /answer\.\w+ is missing/],
    ["a frame that is text", () => answering({ kind: "granted", first: "4" }), /expected an integer.*, got "4"/],
    ["a frame that is no number", () => answering({ kind: "granted", first: Number.NaN }), /got NaN/],
    ["a promise of nothing", () => Promise.resolve(undefined), /no outcome/],
    ["a broken promise", () => Promise.reject(new Error("out of luck")), /it threw: out of luck/],
    [
      "an exception",
      () => {
        throw new Error("assertion failed");
      },
      /it threw: assertion failed/,
    ],
  ])("that returns %s is lost, with one sentence and no verdict", async (_, lie, why) => {
    const ending = await endingOf(liar((honest, turn) => (turn === 1 ? lie(honest) : honest)));
    expect(ending).toEqual({ kind: "inconclusive", step: 1, why: expect.stringMatching(why) as string });
    expect(ending.kind === "inconclusive" && ending.why).toMatch(/^at "[^\n]*$/);
  });

  it("may use one answer object again and again", async () => {
    const one: Record<string, unknown> = {};
    const source = liar((honest) => {
      Object.assign(one, (honest as { answer: object }).answer);
      return answering(one);
    });
    const subject = await guarded({ contract: toy, wire: toyWire }, source).boot(toyGeometry);
    const { steps } = await runScript(toy, docket(), subject, { geometry: toyGeometry, commands: asks });
    expect(new Set(steps.map(({ answer }) => JSON.stringify(answer))).size).toBe(3);
  });

  it.each<[string, (honest: readonly unknown[]) => unknown, RegExp]>([
    ["no list", () => 7, /no list of outcomes/],
    ["a broken promise", () => Promise.reject(new Error("gone")), /it threw: gone/],
    ["one bad outcome", ([first, , third]) => [first, {}, third], /no outcome/],
  ])("that returns %s for a batch is lost", async (_, lie, why) => {
    const source = toySource();
    const batching: SubjectSource<Toy> = {
      ...source,
      boot: (geometry) => {
        const subject = source.boot(geometry);
        const performAll = (many: readonly Command<Toy>[]) =>
          Promise.resolve(lie(many.map((ask) => subject.perform(ask)))) as Promise<readonly Outcome<never>[]>;
        return { perform: (ask) => subject.perform(ask), performAll, stop: () => undefined };
      },
    };
    const subject = await guarded({ contract: toy, wire: toyWire }, batching).boot(toyGeometry);
    const script = { geometry: toyGeometry, commands: asks };
    const { ending } = await runScript(toy, docket(), subject, script, { batch: 8 });
    expect(ending).toMatchObject({ kind: "inconclusive", why: expect.stringMatching(why) as string });
  });
});

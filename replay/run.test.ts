import { describe, expect, it } from "vitest";
import type { Command, Step } from "../model/contract.ts";
import { openDocket } from "../model/rule.ts";
import type { Outcome, Subject } from "../model/subject.ts";
import { block, handle, order } from "../model/units.ts";
import { type RunReport, runScript } from "./run.ts";
import { type Toy, toy, toyGeometry, toyRules } from "./shrink/toy.test-kit.ts";
import { toySource } from "./shrink/toy-subject.test-kit.ts";
import { openTally } from "./tally.ts";

const allocate = (as: number, o = 0): Command<Toy> => ({
  kind: "allocate",
  as: handle(as),
  order: order(o),
  fixed: false,
});
const release = (what: number): Command<Toy> => ({ kind: "release", what: handle(what) });
const plug = (b: number): Command<Toy> => ({ kind: "plug", block: block(b) });
const unplug = (b: number): Command<Toy> => ({ kind: "unplug", block: block(b) });

const scriptOf = (...commands: Command<Toy>[]) => ({ geometry: toyGeometry, commands });
const docketOf = (only?: string[]) =>
  openDocket(toyRules, { profiles: ["any"], world: "closed", ...(only === undefined ? {} : { only }) });
const honest = () => toySource().boot(toyGeometry);
const at = (report: RunReport<Toy> | Promise<RunReport<Toy>>): RunReport<Toy> => {
  if (report instanceof Promise) throw new Error("expected an answer at once");
  return report;
};

/** A subject whose answers are made by `answer` from those of an honest one. */
function twisted(answer: (ask: Command<Toy>, honestly: Outcome<Step<Toy>["answer"]>) => Outcome<Step<Toy>["answer"]>) {
  const subject = honest();
  return { perform: (ask: Command<Toy>) => answer(ask, subject.perform(ask)), stop: () => {} } satisfies Subject<Toy>;
}

/** A subject that answers later and, when asked several at once, writes down what it was sent together. */
function later(source = toySource(), stopsAt = Number.POSITIVE_INFINITY) {
  const subject = source.boot(toyGeometry);
  const batches: string[][] = [];
  return {
    batches,
    perform: async (ask: Command<Toy>) => await Promise.resolve(subject.perform(ask)),
    performAll: async (asks: readonly Command<Toy>[]) => {
      batches.push(asks.map(({ kind }) => kind));
      const outcomes: Outcome<Step<Toy>["answer"]>[] = [];
      for (const ask of asks) {
        if (outcomes.length === stopsAt) return [...outcomes, { kind: "lost", why: "gone" } as const];
        outcomes.push(subject.perform(ask));
      }
      return await Promise.resolve(outcomes);
    },
    stop: () => {},
  } satisfies Subject<Toy> & { readonly batches: string[][] };
}

describe("runScript, one command at a time", () => {
  it("answers at once when the subject does", () => {
    const report = at(runScript(toy, docketOf(), honest(), scriptOf(allocate(0), release(0))));
    expect(report.ending).toEqual({ kind: "held" });
    expect(report.steps.map(({ answer }) => answer.kind)).toEqual(["granted", "done"]);
  });

  it("stops at the first violation and keeps the violating step", () => {
    const subject = toySource("plugsTwice").boot(toyGeometry);
    const report = at(runScript(toy, docketOf(), subject, scriptOf(allocate(0), plug(0), allocate(1))));
    expect(report.ending).toMatchObject({ kind: "violated", step: 1, violation: { rule: "plug/once" } });
    expect(report.steps).toHaveLength(2);
  });

  it("does not ask what does not apply, and counts it", () => {
    const asked: string[] = [];
    const subject = twisted((ask, honestly) => {
      asked.push(ask.kind);
      return honestly;
    });
    const tally = openTally(["allocate", "pin"]);
    const report = at(runScript(toy, docketOf(), subject, scriptOf(release(7), allocate(0), allocate(0)), { tally }));
    expect(asked).toEqual(["allocate"]);
    expect(report.skipped).toBe(2);
    expect(tally["release"]).toEqual({ applied: 0, skipped: 1, declined: 0, answers: {}, reasons: [] });
    expect(tally["allocate"]).toEqual({ applied: 1, skipped: 1, declined: 0, answers: { granted: 1 }, reasons: [] });
    expect(tally["pin"]).toEqual({ applied: 0, skipped: 0, declined: 0, answers: {}, reasons: [] });
  });

  it("numbers the violating step by the command, skipped ones included", () => {
    const subject = toySource("plugsTwice").boot(toyGeometry);
    const report = at(runScript(toy, docketOf(), subject, scriptOf(release(7), plug(0))));
    expect(report.ending).toMatchObject({ kind: "violated", step: 1 });
  });

  it("goes on after a declined command as if it had not been asked", () => {
    const subject = twisted((ask, honestly) =>
      ask.kind === "allocate" && ask.as === 0 ? { kind: "declined", why: "no" } : honestly,
    );
    const report = at(runScript(toy, docketOf(), subject, scriptOf(allocate(0), release(0), allocate(1, 2))));
    expect(report).toMatchObject({ declined: 1, skipped: 1, ending: { kind: "held" } });
    expect(report.steps).toHaveLength(1);
  });

  it("ends without a verdict when the subject is lost", () => {
    const subject = twisted((ask, honestly) => (ask.kind === "plug" ? { kind: "lost", why: "it crashed" } : honestly));
    const report = at(runScript(toy, docketOf(), subject, scriptOf(allocate(0), plug(1), allocate(1))));
    expect(report.ending).toEqual({ kind: "inconclusive", step: 1, why: "it crashed" });
    expect(report.steps).toHaveLength(1);
  });

  it("tells the same of a subject that answers later", async () => {
    const script = scriptOf(allocate(0), release(3), plug(0), plug(1), plug(1));
    const now = at(runScript(toy, docketOf(), toySource("plugsTwice").boot(toyGeometry), script));
    const running = runScript(toy, docketOf(), later(toySource("plugsTwice")), script);
    expect(running).toBeInstanceOf(Promise);
    expect(await running).toEqual(now);
  });
});

describe("runScript, in batches", () => {
  it("sends together what applies now, and waits with what does not yet", async () => {
    const subject = later();
    const script = scriptOf(allocate(0), plug(1), release(0), release(5), unplug(1), plug(2));
    const report = await runScript(toy, docketOf(), subject, script, { batch: 2 });
    // Release of 0 does not apply before allocate is answered; release of 5 never does.
    expect(subject.batches).toEqual([["allocate", "plug"], ["release"], ["unplug", "plug"]]);
    expect(report).toMatchObject({ ending: { kind: "held" }, skipped: 1, outran: false });
  });

  it("sends what does not apply yet where it may run ahead, and skips what is declined then", async () => {
    const subject = later();
    const all = subject.performAll;
    const declines = {
      ...subject,
      performAll: async (asks: readonly Command<Toy>[]) =>
        (await all(asks)).map(
          (outcome, at): Outcome<Step<Toy>["answer"]> =>
            JSON.stringify(asks[at]) === JSON.stringify(release(5)) ? { kind: "declined", why: "no a5" } : outcome,
        ),
    };
    const script = scriptOf(allocate(0), release(0), release(5), plug(1));
    const report = await runScript(toy, docketOf(), declines, script, { batch: 8, ahead: true });
    expect(subject.batches).toEqual([["allocate", "release", "release", "plug"]]);
    expect(report).toMatchObject({ ending: { kind: "held" }, skipped: 1, declined: 0, outran: false });
    expect(report.steps.map(({ ask }) => ask.kind)).toEqual(["allocate", "release", "plug"]);
  });

  it("stops without a verdict where it ran ahead and was answered what it could not have asked", async () => {
    const script = scriptOf(allocate(0), allocate(0), plug(1));
    const report = await runScript(toy, docketOf(), later(), script, { batch: 8, ahead: true });
    expect(report).toMatchObject({ outran: true, ending: { kind: "inconclusive", step: 1 } });
  });

  it.each([
    ["at the command that does not apply", 1, 8, 1],
    ["later in the batch", 2, 8, 2],
    ["in the next batch, which was sent already", 0, 2, 2],
  ])("tells that a subject which it outran was lost %s", async (_, stopsAt, batch, step) => {
    const sound = later();
    const dying = later(toySource(), stopsAt);
    const subject = {
      ...sound,
      performAll: (asks: readonly Command<Toy>[]) =>
        (asks[0]?.kind === "plug" || batch === 8 ? dying : sound).performAll(asks),
    };
    const script = scriptOf(allocate(0), allocate(0), plug(1), plug(0));
    const report = await runScript(toy, docketOf(), subject, script, { batch, ahead: true });
    expect(report).toMatchObject({ outran: false, ending: { kind: "inconclusive", step, why: "gone" } });
  });

  it("judges a batch while the next is asked, sends one at a time, and waits for the last", async () => {
    const subject = later(toySource("plugsTwice"));
    const happened: string[] = [];
    const laws = {
      ...toy.laws,
      plug: {
        ...toy.laws.plug,
        judge: (...of: Parameters<typeof toy.laws.plug.judge>) => {
          happened.push("judged");
          return toy.laws.plug.judge(...of);
        },
      },
    };
    const slow = {
      ...subject,
      performAll: async (asks: readonly Command<Toy>[]) => {
        happened.push("asked");
        const outcomes = await subject.performAll(asks);
        await new Promise((resolve) => setImmediate(resolve));
        happened.push("answered");
        return outcomes;
      },
    };
    const script = scriptOf(plug(1), allocate(0), plug(1), release(0), plug(0));
    const report = await runScript({ ...toy, laws }, docketOf(), slow, script, { batch: 2, ahead: true });
    expect(report.ending).toMatchObject({ kind: "violated", step: 2 });
    expect(happened.join(" ")).toBe("asked answered asked judged answered asked judged answered");
  });

  it("tells the same as one command at a time", async () => {
    const script = scriptOf(allocate(0), plug(1), unplug(0), plug(0), plug(0));
    const slow = await runScript(toy, docketOf(), later(toySource("plugsTwice")), script);
    const fast = await runScript(toy, docketOf(), later(toySource("plugsTwice")), script, { batch: 64 });
    expect(fast).toEqual(slow);
  });

  it("stops without a verdict where the subject cannot tell what came of the rest", async () => {
    const subject = later();
    const all = subject.performAll;
    const fewer = { ...subject, performAll: async (asks: readonly Command<Toy>[]) => (await all(asks)).slice(0, 1) };
    const report = await runScript(toy, docketOf(), fewer, scriptOf(allocate(0), plug(0)), { batch: 8 });
    expect(report).toMatchObject({ outran: true, ending: { kind: "inconclusive", step: 1 } });
    expect(report.steps).toHaveLength(1);
  });

  it("stops without a verdict where a batch ran ahead of what applies", async () => {
    // Both apply now; the first makes the second inapplicable.
    const report = await runScript(toy, docketOf(), later(), scriptOf(allocate(0), allocate(0)), { batch: 8 });
    expect(report).toMatchObject({ outran: true, ending: { kind: "inconclusive", step: 1 } });
    expect(report.steps).toHaveLength(1);
  });

  it("lets a violation stand that came before", async () => {
    const script = scriptOf(plug(0), allocate(0), allocate(0));
    const report = await runScript(toy, docketOf(), later(toySource("plugsTwice")), script, { batch: 8 });
    expect(report).toMatchObject({ outran: false, ending: { kind: "violated", step: 0 } });
  });

  it("judges what was answered before the subject was lost", async () => {
    const script = scriptOf(plug(1), plug(2), unplug(1));
    const report = await runScript(toy, docketOf(), later(toySource(), 2), script, { batch: 8 });
    expect(report).toMatchObject({ ending: { kind: "inconclusive", step: 2, why: "gone" } });
    expect(report.steps).toHaveLength(2);
  });
});

describe("runScript with known deviations", () => {
  const excuse = ({ rule }: { readonly rule: string }) => rule === "plug/once";

  it("lists them and goes on", () => {
    const subject = toySource("plugsTwice").boot(toyGeometry);
    const script = scriptOf(allocate(0), plug(0), plug(0), allocate(1), release(0), plug(0));
    const report = at(runScript(toy, docketOf(), subject, script, { excuse }));
    expect(report.ending).toEqual({ kind: "held" });
    expect(report.steps).toHaveLength(6);
    expect(report.excused.map(({ step, violation }) => [step, violation.rule])).toEqual([
      [1, "plug/once"],
      [2, "plug/once"],
      [5, "plug/once"],
    ]);
  });

  it("counts every premise once, and leaves every rule in force", () => {
    const script = scriptOf(allocate(0), plug(0), allocate(1), plug(0));
    const docket = docketOf();
    const before = [...docket.inForce];
    at(runScript(toy, docket, toySource("plugsTwice").boot(toyGeometry), script, { excuse }));
    expect(docket.premises[toyRules["plug/once"].index]).toBe(2);
    expect(docket.premises[toyRules["allocate/free"].index]).toBe(2);
    expect([...docket.inForce]).toEqual(before);
  });

  it("still ends at a violation that is not known", () => {
    const subject = toySource("movesPinned").boot(toyGeometry);
    const pin: Command<Toy> = { kind: "pin", as: handle(1), what: handle(0) };
    const report = at(runScript(toy, docketOf(), subject, scriptOf(allocate(0), pin, plug(1), unplug(0)), { excuse }));
    expect(report.ending).toMatchObject({ kind: "violated", step: 3, violation: { rule: "unplug/pinned" } });
  });
});

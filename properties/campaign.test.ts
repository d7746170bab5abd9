import { describe, expect, it } from "vitest";
import type { Command } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import { openDocket } from "../model/rule.ts";
import { CannotStart, type Subject, type SubjectSource } from "../model/subject.ts";
import { handle, order } from "../model/units.ts";
import type { Toy, ToyState } from "../replay/shrink/toy.test-kit.ts";
import { toyGeometry } from "../replay/shrink/toy.test-kit.ts";
import { type Fault, toySource } from "../replay/shrink/toy-subject.test-kit.ts";
import { openTally, type Tally } from "../replay/tally.ts";
import { type CampaignOptions, campaign } from "./campaign.ts";
import { rulesOf } from "./campaign-report.ts";
import { performRun, planRun } from "./campaign-run.ts";
import { ReferenceBroken } from "./compose.ts";
import { toySuite } from "./toy.test-kit.ts";

const ordinary = { profile: "any", base: toyGeometry, seed: 1, runs: 40, steps: 50 } as const;
const check = (source: SubjectSource<Toy> = toySource(), options: Partial<CampaignOptions<Toy>> = {}) =>
  campaign(toySuite, source, { ...ordinary, ...options });

/** A source whose subjects are changed by `change`, called with the number of the subject. */
function changed(
  change: (subject: Subject<Toy>, number: number, geometry: Geometry) => Subject<Toy>,
  fault?: Fault,
): SubjectSource<Toy> & { readonly booted: Geometry[] } {
  const booted: Geometry[] = [];
  const source = toySource(fault);
  return {
    ...source,
    booted,
    boot: (geometry) => {
      booted.push(geometry);
      return change(source.boot(geometry), booted.length - 1, geometry);
    },
  };
}

/** Answers later, a few at a time, and notes how many subjects live at once. */
function slow(fault?: Fault) {
  const most = { now: 0, ever: 0 };
  const source = changed((subject) => {
    most.now++;
    most.ever = Math.max(most.ever, most.now);
    return {
      perform: async (ask: Command<Toy>) => await Promise.resolve(subject.perform(ask)),
      performAll: async (asks: readonly Command<Toy>[]) =>
        await Promise.all(asks.map(async (ask) => await Promise.resolve(subject.perform(ask)))),
      stop: () => {
        most.now--;
      },
    };
  }, fault);
  return { source, most };
}

describe("campaign", () => {
  it("holds for the reference, and counts everything", async () => {
    const report = await check();
    expect(report).toMatchObject({ ending: "held", runs: 40, steps: 2000, failures: [], deviations: [], lost: [] });
    expect(report).toMatchObject({
      contract: "allocator",
      profile: "any",
      subject: "reference",
      version: "toy 1",
      seed: 1,
    });
    const applied = Object.values(report.tally).map((of) => of.applied);
    expect(applied.reduce((a, b) => a + b)).toBe(2000);
    expect(report.rules.find(({ id }) => id === "plug/once")?.premises).toBeGreaterThan(10);
  });

  it("says of each rule whether it counted, could be judged and had something to say", async () => {
    const { rules } = await check();
    const of = (id: string) => rules.find((rule) => rule.id === id);
    expect(of("allocate/low")).toMatchObject({ inForce: false, judged: true });
    expect(of("allocate/low")?.premises).toBeGreaterThan(0);
    expect(of("lists/true")).toEqual({ id: "lists/true", premises: 0, inForce: true, judged: true });
    expect(rules.every((rule) => rule.judged)).toBe(true);
  });

  it("finds a fault, shrinks it, and stops", async () => {
    const report = await check(toySource("movesPinned"));
    expect(report.ending).toBe("violated");
    const [failure, ...more] = report.failures;
    expect(more).toEqual([]);
    expect(failure?.violation).toEqual({ rule: "unplug/pinned", because: "a0 moved" });
    expect(failure?.steps.map(({ ask }) => ask.kind)).toEqual(["allocate", "pin", "unplug"]);
    expect(failure).toMatchObject({ reproduced: true, shrunk: { minimal: true }, runIndex: report.runs - 1 });
    expect(failure?.shrunk.from).toBeGreaterThan(3);
    expect(failure?.script.commands).toEqual(failure?.steps.map(({ ask }) => ask));
  });

  it("goes on to as many distinct rules as it is told", async () => {
    const report = await check(toySource("keepsUnpluggedFree"), { maxFailures: 2, runs: 300 });
    expect(report.failures.map(({ violation }) => violation.rule).sort()).toEqual(["allocate/free", "unplug/idle"]);
  });

  it("finds behind a rule that nearly every run breaks what that rule would hide, when it goes on", async () => {
    // A block that stays free after it was unplugged is mostly handed out before anybody unplugs it again.
    const options = { maxFailures: 9, runs: 60, steps: 300 };
    const stuck = await check(toySource("keepsUnpluggedFree"), options);
    const report = await check(toySource("keepsUnpluggedFree"), { ...options, goesOn: true });
    expect(stuck.failures.map(({ violation }) => violation.rule)).toEqual(["allocate/free"]);
    expect(report.failures.map(({ violation }) => violation.rule).sort()).toEqual(["allocate/free", "unplug/idle"]);
    for (const { reproduced, shrunk } of report.failures) expect([reproduced, shrunk.minimal]).toEqual([true, true]);
    const inForce = (one: typeof report) => one.rules.filter((rule) => rule.inForce).map(({ id }) => id);
    expect(inForce(report)).toEqual(inForce(stuck));
  });

  it("judges only the rules it is told", async () => {
    const report = await check(toySource("keepsUnpluggedFree"), { only: ["unplug/idle"], runs: 300 });
    expect(report.failures.map(({ violation }) => violation.rule)).toEqual(["unplug/idle"]);
    expect(report.rules.filter(({ inForce }) => inForce).map(({ id }) => id)).toEqual(["unplug/idle"]);
  });

  it("is the same for the same seed, and run by run", async () => {
    const [one, other] = [await check(), await check()];
    expect({ ...other, elapsedMs: 0 }).toEqual({ ...one, elapsedMs: 0 });
    const found = await check(toySource("forgetsSecondPin"), { runs: 400 });
    const index = found.failures[0]?.runIndex ?? -1;
    const [many, few] = [changed((subject) => subject), changed((subject) => subject)];
    await check(many, { runs: index + 1 });
    await check(few, { runs: index + 1, concurrency: 3 });
    expect(few.booted).toEqual(many.booted);
    expect(new Set(many.booted.map((geometry) => JSON.stringify(geometry))).size).toBeGreaterThan(3);
  });

  it("goes on past known deviations and counts them", async () => {
    const known: CampaignOptions<Toy>["known"] = ({ rule }, { kind }) => rule === "plug/once" && kind === "plug";
    const report = await check(toySource("plugsTwice"), { known });
    expect(report).toMatchObject({ ending: "held", runs: 40, steps: 2000 });
    const [deviation, ...more] = report.deviations;
    expect(more).toEqual([]);
    expect(deviation).toMatchObject({ rule: "plug/once", ask: "plug" });
    expect(deviation?.count).toBeGreaterThan(40);
    expect(deviation?.steps.at(-1)?.ask.kind).toBe("plug");
  });

  it("gives every run what the subject under test needs", async () => {
    const source = changed((subject) => subject);
    await check(source, { needs: { initOnAlloc: true, cpus: 3 } });
    expect(source.booted).toHaveLength(40);
    expect(source.booted.every(({ initOnAlloc, cpus }) => initOnAlloc && cpus === 3)).toBe(true);
  });

  it("keeps to geometries that the subject can have", async () => {
    const adapt = (wish: Geometry) => (wish.cpus === 2 ? wish : { ...wish, cpus: 2 });
    const source = { ...changed((subject) => subject), adapt };
    await check(source);
    expect(source.booted.every(({ cpus }) => cpus === 2)).toBe(true);
    const never = { ...toySource(), adapt: () => ({ refused: "it is a teapot" }) };
    await expect(check(never)).rejects.toThrow(new CannotStart("reference cannot have this geometry: it is a teapot"));
  });

  it("throws the shortest story when the reference itself breaks a rule", async () => {
    const suite = { ...toySuite, reference: toySource("movesPinned") };
    const running = campaign(suite, toySource(), { ...ordinary, runs: 300 });
    await expect(running).rejects.toThrow(ReferenceBroken);
    await expect(running).rejects.toThrow(
      /^the reference broke unplug\/pinned: a0 moved\n0\. .*\n1\. .*\n2\. .*\ngeometry/,
    );
  });
});

describe("a campaign that ends early", () => {
  it("reports what it has learned when it is interrupted", async () => {
    const controller = new AbortController();
    const source = changed((subject, number) => {
      if (number === 9) controller.abort();
      return subject;
    });
    const report = await check(source, { signal: controller.signal });
    expect(report).toMatchObject({ ending: "interrupted", runs: 10, steps: 500 });
  });

  it("lets signals and timers through although it never waits", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 60);
    const report = await check(toySource(), { signal: controller.signal, runs: 10_000_000 });
    expect(report.ending).toBe("interrupted");
  });

  it("begins no run after its time", async () => {
    const report = await check(toySource(), { timeMs: 80, runs: 10_000_000 });
    expect(report.ending).toBe("held");
    expect(report.elapsedMs).toBeGreaterThanOrEqual(80);
    expect(report.elapsedMs).toBeLessThan(2000);
  });

  it("is inconclusive when nothing was judged", async () => {
    expect(await check(toySource(), { only: ["lists/true"] })).toMatchObject({ ending: "inconclusive", runs: 40 });
    expect(await check(toySource(), { runs: 0 })).toMatchObject({ ending: "inconclusive", runs: 0 });
  });

  it("is inconclusive when a subject is lost, and gives up after three", async () => {
    const dying = (from: number) =>
      changed((subject, number) => ({
        perform: (ask) =>
          number >= from && ask.kind === "plug" ? { kind: "lost", why: "gone" } : subject.perform(ask),
        stop: () => {},
      }));
    const report = await check(dying(5));
    expect(report.ending).toBe("inconclusive");
    expect(report.lost).toHaveLength(3);
    expect(report.lost[0]).toMatchObject({ why: "gone" });
    expect(report.runs).toBeLessThan(40);
  });

  it("loses subjects that throw or answer out of shape, and convicts them of nothing", async () => {
    const answering = (perform: () => unknown) => changed(() => ({ perform: perform as never, stop: () => {} }));
    const throwing = answering(() => {
      throw new Error("assertion failed: page->order < 11");
    });
    for (const [source, why] of [
      [throwing, /it threw: assertion failed: page->order < 11/],
      [answering(() => undefined), /what came back is no outcome/],
      [answering(() => ({ kind: "answered", answer: { kind: "nonsense" } })), /nonsense/],
    ] as const) {
      const report = await check(source);
      expect(report).toMatchObject({ ending: "inconclusive", failures: [] });
      expect(report.lost[0]?.why).toMatch(why);
    }
  });

  it("cannot start when the first subject cannot, and loses those that cannot later", async () => {
    const refuses = (from: number) =>
      changed((subject, number) => {
        if (number >= from) throw new CannotStart("no such program");
        return subject;
      });
    await expect(check(refuses(0))).rejects.toThrow(CannotStart);
    const report = await check(refuses(4));
    expect(report).toMatchObject({ ending: "inconclusive", runs: 4 });
    expect(report.lost.map(({ why, runIndex }) => [why, runIndex])).toEqual(
      [4, 5, 6].map((run) => ["no such program", run]),
    );
  });

  it("prefers a violation to any other ending", async () => {
    const controller = new AbortController();
    const source = changed(({ perform, stop }) => {
      const plugs = (ask: Command<Toy>) => {
        if (ask.kind === "plug") controller.abort();
        return perform(ask);
      };
      return { perform: plugs, stop };
    }, "plugsTwice");
    const report = await check(source, { signal: controller.signal, maxFailures: 2, concurrency: 1, seed: 4 });
    expect(report).toMatchObject({ ending: "violated", runs: 1, failures: [{ shrunk: { minimal: false } }] });
  });
});

describe("a campaign against subjects that answer later", () => {
  it("finds the same, in batches and side by side", async () => {
    const { source, most } = slow("movesPinned");
    const report = await check(source, { concurrency: 4 });
    const reference = await check(toySource("movesPinned"));
    expect(report.failures[0]?.violation.rule).toBe("unplug/pinned");
    expect(report.failures[0]?.steps).toEqual(reference.failures[0]?.steps);
    expect(most.ever).toBeGreaterThanOrEqual(4);
    expect(most.now).toBe(0);
  });

  it("holds where an honest subject does, and asks all commands again where a batch outran itself", async () => {
    const { source } = slow();
    const report = await check(source);
    const reference = await check();
    expect(report.ending).toBe("held");
    expect(report.tally).toEqual(reference.tally);
  });
});

describe("progress", () => {
  it("is told at most five times a second", async () => {
    const told: number[] = [];
    const report = await check(toySource(), {
      timeMs: 700,
      runs: 10_000_000,
      onProgress: ({ runs, rulesInForce, rulesHit, failures }) => {
        told.push(runs);
        expect({ rulesInForce, failures }).toEqual({ rulesInForce: 5, failures: 0 });
        expect(rulesHit).toBeLessThanOrEqual(4);
      },
    });
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told.length).toBeLessThanOrEqual(1 + Math.ceil(report.elapsedMs / 200));
  });
});

describe("a campaign whose subjects answer later", () => {
  it("makes the same runs, and plans each while the one before is asked", async () => {
    const [later, atOnce] = [slow().source, changed((subject) => subject)];
    const planned: number[] = [];
    const composer = {
      ...toySuite.composer,
      geometry: (...given: Parameters<typeof toySuite.composer.geometry>) => {
        planned.push(later.booted.length);
        return toySuite.composer.geometry(...given);
      },
    };
    const report = await campaign({ ...toySuite, composer }, later, { ...ordinary, batch: 20 });
    expect(report.tally).toEqual((await check(atOnce)).tally);
    expect(later.booted).toEqual(atOnce.booted);
    // A shape is drawn for three runs of four; that of a run is known when the one before has just been started.
    expect(planned.length).toBeGreaterThan(20);
    expect(later.booted).toHaveLength(40);
    expect(Math.max(...planned)).toBe(39);
  });

  it("makes no run that nobody asked for, whatever was planned", async () => {
    const { source } = slow("movesPinned");
    const report = await check(source, { batch: 20 });
    expect(report.ending).toBe("violated");
    expect(report.failures[0]?.runIndex).toBe(report.runs - 1);
    const { source: one } = slow();
    expect(await check(one, { runs: 1, batch: 20 })).toMatchObject({ runs: 1, steps: 50 });
    expect(one.booted).toHaveLength(1);
  });

  it("says that the reference broke a rule when that run has its turn", async () => {
    const suite = { ...toySuite, reference: toySource("movesPinned") };
    await expect(campaign(suite, slow().source, { ...ordinary, runs: 300 })).rejects.toThrow(ReferenceBroken);
  });
});

describe("performRun", () => {
  const perform = (plan: Parameters<typeof planRun<Toy, ToyState>>[0], index: number) =>
    performRun(plan, planRun(plan, index), () => undefined);
  const planFor = (source: SubjectSource<Toy>, batch: number) => {
    const docket = () => openDocket(toySuite.contract.rules, { profiles: ["any"], world: "closed" });
    const shared = { generation: docket(), docket: docket(), tally: openTally([]), needs: {}, excuse: undefined };
    return { ...ordinary, ...shared, suite: toySuite, source, pace: { batch, most: batch }, ahead: { left: 0 } };
  };

  it("depends on nothing but seed and number", async () => {
    const scriptOf = async (index: number) => (await perform(planFor(toySource(), 1), index)).script;
    expect(await scriptOf(7)).toEqual(await scriptOf(7));
    expect(await scriptOf(8)).not.toEqual(await scriptOf(7));
  });

  it("asks again one command at a time where a batch outran itself, and counts once", async () => {
    const allocate: Command<Toy> = { kind: "allocate", as: handle(0), order: order(0), fixed: false };
    const composer = { ...toySuite.composer, propose: () => allocate };
    const plan = { ...planFor(slow().source, 64), suite: { ...toySuite, composer } };
    const { report } = await perform(plan, 0);
    expect(report).toMatchObject({ ending: { kind: "held" }, outran: false, skipped: 49 });
    expect(plan.tally["allocate"]).toMatchObject({ applied: 1, skipped: 49, declined: 0, answers: { granted: 1 } });
    expect(Math.max(...plan.docket.premises)).toBe(1);
  });

  it("counts once what is repeated because the subject was lost in a batch", async () => {
    const { source } = slow();
    const dying: SubjectSource<Toy> = {
      ...source,
      boot: async (geometry) => {
        const subject = await source.boot(geometry);
        const { performAll = async () => [] } = subject;
        let batches = 0;
        const lost = async (asks: readonly Command<Toy>[]) =>
          ++batches < 3 ? performAll(asks) : [{ kind: "lost", why: "gone" } as const];
        return { ...subject, performAll: lost };
      },
    };
    const [twice, once] = [planFor(dying, 64), planFor(toySource(), 1)];
    await perform(once, 7);
    const { report } = await perform(twice, 7);
    expect(report.ending).toMatchObject({
      kind: "inconclusive",
      why: "gone; asked one command at a time, it was not lost",
    });
    expect(twice.tally).toEqual(once.tally);
    expect(twice.docket.premises).toEqual(once.docket.premises);
  });
});

describe("rulesOf", () => {
  const judgedIn = (observes: boolean, tally: Tally) => {
    const laws = { ...toySuite.contract.laws, observe: toySuite.contract.laws.plug };
    const source = { ...toySource(), speaks: new Set(observes ? ["observe"] : []) as never };
    const docket = openDocket(toySuite.contract.rules, { profiles: ["any"], world: "closed" });
    const rules = rulesOf({ ...toySuite.contract, laws }, docket, source, tally);
    return rules.filter(({ judged }) => !judged).map(({ id }) => id);
  };

  it("knows what the subject cannot show", () => {
    const declined = { observe: { applied: 1, skipped: 0, declined: 2, answers: { counters: 1 }, reasons: [] } };
    const shown = { observe: { applied: 2, skipped: 0, declined: 1, answers: { lists: 1, counters: 1 }, reasons: [] } };
    expect(judgedIn(false, {})).toEqual(["lists/true"]);
    expect(judgedIn(true, declined)).toEqual(["lists/true"]);
    expect(judgedIn(true, shown)).toEqual([]);
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Command } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { openDocket } from "../../model/rule.ts";
import { block, handle, order } from "../../model/units.ts";
import { neededAfter, stepBack } from "./repeat.ts";
import { shrinkScript } from "./shrink.ts";
import { type Toy, toy, toyGeometry, toyWire } from "./toy.test-kit.ts";
import { toySource } from "./toy-subject.test-kit.ts";

const allocate = (as: number): Command<Toy> => ({ kind: "allocate", as: handle(as), order: order(0), fixed: false });
const plug = (b: number): Command<Toy> => ({ kind: "plug", block: block(b) });
const failing = {
  script: { geometry: toyGeometry, commands: [allocate(0), plug(1), allocate(1), plug(0), allocate(2)] },
  rule: "plug/once",
  profile: "any",
};

/** Boots a subject that breaks the rule in the runs for which `isBad` holds. */
function fickle(isBad: (run: number) => boolean) {
  let run = 0;
  return (geometry: Geometry) => (isBad(run++) ? toySource("plugsTwice") : toySource()).boot(geometry);
}

describe("a counterexample that is repeated", () => {
  it("is shrunk as ever when it always happens", async () => {
    const shrunk = await shrinkScript(
      { contract: toy, wire: toyWire },
      failing,
      fickle(() => true),
      { confirm: 4 },
    );
    expect(shrunk).toMatchObject({ reproduced: true, minimal: true, repro: { runs: 4, failures: 4 } });
    expect(shrunk.script.commands).toEqual([plug(0)]);
  });

  it("is not shrunk to what happens now and then, when it always happened", async () => {
    let short = 0;
    // A script that begins with plug shows the fault in every other run, others always.
    const boot = (geometry: Geometry): ReturnType<typeof bad> => {
      const [subject, honest] = [bad(geometry), toySource().boot(geometry)];
      let asked = 0;
      let isHonest = false;
      return {
        ...subject,
        perform: (ask) => {
          if (asked++ === 0 && ask.kind === "plug") isHonest = short++ % 2 === 1;
          return isHonest ? honest.perform(ask) : subject.perform(ask);
        },
      };
    };
    const bad = (geometry: Geometry) => toySource("plugsTwice").boot(geometry);
    const shrunk = await shrinkScript({ contract: toy, wire: toyWire }, failing, boot, { confirm: 4 });
    expect(shrunk).toMatchObject({ reproduced: true, minimal: true, repro: { runs: 4, failures: 4 } });
    expect(shrunk.script.commands).toHaveLength(2);
  });

  it("is shrunk when it happens now and then, and says how often", async () => {
    const bad = fickle((run) => run % 3 === 0);
    const shrunk = await shrinkScript({ contract: toy, wire: toyWire }, failing, bad, { confirm: 6 });
    expect(shrunk).toMatchObject({ reproduced: true, minimal: false, repro: { runs: 6, failures: 2 } });
    expect(shrunk.script.commands).toEqual([plug(0)]);
    expect(shrunk.steps.at(-1)?.ask).toEqual(plug(0));
  });

  it("stays as it is when nothing smaller is ever confirmed", async () => {
    const once = fickle((run) => run === 1);
    const shrunk = await shrinkScript({ contract: toy, wire: toyWire }, failing, once, {
      confirm: 4,
      maxExecutions: 200,
    });
    expect(shrunk).toMatchObject({ reproduced: true, repro: { runs: 4, failures: 0 } });
    expect(shrunk.steps.length).toBeGreaterThan(1);
  });

  it("stays as it was first repeated when all that is smaller never happens again", async () => {
    const healed = fickle((run) => run < 10);
    const shrunk = await shrinkScript({ contract: toy, wire: toyWire }, failing, healed, { confirm: 4 });
    expect(shrunk).toMatchObject({ reproduced: true, minimal: false, repro: { runs: 4, failures: 4 } });
    expect(shrunk.steps.map(({ ask }) => ask)).toEqual(shrunk.script.commands);
    expect(shrunk.steps.at(-1)?.ask.kind).toBe("plug");
    expect(shrunk.executions).toBeGreaterThan(6);
  });

  it("that never happens again is returned as it came", async () => {
    const never = fickle(() => false);
    const shrunk = await shrinkScript({ contract: toy, wire: toyWire }, failing, never, { confirm: 4 });
    expect(shrunk).toMatchObject({ script: failing.script, reproduced: false, repro: { runs: 4, failures: 0 } });
  });
});

describe("going back over what was confirmed", () => {
  const scripts = [4, 3, 2, 1].map((n) => ({ geometry: toyGeometry, commands: failing.script.commands.slice(-n) }));
  const options = (isBad: (run: number) => boolean) => ({
    contract: toy,
    docket: openDocket(toy.rules, { profiles: ["any"], world: "closed" }),
    rule: failing.rule,
    boot: fickle(isBad),
    excuse: undefined,
  });

  it("halves the way until a script breaks the rule", async () => {
    const found = await stepBack(
      options((run) => run === 3),
      scripts,
      2,
    );
    expect(found).toMatchObject({ runs: 2, failures: 1 });
    expect(found?.example?.steps.map(({ ask }) => ask)).toEqual(scripts[0]?.commands.slice(0, -1));
    const sooner = await stepBack(
      options((run) => run === 0),
      scripts,
      2,
    );
    expect(sooner?.example?.script.commands).toEqual(scripts[1]?.commands.slice(0, -1));
  });

  it("ends where there is nothing left", async () => {
    expect(
      await stepBack(
        options(() => false),
        scripts,
        2,
      ),
    ).toBeNull();
    expect(
      await stepBack(
        options(() => true),
        [],
        2,
      ),
    ).toBeNull();
  });
});

describe("time that is up", () => {
  const suite = { contract: toy, wire: toyWire };

  it("ends repetitions too", async () => {
    const bad = fickle((run) => run % 4 === 0);
    let boots = 0;
    const slow = async (geometry: Geometry) => {
      boots++;
      await sleep(10);
      return bad(geometry);
    };
    const begun = performance.now();
    const shrunk = await shrinkScript(suite, failing, slow, { confirm: 1000, timeMs: 100 });
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(boots).toBeLessThan(100);
    expect(shrunk).toMatchObject({ reproduced: true, minimal: false });
    expect(shrunk.repro?.runs).toBeGreaterThan(0);
  });

  it.each([
    [0, { reproduced: false, executions: 0, repro: { runs: 0, failures: 0 } }],
    [3, { reproduced: true, minimal: false, repro: { runs: 3, failures: 1 } }],
    [8, { reproduced: true, minimal: false, repro: { runs: 5, failures: 2 } }],
  ])("after %i runs because somebody interrupts is the end of them", async (last, expected) => {
    const stopping = new AbortController();
    if (last === 0) stopping.abort();
    const bad = fickle((run) => run % 3 === 0);
    let boots = 0;
    const counted = (geometry: Geometry) => {
      if (++boots === last) stopping.abort();
      return bad(geometry);
    };
    const shrunk = await shrinkScript(suite, failing, counted, { confirm: 5, signal: stopping.signal });
    expect(shrunk).toMatchObject(expected);
    expect(boots).toBe(last);
  });
});

it("the rarer a violation, the longer it is waited for", () => {
  expect(neededAfter({ runs: 5, failures: 5 })).toEqual({ violations: 3, runs: 3 });
  expect(neededAfter({ runs: 5, failures: 4 })).toEqual({ violations: 2, runs: 5 });
  expect(neededAfter({ runs: 5, failures: 1 })).toEqual({ violations: 2, runs: 20 });
});

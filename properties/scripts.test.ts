import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Command } from "../model/contract.ts";
import { openDocket } from "../model/rule.ts";
import { block, frames, handle } from "../model/units.ts";
import { type RunReport, runScript } from "../replay/run.ts";
import type { Script } from "../replay/script.ts";
import { type Toy, toyGeometry, toyRules } from "../replay/shrink/toy.test-kit.ts";
import { type Fault, toySource } from "../replay/shrink/toy-subject.test-kit.ts";
import { composeScript, ReferenceBroken } from "./compose.ts";
import { diceOf } from "./dice.ts";
import { scripts } from "./scripts.ts";
import { toySuite } from "./toy.test-kit.ts";

const options = { base: toyGeometry, steps: 60 };

function run(script: Script<Toy>, fault?: Fault): RunReport<Toy> {
  const docket = openDocket(toyRules, { profiles: ["any"], world: "closed" });
  return runScript(toySuite.contract, docket, toySource(fault).boot(script.geometry), script) as RunReport<Toy>;
}

describe("composeScript", () => {
  it("makes as many commands as it is told, and all apply to an honest subject", () => {
    for (let i = 0; i < 50; i++) {
      const script = composeScript(toySuite, diceOf(1, i), { geometry: toyGeometry, steps: 60 });
      expect(script.commands).toHaveLength(60);
      expect(run(script)).toMatchObject({ ending: { kind: "held" }, skipped: 0 });
    }
  });

  it("keeps to the kinds it is given", () => {
    const among = new Set(["allocate", "plug"] as const);
    const made = [1, 2, 3, 4].flatMap((i) => {
      return composeScript(toySuite, diceOf(1, i), { geometry: toyGeometry, steps: 40, among }).commands;
    });
    expect(new Set(made.map(({ kind }) => kind))).toEqual(among);
  });

  it("throws the whole story when the reference breaks a rule", () => {
    const suite = { ...toySuite, reference: toySource("plugsTwice") };
    const compose = () => {
      for (let i = 0; i < 50; i++) composeScript(suite, diceOf(1, i), { geometry: toyGeometry, steps: 60 });
    };
    expect(compose).toThrow(ReferenceBroken);
    expect(compose).toThrow(
      /^the reference broke plug\/once: block \d was plugged\n0\. \{.*\n(.*\n)*.*"kind":"plug".*\ngeometry: /,
    );
  });
});

describe("scripts", () => {
  it("holds for the honest toy in fc.assert", async () => {
    await fc.assert(
      fc.property(scripts(toySuite, options), (script) => run(script).ending.kind === "held"),
      { numRuns: 50 },
    );
  });

  it("is a function of the seed", () => {
    const sample = () => fc.sample(scripts(toySuite, options), { seed: 5, numRuns: 3 }).map(({ commands }) => commands);
    expect(sample()).toEqual(sample());
  });

  it.each([
    ["plugsTwice", 1],
    ["movesPinned", 3],
    ["movesFixedSmallPages", 2],
  ] as const)("is shrunk by fast-check to the shortest on the smallest guest: %s", (fault, length) => {
    const details = fc.check(
      fc.property(scripts(toySuite, options), (script) => run(script, fault).ending.kind === "held"),
      { seed: 1, numRuns: 200 },
    );
    expect(details.failed).toBe(true);
    expect(details.counterexample?.[0].commands).toHaveLength(length);
  });

  it("prints one command a line, and carries no more data than a script has", () => {
    const [script] = fc.sample(scripts(toySuite, { base: toyGeometry, steps: 2 }), { seed: 1, numRuns: 1 });
    expect(fc.stringify(script).split("\n")).toHaveLength(3);
    expect(Object.keys(script ?? {})).toEqual(["geometry", "commands"]);
    expect(structuredClone(script)).toEqual(script);
  });

  it("shrinks scripts that somebody wrote by hand", () => {
    const arbitrary = scripts(toySuite, options);
    const commands: Command<Toy>[] = [
      { kind: "plug", block: block(2) },
      { kind: "plug", block: block(2) },
    ];
    const details = fc.check(
      fc.property(arbitrary, (script) => run(script, "plugsTwice").ending.kind === "held"),
      { examples: [[{ geometry: toyGeometry, commands }]], numRuns: 1 },
    );
    expect(details.counterexample?.[0].commands).toEqual([{ kind: "plug", block: 0 }]);
  });

  it("knows a script from something else", () => {
    const arbitrary = scripts(toySuite, options);
    const ask = { kind: "release", what: handle(3) };
    const is = (commands: unknown, geometry: unknown = toyGeometry) =>
      arbitrary.canShrinkWithoutContext({ geometry, commands });
    expect(is([ask])).toBe(true);
    expect(is([])).toBe(true);
    expect(is([{ kind: "release" }])).toBe(false);
    expect(is([{ kind: "release", what: -1 }])).toBe(false);
    expect(is([{ kind: "toString" }])).toBe(false);
    expect(is([null])).toBe(false);
    expect(is("release")).toBe(false);
    expect(is([ask], { ...toyGeometry, cpus: 0 })).toBe(false);
    expect(is([ask], null)).toBe(false);
    expect(arbitrary.canShrinkWithoutContext(null)).toBe(false);
  });
});

describe("options that make no sense", () => {
  it.each([
    [{ base: { ...toyGeometry, blockFrames: frames(3) } }, /^scripts: base: blockFrames is 3/],
    [{ steps: 0 }, /^scripts: steps is 0; give a whole number from 1 on$/],
    [{ steps: 1.5 }, /^scripts: steps is 1\.5/],
    [{ among: new Set(["alocate" as "allocate"]) }, /^scripts: among: alocate is no command; there are allocate/],
    [{ among: new Set<"allocate">() }, /^scripts: among is empty/],
  ])("%o are refused in one sentence", (wrong, sentence) => {
    expect(() => scripts(toySuite, { ...options, ...wrong })).toThrow(sentence);
  });
});

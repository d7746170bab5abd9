import { describe, expect, test } from "vitest";
import { allocator } from "../../../model/allocator/contract.ts";
import { referenceAllocator } from "../../../model/allocator/reference/reference.ts";
import type { Allocator } from "../../../model/allocator/vocabulary.ts";
import { checkGeometry } from "../../../model/check-geometry.ts";
import { presets } from "../../../model/presets.ts";
import { openDocket, profilesUpTo } from "../../../model/rule.ts";
import type { Violation } from "../../../model/verdict.ts";
import { type RunReport, runScript } from "../../../replay/run.ts";
import type { Script } from "../../../replay/script.ts";
import { allocatorComposer } from "../../allocator/composer.ts";
import { composeScript, drawGeometry } from "../../compose.ts";
import { diceOf } from "../../dice.ts";
import type { Mutant } from "../mutant.ts";
import { allocatorMutants } from "./all.ts";

const suite = { contract: allocator, composer: allocatorComposer, reference: referenceAllocator };

/** Scripts by the geometry fields they need, then by run: most mutants are asked the same. */
const composed = new Map<string, Script<Allocator>[]>();

function scriptOf(needs: Mutant<Allocator>["needs"], run: number): Script<Allocator> {
  const key = JSON.stringify(needs ?? {});
  const scripts = composed.get(key) ?? [];
  composed.set(key, scripts);
  const known = scripts[run];
  if (known !== undefined) return known;
  const dice = diceOf(7, run);
  const base = run % 2 === 0 ? presets.small : presets.tiny;
  const drawn = { ...drawGeometry(suite, dice, base), ...needs };
  const geometry = checkGeometry(drawn) === null ? drawn : { ...base, ...needs };
  const script = composeScript(suite, dice, { geometry, steps: 100 });
  scripts[run] = script;
  return script;
}

/** Runs until the rule the mutant breaks convicts it, judging no other: several rules often see the same fault. */
function hunt({ source, needs, profile, breaks }: Mutant<Allocator>): Violation | null {
  const selection = { profiles: profilesUpTo(allocator.profiles, profile), world: "closed", only: [breaks] } as const;
  for (let run = 0; run < 2_000; run++) {
    const script = scriptOf(needs, run);
    const docket = openDocket(allocator.rules, selection);
    const report = runScript(allocator, docket, source.boot(script.geometry), script) as RunReport<Allocator>;
    if (report.ending.kind === "violated") return report.ending.violation;
  }
  return null;
}

describe("faults planted in the allocator", () => {
  test.each(allocatorMutants.map((mutant) => [mutant.name, mutant] as const))(
    "%s is convicted of the rule it breaks",
    (_, mutant) => {
      expect(hunt(mutant)?.rule).toBe(mutant.breaks);
    },
  );

  test("every rule is broken by one of them", () => {
    const broken = new Set(allocatorMutants.map(({ breaks }) => breaks));
    expect(Object.keys(allocator.rules).filter((rule) => !broken.has(rule))).toEqual([]);
  });

  test("each names rules that exist and the weakest profile that has one of them", () => {
    for (const { name, breaks, alsoBreaks, profile } of allocatorMutants) {
      const rules = [breaks, ...(alsoBreaks ?? [])].map((id) => allocator.rules[id]);
      expect({ name, rules: rules.every((rule) => rule !== undefined) }).toEqual({ name, rules: true });
      expect(profilesUpTo(allocator.profiles, profile)).toContain(allocator.rules[breaks]?.profile);
    }
  });

  test("each has a name, a file and a story of its own", () => {
    expect(new Set(allocatorMutants.map(({ name }) => name)).size).toBe(allocatorMutants.length);
    for (const { source, name, story } of allocatorMutants) {
      expect(source.name).toBe(`mutant:${name}`);
      expect(story).toMatch(/^[A-Za-z_].*\.$/);
    }
  });
});

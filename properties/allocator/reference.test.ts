import { describe, expect, test } from "vitest";
import { allocator } from "../../model/allocator/contract.ts";
import { type PresetName, presets } from "../../model/presets.ts";
import { openDocket } from "../../model/rule.ts";
import { diceOf } from "../dice.ts";
import { allocatorComposer } from "./composer.ts";
import { converse } from "./walk.test-kit.ts";

/** Runs and steps of each preset: many short lives of a tiny guest, few of a large one. */
const amounts: readonly (readonly [PresetName, number, number])[] = [
  ["tiny", 400, 300],
  ["small", 25, 600],
  ["paper", 6, 600],
  ["huge", 4, 600],
];

describe("the reference keeps every rule", () => {
  const docket = openDocket(allocator.rules, { profiles: allocator.profiles, world: "closed" });

  test.each(amounts)("on shapes around %s", (name, runs, steps) => {
    for (let run = 0; run < runs; run++) {
      const dice = diceOf(20, run);
      const geometry = allocatorComposer.geometry(dice, presets[name]);
      expect(() => converse(dice, geometry, steps, () => {}, docket)).not.toThrow();
    }
  });

  test("and every rule had something to say", () => {
    const silent = Object.values(allocator.rules).filter((rule) => docket.premises[rule.index] === 0);
    expect(silent.map((rule) => rule.id)).toEqual([]);
  });
});

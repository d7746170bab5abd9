import { describe, expect, test } from "vitest";
import { device } from "../../../model/device/contract.ts";
import { referenceDevice } from "../../../model/device/reference/reference.ts";
import type { Device } from "../../../model/device/vocabulary.ts";
import { presets } from "../../../model/presets.ts";
import { openDocket, profilesUpTo } from "../../../model/rule.ts";
import type { Violation } from "../../../model/verdict.ts";
import { type RunReport, runScript } from "../../../replay/run.ts";
import { composeScript } from "../../compose.ts";
import { deviceComposer } from "../../device/composer.ts";
import { diceOf } from "../../dice.ts";
import type { Mutant } from "../mutant.ts";
import { deviceMutants } from "./all.ts";

const suite = { contract: device, composer: deviceComposer, reference: referenceDevice };

/** Runs until the first violation. */
function hunt({ source, needs, profile }: Mutant<Device>, seed: number): { violation: Violation; runs: number } | null {
  for (let run = 0; run < 1_000; run++) {
    const dice = diceOf(seed, run);
    const geometry = { ...deviceComposer.geometry(dice, presets.tiny), ...needs };
    const script = composeScript(suite, dice, { geometry, steps: 60 });
    const docket = openDocket(device.rules, { profiles: profilesUpTo(device.profiles, profile), world: "closed" });
    const report = runScript(device, docket, source.boot(geometry), script) as RunReport<Device>;
    if (report.ending.kind === "violated") return { violation: report.ending.violation, runs: run + 1 };
  }
  return null;
}

describe("faults planted in the device", () => {
  test.each(deviceMutants.map((mutant) => [mutant.name, mutant] as const))("%s is convicted", (_, mutant) => {
    for (const seed of [1, 2, 3]) {
      const found = hunt(mutant, seed);
      expect([mutant.breaks, ...(mutant.alsoBreaks ?? [])]).toContain(found?.violation.rule);
    }
  });

  test("every rule is broken by one of them", () => {
    const broken = new Set(deviceMutants.map(({ breaks }) => breaks));
    expect(Object.keys(device.rules).filter((rule) => !broken.has(rule))).toEqual([]);
  });

  test("each has a name, a file and a story of its own", () => {
    expect(new Set(deviceMutants.map(({ name }) => name)).size).toBe(deviceMutants.length);
    for (const { source, name, story } of deviceMutants) {
      expect(source.name).toBe(`mutant:${name}`);
      expect(story).toMatch(/^[A-Z].*\.$/);
    }
  });
});

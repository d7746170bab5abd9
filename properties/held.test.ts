import { describe, expect, test } from "vitest";
import type { ContractName } from "../model/contract.ts";
import { type PresetName, presets } from "../model/presets.ts";
import { totals } from "../replay/tally.ts";
import { type CampaignReport, campaign } from "./campaign.ts";
import { contractNames, withSuite } from "./suites.ts";

/** Runs of 300 commands; enough for every premise at these seeds with room to spare. */
const RUNS = 250;

const check = (contract: ContractName, base: PresetName): Promise<CampaignReport<never>> =>
  withSuite(contract, async (suite) => {
    const profile = suite.contract.profiles.at(-1) as string;
    const options = { profile, base: presets[base], seed: 2411_12893, runs: RUNS, steps: 300 };
    return (await campaign(suite, suite.reference, options)) as unknown as CampaignReport<never>;
  });

describe.each(contractNames)("the reference %s", (contract) => {
  test("keeps every rule in generated runs, and every rule has something to say", async () => {
    const report = await check(contract, "small");
    expect(report.failures.map(({ violation }) => violation)).toEqual([]);
    expect(report.ending).toBe("held");
    expect(report.rules.filter(({ premises }) => premises === 0).map(({ id }) => id)).toEqual([]);
  });

  test("is asked hardly anything that does not apply", async () => {
    const { applied, skipped, declined } = totals((await check(contract, "tiny")).tally);
    expect(applied / (applied + skipped + declined)).toBeGreaterThanOrEqual(0.95);
  });
});

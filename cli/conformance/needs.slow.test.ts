import { expect, test } from "vitest";
import { heardWith, RUNS } from "../../bench/having.ts";
import { contractNames, withSuite } from "../../properties/suites.ts";
import { needsOf } from "./needs.ts";

test.each(contractNames)(
  "with what rules of contract %s are said to need, the reference gives each a say",
  async (name) => {
    const rulesBy = new Map<string, string[]>();
    for (const [rule, ways] of Object.entries(needsOf(name))) {
      for (const way of ways) rulesBy.set(way, [...(rulesBy.get(way) ?? []), rule]);
    }
    const silent: string[] = [];
    for (const [way, rules] of rulesBy) {
      const heard = (runs: number) => withSuite(name, (suite) => heardWith(suite, new Set(way.split(" ")), runs));
      const usual = await heard(RUNS.usual);
      const rare = rules.filter((rule) => (usual.get(rule) ?? 0) === 0);
      const patient = rare.length === 0 ? usual : await heard(RUNS.patient);
      silent.push(...rare.filter((rule) => (patient.get(rule) ?? 0) === 0).map((rule) => `${rule} with ${way}`));
    }
    expect(silent).toEqual([]);
  },
);

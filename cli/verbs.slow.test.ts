import { expect, test } from "vitest";
import type { CheckJson } from "./check.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import type { MutantsJson } from "./mutants.ts";
import type { ReplayJson } from "./replay.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const folder = temporaryFolder("hotmem-slow-");

const run = async (...argv: readonly string[]) => {
  const io = fakeIo(folder);
  const code = await main([...argv, "--json"], io);
  return { code, json: JSON.parse(io.out()) as unknown };
};

test("hotmem check, as it is typed first, holds and lets every rule speak", async () => {
  const { code, json } = await run("check");
  const { reports } = json as CheckJson;
  const silent = reports.flatMap(({ report }) => report.rules).filter((rule) => rule.inForce && rule.premises === 0);
  expect(silent.map(({ id }) => id)).toEqual([]);
  expect([code, reports.map(({ report }) => report.ending)]).toEqual([0, ["held", "held", "held"]]);
  for (const { report } of reports) expect(report.steps / (report.steps + report.skipped)).toBeGreaterThan(0.95);
});

test("hotmem mutants convicts every mutant of the rule it breaks, and every rule has a mutant", async () => {
  const { code, json } = await run("mutants", "--seeds", "1", "--out", "caught");
  const { mutants, unproven } = json as MutantsJson;
  expect(mutants.filter(({ verdict }) => verdict !== "convicted")).toEqual([]);
  expect(unproven).toEqual([]);
  expect(mutants.length).toBeGreaterThanOrEqual(26);
  expect(code).toBe(0);

  const replayed = await run("replay", "caught");
  expect(replayed.code).toBe(0);
  expect((replayed.json as ReplayJson).files.length).toBeGreaterThan(mutants.length / 2);
});

import { describe, expect, test } from "vitest";
import { presets } from "../model/presets.ts";
import { ProtocolBroken } from "../model/subject.ts";
import { oddProcesses, oddSource } from "../oracle/exec/exec.test-kit.ts";
import { campaign } from "./campaign.ts";
import { allocatorSuite } from "./suites.ts";

/** A small campaign against the odd subject; nothing of it is left afterwards. */
async function check(way: string, shrink: { readonly confirm?: number } = {}) {
  const source = await oddSource(way);
  try {
    const usual = { profile: "any", base: presets.tiny, seed: 7, runs: 3, steps: 60 };
    return await campaign(allocatorSuite, source, { ...usual, shrink: { timeMs: 5000, ...shrink } });
  } finally {
    await source.close();
    expect(oddProcesses(way)).toEqual([]);
  }
}

describe("a campaign against a program", () => {
  test("holds where it keeps its promises, declines and all", async () => {
    const report = await check("honest");
    expect(report).toMatchObject({ ending: "held", runs: 3, version: "odd 1", lost: [], failures: [] });
    expect(
      Object.entries(report.tally)
        .filter(([, { applied }]) => applied > 0)
        .map(([kind]) => kind),
    ).toEqual(["allocate", "release"]);
    expect(report.rules.filter(({ inForce, premises }) => inForce && premises > 0).length).toBeGreaterThan(3);
  });

  test("shrinks what a program that lies consistently answers", async () => {
    const report = await check("lies");
    expect(report.ending).toBe("violated");
    expect(report.failures[0]?.steps.at(-1)?.ask.kind).toBe("allocate");
    expect(report.failures[0]?.reproduced).toBe(true);
  });

  test("confirms what a fickle program answers, and says how often it did", async () => {
    const report = await check("fickle", { confirm: 6 });
    expect(report.ending).toBe("violated");
    expect(report.failures[0]).toMatchObject({ reproduced: true, repro: { runs: 6, failures: 3 } });
    expect(report.failures[0]?.steps.map(({ ask }) => ask.kind)).toEqual(["allocate", "allocate"]);
  });

  test("counts the geometries that a program declines, and goes on with others", async () => {
    const report = await check("is choosy");
    expect(report).toMatchObject({ ending: "held", runs: 1, lost: [] });
    expect(report.tally["reset"]).toMatchObject({ applied: 0, declined: 2, reasons: [{ why: "too hot", count: 2 }] });
  });

  test("does not begin where the program declines every geometry", async () => {
    await expect(check("declines reset")).rejects.toThrow(/odd 1 declined a reset: too hot/);
  });

  test("shows nothing where the program declines everything", async () => {
    expect(await check("declines")).toMatchObject({ ending: "inconclusive", steps: 0, lost: [] });
  });

  test("finds the very command at which a program dies in a batch", async () => {
    const { ending, lost } = await check("dies");
    expect(ending).toBe("inconclusive");
    expect(lost).toHaveLength(3);
    for (const { why, broke } of lost) {
      expect(why).toMatch(/^at "(allocate|release) .*" it was killed by SIGSEGV$/);
      expect(broke).toBeUndefined();
    }
  });

  test("tells of a program that trips over what makes no sense in a batch", async () => {
    const { ending, lost } = await check("trips");
    expect(ending).toBe("inconclusive");
    expect(lost.length).toBeGreaterThan(0);
    for (const { why } of lost)
      expect(why).toMatch(/it exited with code 7; asked one command at a time, it was not lost$/);
  });

  test("says that it broke the protocol", async () => {
    const { ending, lost } = await check("NaN");
    expect(ending).toBe("inconclusive");
    expect(lost.map(({ broke }) => broke)).toEqual(["protocol", "protocol", "protocol"]);
    expect(lost[0]?.why).toMatch(/^at "allocate .*" it sent a line that is not JSON/);
  });

  test("says so when only batches are answered out of order", async () => {
    const { lost } = await check("out of order");
    expect(lost[0]?.why).toMatch(
      /^in a batch of \d+ commands .* id: expected .*; asked one command at a time, it was not lost$/,
    );
    expect(lost[0]?.broke).toBe("protocol");
  });

  test("does not begin where it talks before it is asked", async () => {
    await expect(check("too early")).rejects.toThrow(ProtocolBroken);
  });

  test("goes on with another process where one dies between two runs", async () => {
    const report = await check("dies at the second reset");
    expect(report.lost.length).toBeGreaterThan(0);
    expect(report.ending).toBe("inconclusive");
  });
});

import { expect, test } from "vitest";
import type { ContractName } from "../../model/contract.ts";
import { presets } from "../../model/presets.ts";
import { withSuite } from "../suites.ts";
import { type Comparison, compareWithShortest } from "./shortest.ts";

/** Faults that one step does not convict, so that shrinking has something to get wrong. */
const exhibits: Readonly<Record<ContractName, readonly string[]>> = {
  allocator: [
    "endedIsolationsStayCounted",
    "freedPagesStayApart",
    "migrationUsesIsolatedMemory",
    "exhaustedRequestsShareAPage",
    "contentLosesItsLowestBit",
    "contigTakesPinnedPages",
    "drainForgetsOneList",
  ],
  device: [
    "failedPlugKeepsItsBits",
    "mixedPlugKeepsTheFreePart",
    "unplugRoundsTheAddressDown",
    "unplugAllForgetsTheSize",
    "stateLooksAtTheEnds",
    "deviceResetUnplugsEverything",
    "shrinkingIsNotNotified",
  ],
  // The stock mechanisms are its exhibits: see convict.slow.test.ts.
  guest: [],
};

const compare = (contract: ContractName, name: string): Promise<Comparison | null> =>
  withSuite(contract, (suite) => {
    const mutant = suite.mutants.find((one) => one.name === name);
    if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
    return compareWithShortest(suite, mutant, presets.tiny, 400);
  });

const cases = (Object.keys(exhibits) as ContractName[]).flatMap((contract) =>
  exhibits[contract].map((name) => [contract, name] as const),
);

test.each(cases)("%s: nothing shorter than the shrunk script convicts %s", async (contract, name) => {
  const comparison = await compare(contract, name);
  expect(comparison).toMatchObject({ verdict: "shortest" });
  expect(comparison?.shrunk).toBeGreaterThanOrEqual(2);
});

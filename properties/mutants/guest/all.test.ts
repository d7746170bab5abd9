import { describe, expect, test } from "vitest";
import { checkGeometry } from "../../../model/check-geometry.ts";
import { guest } from "../../../model/guest/contract.ts";
import { referenceGuest } from "../../../model/guest/reference/reference.ts";
import type { Guest } from "../../../model/guest/vocabulary.ts";
import { presets } from "../../../model/presets.ts";
import { openDocket, profilesUpTo } from "../../../model/rule.ts";
import type { Violation } from "../../../model/verdict.ts";
import { type RunReport, runScript } from "../../../replay/run.ts";
import type { Script } from "../../../replay/script.ts";
import { composeScript, drawGeometry, generationDocket } from "../../compose.ts";
import { diceOf } from "../../dice.ts";
import { guestComposer } from "../../guest/composer.ts";
import type { Mutant } from "../mutant.ts";
import { guestMutants } from "./all.ts";

/** Scripts by who they are made against and the geometry fields they need, then by run: most mutants are asked the same. */
const composed = new Map<string, Script<Guest>[]>();

function scriptOf({ needs, of = referenceGuest }: Mutant<Guest>, run: number): Script<Guest> {
  const key = `${of.name} ${JSON.stringify(needs ?? {})}`;
  const scripts = composed.get(key) ?? [];
  composed.set(key, scripts);
  const known = scripts[run];
  if (known !== undefined) return known;
  const owes = of === referenceGuest ? "hotmem" : "virtio-mem";
  const suite = { contract: guest, composer: guestComposer, reference: of, owes };
  const dice = diceOf(7, run);
  const base = run % 3 === 2 ? presets.small : presets.tiny;
  const drawn = { ...drawGeometry(suite, dice, base), ...needs };
  const wished = checkGeometry(drawn) === null ? drawn : { ...base, ...needs };
  const geometry = of.adapt(wished);
  if ("refused" in geometry) throw new Error(geometry.refused);
  const script = composeScript(suite, dice, { geometry, steps: 100, docket: generationDocket(guest, owes) });
  scripts[run] = script;
  return script;
}

/** Runs until the rule the mutant breaks convicts it, judging no other: several rules often see the same fault. */
function hunt(mutant: Mutant<Guest>): Violation | null {
  const { source, profile, breaks } = mutant;
  const selection = { profiles: profilesUpTo(guest.profiles, profile), world: "closed", only: [breaks] } as const;
  for (let run = 0; run < 2_000; run++) {
    const script = scriptOf(mutant, run);
    const docket = openDocket(guest.rules, selection);
    const report = runScript(guest, docket, source.boot(script.geometry), script) as RunReport<Guest>;
    if (report.ending.kind === "violated") return report.ending.violation;
  }
  return null;
}

/**
 * Bugs of real systems, and of HotMem's design as it might be built, by their id in the catalogue of facts: the mutants that show
 * them. Where there is none, why.
 */
const catalogue: Readonly<Record<string, readonly string[] | { readonly leftOut: string }>> = {
  B19: ["fullyUnpluggedBlocksStay"],
  B20: ["vetoesBreakTheDriver"],
  B21: ["attemptsIgnoreANewSize", "staleRequestsAreSent"],
  B22: ["pinnedPagesAreTriedForEver"],
  B23: { leftOut: "reads a field of Linux's big-block mode, which is not modelled" },
  B24: ["addressesHaveThirtyTwoBits"],
  B25: { leftOut: "the pages of this model's balloon never migrate, so that none can change its zone" },
  B26: ["balloonTargetsAreRounded"],
  B27: ["longtermPinsStayInPlace", "longtermPinsAreRefused"],
  B43: ["unsentRequestsAreAwaited"],
  B44: ["earlierLifeGoesUnseen"],
  B45: ["failedAddsStayPlugged"],
  B46: ["partitionsComeOnlineForTheKernel"],
  B47: ["memoryMapsAreFree"],
  B48: ["unplugAllEndsTheUsableRegion"],
  B49: ["overRequestsAreErrors"],
  B50: ["busyPlugsLeaveTraces"],
  HB1: ["forkIsNotCounted"],
  HB2: ["exitCountsTwice", "threadsCountAsUsers"],
  HB3: ["partitionsBeingUnpluggedAreAssigned"],
  HB4: ["populatedPartitionsWakeNobody"],
  HB5: ["fullPartitionsSpillOver"],
  HB6: ["filePagesArePrivate"],
  HB7: ["parkedFramesAreForgotten"],
  HB8: ["heldPagesAreFreed", "rangesInUseCountAsIsolated"],
  HB9: ["halfUnpluggedIsEmpty"],
  HB10: ["skippedZeroingLeaks"],
  HB11: ["execForgetsThePartition"],
  HB12: ["partitionsOverlapByABlock"],
  HB13: ["strangersAreKilled"],
  HB14: ["assignedPartitionsAreUnplugged"],
  HB15: ["signalLeaksTheReservation", "cancelledWaitersStayQueued"],
};

describe("faults planted in the guest", () => {
  test.each(guestMutants.map((mutant) => [mutant.name, mutant] as const))(
    "%s is convicted of the rule it breaks",
    (_, mutant) => {
      expect(hunt(mutant)?.rule).toBe(mutant.breaks);
    },
  );

  test("every rule is broken by one of them", () => {
    const broken = new Set(guestMutants.map(({ breaks }) => breaks));
    expect(Object.keys(guest.rules).filter((rule) => !broken.has(rule))).toEqual([]);
  });

  test("each names rules that exist and the weakest profile that has the one it breaks", () => {
    for (const { name, breaks, alsoBreaks, profile } of guestMutants) {
      const rules = [breaks, ...(alsoBreaks ?? [])].map((id) => guest.rules[id]);
      expect({ name, rules: rules.every((rule) => rule !== undefined) }).toEqual({ name, rules: true });
      expect({ name, profile }).toEqual({ name, profile: guest.rules[breaks]?.profile });
    }
  });

  test("every bug of the catalogue is planted, or there is a reason why not", () => {
    const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const ids = [...numbers(19, 27), ...numbers(43, 50)].map((n) => `B${n}`);
    expect(Object.keys(catalogue)).toEqual([...ids, ...numbers(1, 15).map((n) => `HB${n}`)]);
    const names = guestMutants.map(({ name }) => name);
    const shown = Object.values(catalogue).flatMap((entry) => ("leftOut" in entry ? [] : entry));
    expect(shown.filter((name) => !names.includes(name))).toEqual([]);
  });

  test("each has a name, a file and a story of its own", () => {
    expect(new Set(guestMutants.map(({ name }) => name)).size).toBe(guestMutants.length);
    for (const { source, name, story } of guestMutants) {
      expect(source.name).toBe(`mutant:${name}`);
      expect(story).toMatch(/^[A-Za-z_].*\.$/);
    }
  });
});

import { describe, expect, test } from "vitest";
import { checkGeometry } from "../../model/check-geometry.ts";
import { applies, type Command, judge } from "../../model/contract.ts";
import { device } from "../../model/device/contract.ts";
import { referenceDevice, referenceDevices } from "../../model/device/reference/reference.ts";
import { type DeviceState, spanOf } from "../../model/device/state.ts";
import type { Device, Range } from "../../model/device/vocabulary.ts";
import { type PresetName, presets } from "../../model/presets.ts";
import { type RunReport, runScript } from "../../replay/run.ts";
import { openTally, totals } from "../../replay/tally.ts";
import { composeScript, generationDocket } from "../compose.ts";
import { diceOf } from "../dice.ts";
import { deviceComposer } from "./composer.ts";

const suite = { contract: device, composer: deviceComposer, reference: referenceDevice };
const names = Object.keys(presets) as PresetName[];

/** Every command composed in some runs, with the state it was composed for. */
function* composed(runs: number, steps: number): Iterable<{ state: DeviceState; ask: Command<Device> }> {
  for (let run = 0; run < runs; run++) {
    const dice = diceOf(30, run);
    const geometry = deviceComposer.geometry(dice, presets.tiny);
    const state = device.begin(geometry, generationDocket(device));
    const subject = referenceDevice.boot(geometry);
    const { commands } = composeScript(suite, dice, { geometry, steps });
    for (const ask of commands) {
      yield { state, ask };
      const outcome = subject.perform(ask);
      if (outcome.kind === "answered") judge(device.laws, state, { ask, answer: outcome.answer });
    }
  }
}

describe("geometries for the device", () => {
  test("are possible, and of every size", () => {
    const counts = new Set<string>();
    for (let run = 0; run < 4_000; run++) {
      const dice = diceOf(31, run);
      const geometry = deviceComposer.geometry(dice, presets[dice.pick(names)]);
      expect(checkGeometry(geometry)).toBeNull();
      const { regionBlocks, blockBytes } = geometry.device;
      if (regionBlocks > 65_535) counts.add("more than one request can name");
      if (regionBlocks === 65_536) counts.add("a power of two of them");
      if (regionBlocks % 2 === 1) counts.add("odd");
      if (regionBlocks === 1) counts.add("one block");
      if (blockBytes === 4096) counts.add("smallest");
      if (blockBytes >= 2 ** 20) counts.add("large");
    }
    expect(counts.size).toBe(6);
  });
});

describe("commands for the device", () => {
  test("apply to the state they are composed for", () => {
    for (const { state, ask } of composed(150, 60))
      expect(applies(device.laws, state, ask), device.sayAsk(ask)).toBe(true);
  });

  test.each(referenceDevices.map((source) => [source.name, source] as const))(
    "apply in 95 cases of 100 when %s answers them",
    (_, source) => {
      const tally = openTally(source.speaks);
      for (let run = 0; run < 120; run++) {
        const dice = diceOf(32, run);
        const geometry = deviceComposer.geometry(dice, presets.small);
        const script = composeScript(suite, dice, { geometry, steps: 80 });
        const docket = generationDocket(device);
        const report = runScript(device, docket, source.boot(geometry), script, { tally }) as RunReport<Device>;
        expect(report.ending).toEqual({ kind: "held" });
      }
      const { applied, skipped } = totals(tally);
      expect(applied / (applied + skipped)).toBeGreaterThan(0.95);
      for (const [kind, answer] of [
        ["plug", "ack"],
        ["unplug", "ack"],
      ] as const)
        expect((tally[kind]?.answers[answer] ?? 0) / (tally[kind]?.applied ?? 1), `${kind}/${answer}`).toBeGreaterThan(
          0.3,
        );
    },
  );

  test("come near every border", () => {
    const met = new Map<string, number>();
    const meet = (what: string, is: boolean): void => {
      if (is) met.set(what, (met.get(what) ?? 0) + 1);
    };
    for (const { state, ask } of composed(400, 60)) {
      if (ask.kind === "resize") meetSize(state, ask.bytes, meet);
      if (ask.kind === "plug" || ask.kind === "unplug" || ask.kind === "state") meetRange(state, ask, meet);
      if (ask.kind === "malformed") meet(ask.how, true);
    }
    expect([...met].filter(([, times]) => times < 5)).toEqual([]);
    expect([...met.keys()].sort()).toEqual(everyBorder);
  });

  test("are enumerated for a small device: all apply, none twice, and not too many", () => {
    const geometry = presets.tiny;
    for (const [at, { state }] of [...composed(4, 30)].entries()) {
      const all = [...deviceComposer.enumerate(state)];
      for (const ask of all) expect(applies(device.laws, state, ask), device.sayAsk(ask)).toBe(true);
      expect(new Set(all.map((ask) => device.sayAsk(ask))).size, `step ${at}`).toBe(all.length);
      expect(all.length).toBeLessThan(30 * geometry.device.regionBlocks);
    }
  });
});

type Meet = (what: string, is: boolean) => void;

const everyBorder = [
  "all of it",
  "below the region",
  "beyond the region",
  "edge in the middle",
  "ends one block too far",
  "first block",
  "last block",
  "misaligned",
  "near 2^64",
  "no block",
  "no-response",
  "one block beyond requested",
  "right but for high bits",
  "resize in between",
  "resize over the region",
  "resize to 0",
  "resize to all",
  "resize to plugged",
  "short-request",
  "short-response",
  "65,535 blocks",
  "unknown-type",
  "usable ends before",
  "usable ends here",
].sort();

function meetSize(state: DeviceState, bytes: bigint, meet: Meet): void {
  meet("resize to 0", bytes === 0n);
  meet("resize to all", bytes === state.regionBytes);
  meet("resize to plugged", state.pluggedBlocks > 0 && bytes === BigInt(state.pluggedBlocks) * state.blockBytes);
  meet("resize over the region", bytes > state.regionBytes);
  meet("resize in between", bytes % state.blockBytes !== 0n);
}

function meetRange(state: DeviceState, range: Range, meet: Meet): void {
  meet("no block", range.blocks === 0);
  meet("65,535 blocks", range.blocks === 65_535);
  meet("near 2^64", range.address > 2n ** 63n);
  meet("below the region", range.address < state.address);
  const low = spanOf(state, { ...range, address: BigInt.asUintN(40, range.address) });
  meet("right but for high bits", range.address >= 2n ** 40n && typeof low !== "string");
  meet("beyond the region", range.address === state.address + state.regionBytes);
  meet("misaligned", range.address % state.blockBytes !== 0n);
  const span = spanOf(state, range);
  if (span === "ends outside the region") meet("ends one block too far", true);
  if (typeof span === "string") return;
  const usable = Number((state.usable ?? 0n) / state.blockBytes);
  meet("first block", span.first === 0);
  meet("last block", span.end === state.blocks.length);
  meet("all of it", span.first === 0 && span.end === state.blocks.length && span.end > 2);
  meet("usable ends here", span.end === usable);
  meet("usable ends before", span.end === usable + 1);
  const room = Number(state.requested / state.blockBytes) - state.pluggedBlocks;
  meet("one block beyond requested", room > 0 && range.blocks === room + 1);
  const blocks = state.blocks.subarray(span.first, span.end);
  meet("edge in the middle", blocks.includes(0) && blocks.includes(1));
}

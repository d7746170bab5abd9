import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { type Answer, applies, type Command, judge } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { guest } from "../../model/guest/contract.ts";
import { layoutOf, withRegion } from "../../model/guest/layout.ts";
import { decided } from "../../model/guest/options.ts";
import { balloonGuest, referenceGuest, virtioMemGuest } from "../../model/guest/reference/reference.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import { presets } from "../../model/presets.ts";
import { openDocket } from "../../model/rule.ts";
import type { ForkableSource } from "../../model/subject.ts";
import { FRAME_BYTES, frames, type Handle, handle } from "../../model/units.ts";
import { composeScript, drawGeometry } from "../compose.ts";
import { diceOf } from "../dice.ts";
import { guestMutants } from "../mutants/guest/all.ts";
import { guestComposer } from "./composer.ts";

type Ask = Command<Guest>;
type Said = Answer<Guest> | "not asked";

const suite = { contract: guest, composer: guestComposer, reference: referenceGuest };
/** No rule is in force: what is compared here is one run with another, not a run with the laws. */
const docket = openDocket(guest.rules, { profiles: guest.profiles, world: "closed", only: [] });

/** Asks everything that applies; what did not is told as such, in its place. */
function answers(
  source: ForkableSource<Guest>,
  geometry: Geometry,
  asks: readonly Ask[],
  look?: (state: GuestState, at: number) => void,
): readonly Said[] {
  const state = guest.begin(geometry, docket);
  const subject = source.boot(geometry);
  return asks.map((ask, at) => {
    look?.(state, at);
    if (!applies(guest.laws, state, ask)) return "not asked";
    const outcome = subject.perform(ask);
    if (outcome.kind !== "answered") throw new Error(`${guest.sayAsk(ask)} was ${outcome.kind}`);
    judge(guest.laws, state, { ask, answer: outcome.answer });
    return outcome.answer;
  });
}

/** Generated lives of small guests, the same ones each time. */
function* lives(seed: number, runs: number, steps: number) {
  for (let run = 0; run < runs; run++) {
    const dice = diceOf(seed, run);
    const base = dice.chance(1, 2) ? presets.tiny : presets.small;
    yield { dice, ...composeScript(suite, dice, { geometry: withRegion(drawGeometry(suite, dice, base)), steps }) };
  }
}

const mutant = (name: string): ForkableSource<Guest> => {
  const found = guestMutants.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no mutant ${name}`);
  return found.source;
};

const without = <T>(list: readonly T[], at: number): readonly T[] => list.filter((_, index) => index !== at);

/** How many of some lives go on differently once this was asked in their midst. */
function disturbedBy(source: ForkableSource<Guest>, extra: Ask): number {
  let disturbed = 0;
  for (const { dice, geometry, commands } of lives(4, 20, 100)) {
    const at = dice.below(commands.length);
    const plain = answers(source, geometry, commands);
    const longer = answers(source, geometry, [...commands.slice(0, at), extra, ...commands.slice(at)]);
    if (!isDeepStrictEqual(without(longer, at), plain)) disturbed++;
  }
  return disturbed;
}

test("a snapshot and its restoration, or a look at everything, changes no later answer", () => {
  expect(disturbedBy(referenceGuest, { kind: "restore" })).toBe(0);
  expect(disturbedBy(referenceGuest, { kind: "observe" })).toBe(0);
  expect(disturbedBy(mutant("restoringLosesPluggedMemory"), { kind: "restore" })).toBeGreaterThan(0);
});

/** What a process does to memory of its own, in its own partition. */
const local = new Set<string>(["touch", "write", "read", "mlock", "discard"]);

/** The partition whose process asks for something local; -1 for anything else. */
function partitionOf(state: GuestState, ask: Ask | undefined): number {
  if (ask === undefined || !local.has(ask.kind) || !("process" in ask)) return -1;
  return state.society.running.get(ask.process as Handle)?.partition ?? -1;
}

interface Life {
  readonly geometry: Geometry;
  readonly commands: readonly Ask[];
}

/** Two processes fill their partitions, and each wants a page more. */
function twoFullPartitions(): Life {
  const geometry = withRegion(presets.tiny);
  const { shared, rated } = layoutOf(geometry);
  const touch = (process: number, as: number, pages: number): Ask => ({
    kind: "touch",
    process: handle(process),
    as: handle(as),
    pages: frames(pages),
    write: true,
  });
  const commands: readonly Ask[] = [
    { kind: "resize", bytes: BigInt((shared.count + 2 * rated) * FRAME_BYTES) },
    { kind: "settle", within: 1_000_000 },
    { kind: "spawn", as: handle(0), wait: false },
    { kind: "spawn", as: handle(1), wait: false },
    ...[touch(0, 2, rated), touch(1, 3, rated), touch(0, 4, 1), touch(1, 5, 1)],
  ];
  return { geometry, commands };
}

/** Of neighbouring commands of two partitions: how many were exchanged, and how often that changed an answer. */
function exchanged(source: ForkableSource<Guest>, among: Iterable<Life>): { pairs: number; changes: number } {
  let [pairs, changes] = [0, 0];
  for (const { geometry, commands } of among) {
    const apart: number[] = [];
    const plain = answers(source, geometry, commands, (state, at) => {
      const [one, other] = [partitionOf(state, commands[at]), partitionOf(state, commands[at + 1])];
      if (one !== -1 && other !== -1 && one !== other) apart.push(at);
    });
    for (const at of apart.slice(-2)) {
      const [one, other] = [commands[at], commands[at + 1]] as [Ask, Ask];
      const said = answers(source, geometry, [...commands.slice(0, at), other, one, ...commands.slice(at + 2)]);
      const inOrder = [...said.slice(0, at), said[at + 1], said[at], ...said.slice(at + 2)];
      pairs++;
      if (!isDeepStrictEqual(inOrder, plain)) changes++;
    }
  }
  return { pairs, changes };
}

test("commands of processes in different partitions commute, unless a full partition spills over", () => {
  const { pairs, changes } = exchanged(referenceGuest, [...lives(5, 40, 150), twoFullPartitions()]);
  expect(pairs).toBeGreaterThan(10);
  expect(changes).toBe(0);
  expect(exchanged(mutant("fullPartitionsSpillOver"), [twoFullPartitions()]).changes).toBeGreaterThan(0);
});

/** What an observer sees of an idle guest before two partition-worths come and after they went. */
function beforeAndAfter(source: ForkableSource<Guest>, preset: Geometry): readonly (Said | undefined)[] {
  const geometry = withRegion(preset);
  const { shared, rated } = layoutOf(geometry);
  const sized = (worths: number): Ask => ({
    kind: "resize",
    bytes: BigInt((shared.count + worths * rated) * FRAME_BYTES),
  });
  const [settle, observe]: [Ask, Ask] = [{ kind: "settle", within: 1_000_000 }, { kind: "observe" }];
  const said = answers(source, geometry, [settle, observe, sized(2), settle, sized(0), settle, observe]);
  return [said[1], said[6]];
}

test.each([
  ["HotMem", referenceGuest],
  ["stock virtio-mem", virtioMemGuest],
  ["a balloon", balloonGuest],
])("memory plugged into an idle guest of %s and unplugged again leaves no trace", (_, source) => {
  for (const preset of [presets.tiny, presets.small]) {
    const [before, after] = beforeAndAfter(source, preset);
    expect(before).toMatchObject({ kind: "observed" });
    expect(after).toEqual(before);
  }
});

test("memory that leaves a trace is noticed", () => {
  const [before, after] = beforeAndAfter(mutant("memoryMapsOutliveTheirBlock"), {
    ...presets.tiny,
    guest: { ...decided, memmap: frames(1) },
  });
  expect(after).not.toEqual(before);
});

/** Loads that two makes of guest answered, and how many of them differently. */
function loads(one: ForkableSource<Guest>, other: ForkableSource<Guest>): { both: number; differ: number } {
  let [both, differ] = [0, 0];
  for (const { geometry, commands } of lives(7, 30, 120)) {
    const elsewhere = answers(other, geometry, commands);
    for (const [at, said] of answers(one, geometry, commands).entries()) {
      const there = elsewhere[at];
      if (said === "not asked" || there === undefined || there === "not asked") continue;
      if (said.kind !== "content" || there.kind !== "content") continue;
      both++;
      if (!isDeepStrictEqual(said.runs, there.runs)) differ++;
    }
  }
  return { both, differ };
}

test("HotMem and stock virtio-mem show their processes the same content", () => {
  const { both, differ } = loads(referenceGuest, virtioMemGuest);
  expect(both).toBeGreaterThan(50);
  expect(differ).toBe(0);
  expect(loads(mutant("freshPagesShowOldContent"), virtioMemGuest).differ).toBeGreaterThan(0);
});

import { describe, expect, test } from "vitest";
import { guest } from "../../model/guest/contract.ts";
import {
  balloonGuest,
  kernelZoneGuest,
  referenceGuest,
  virtioMemGuest,
} from "../../model/guest/reference/reference.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import { type PresetName, presets } from "../../model/presets.ts";
import { openDocket, profilesUpTo } from "../../model/rule.ts";
import type { ForkableSource } from "../../model/subject.ts";
import { composeScript, drawGeometry } from "../compose.ts";
import { diceOf } from "../dice.ts";
import { guestComposer } from "./composer.ts";

/** Runs and steps around each preset: many short lives of a tiny guest, few of a large one. */
const amounts: readonly (readonly [PresetName, number, number])[] = [
  ["tiny", 150, 250],
  ["small", 30, 250],
  ["paper", 8, 200],
  ["huge", 2, 100],
];

/** Every mechanism with what it owes. */
const mechanisms: readonly (readonly [string, ForkableSource<Guest>])[] = [
  ["hotmem", referenceGuest],
  ["virtio-mem", virtioMemGuest],
  ["virtio-mem", kernelZoneGuest],
  ["virtio-mem", balloonGuest],
];

const docketOf = (profile: string) =>
  openDocket(guest.rules, { profiles: profilesUpTo(guest.profiles, profile), world: "closed" });
const dockets = mechanisms.map(([profile]) => docketOf(profile));

describe.each(mechanisms.map(([profile, source], at) => ({ name: source.name, profile, source, at })))(
  "$name keeps every rule of profile $profile",
  ({ source, at }) => {
    const suite = { contract: guest, composer: guestComposer, reference: source };

    // A balloon works page by page: large guests take it as long as they are large.
    test.each(source === balloonGuest ? amounts.slice(0, 2) : amounts)("on shapes around %s", (name, runs, steps) => {
      for (let run = 0; run < runs; run++) {
        const dice = diceOf(60 + at, run);
        const geometry = drawGeometry(suite, dice, presets[name]);
        const docket = dockets[at];
        if (docket === undefined) throw new Error("no docket");
        expect(() => composeScript(suite, dice, { geometry, steps, docket })).not.toThrow();
      }
    });
  },
);

test.each([
  ["hotmem", [0]],
  ["virtio-mem", [1]],
] as const)("every rule of profile %s had something to say to its own mechanism", (profile, own) => {
  const rules = Object.values(guest.rules).filter((rule) => rule.profile === profile);
  const silent = rules.filter(({ index }) => own.every((at) => dockets[at]?.premises[index] === 0));
  expect(silent.map(({ id }) => id)).toEqual([]);
});

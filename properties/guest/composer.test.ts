import { describe, expect, test } from "vitest";
import { applies, type Command, judge } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { guest } from "../../model/guest/contract.ts";
import { withRegion } from "../../model/guest/layout.ts";
import { referenceGuest } from "../../model/guest/reference/reference.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import { presets } from "../../model/presets.ts";
import { composeScript, generationDocket } from "../compose.ts";
import { diceOf } from "../dice.ts";
import { guestComposer } from "./composer.ts";

const suite = { contract: guest, composer: guestComposer, reference: referenceGuest };

/** Every command composed in some runs, with the state it was composed for. */
function* composed(
  seed: number,
  runs: number,
  steps: number,
  base: Geometry = presets.tiny,
): Iterable<{ state: GuestState; ask: Command<Guest> }> {
  for (let run = 0; run < runs; run++) {
    const dice = diceOf(seed, run);
    const geometry = guestComposer.geometry(dice, base);
    const state = guest.begin(geometry, generationDocket(guest));
    const subject = referenceGuest.boot(geometry);
    for (const ask of composeScript(suite, dice, { geometry, steps, mood: guestComposer.weights }).commands) {
      yield { state, ask };
      const outcome = subject.perform(ask);
      if (outcome.kind === "answered") judge(guest.laws, state, { ask, answer: outcome.answer });
    }
  }
}

test("at least 95 of 100 commands apply, and all kinds are asked", () => {
  const asked = new Map<string, number>();
  let applied = 0;
  let all = 0;
  for (const { state, ask } of composed(70, 60, 300)) {
    all++;
    if (applies(guest.laws, state, ask)) applied++;
    asked.set(ask.kind, (asked.get(ask.kind) ?? 0) + 1);
  }
  expect(applied / all).toBeGreaterThanOrEqual(0.95);
  expect(Object.keys(guestComposer.weights).filter((kind) => (asked.get(kind) ?? 0) < 5)).toEqual([]);
});

test("the same dice make the same script", () => {
  const script = () => composeScript(suite, diceOf(71, 1), { geometry: withRegion(presets.tiny), steps: 300 });
  expect(script()).toEqual(script());
});

describe("the exhaustive twin", () => {
  test("offers only commands that apply, each once, and not too many", () => {
    for (const { state } of composed(72, 3, 60)) {
      const offered = [...guestComposer.enumerate(state)];
      for (const ask of offered) expect(applies(guest.laws, state, ask), guest.sayAsk(ask)).toBe(true);
      expect(new Set(offered.map((ask) => guest.sayAsk(ask))).size).toBe(offered.length);
      expect(offered.length).toBeLessThan(40 + 40 * state.society.running.size);
    }
  });

  test("offers every kind that applies", () => {
    const seen = new Set<string>();
    for (const { state } of composed(73, 12, 100)) for (const ask of guestComposer.enumerate(state)) seen.add(ask.kind);
    expect(Object.keys(guestComposer.weights).filter((kind) => !seen.has(kind))).toEqual([]);
  });

  test("gives new things the lowest handle", () => {
    const state = guest.begin(withRegion(presets.tiny), generationDocket(guest));
    const spawns = [...guestComposer.enumerate(state)].filter(({ kind }) => kind === "spawn");
    expect(spawns).toEqual([
      { kind: "spawn", as: 0, wait: false },
      { kind: "spawn", as: 0, wait: true },
    ]);
  });
});

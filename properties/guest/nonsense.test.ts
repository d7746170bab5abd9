import { describe, expect, test } from "vitest";
import { applies, judge, type Step } from "../../model/contract.ts";
import { guest } from "../../model/guest/contract.ts";
import { balloonGuest, referenceGuest, virtioMemGuest } from "../../model/guest/reference/reference.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import { presets } from "../../model/presets.ts";
import { openDocket } from "../../model/rule.ts";
import type { ForkableSource } from "../../model/subject.ts";
import { composeScript, generationDocket } from "../compose.ts";
import type { Dice } from "../composer.ts";
import { diceOf } from "../dice.ts";
import { guestComposer } from "./composer.ts";

/** A number near another, or one that no honest guest would say. */
const falseNumber = (n: number, dice: Dice): number =>
  dice.pick([n + 1, n - 1, -n, 0, Number.NaN, 0.5, 1e9, 2 ** 53, dice.below(28), dice.below(4)]);

/** The same answer with some of its numbers changed, and some of its lists shortened, doubled or turned round. */
function falsified(value: unknown, dice: Dice): unknown {
  if (typeof value === "number") return dice.chance(1, 4) ? falseNumber(value, dice) : value;
  if (typeof value === "bigint") return dice.chance(1, 4) ? dice.pick([0n, -value, value + 1n, 2n ** 64n]) : value;
  if (Array.isArray(value)) {
    const list: unknown[] = value.map((item) => falsified(item, dice));
    if (list.length === 0 || dice.chance(3, 4)) return list;
    return dice.pick([list.slice(1), [...list, ...list], list.reverse(), []]);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, falsified(item, dice)]));
}

/** Something that may or may not have happened, about few names and frames. */
const anyEvent = (dice: Dice): unknown => {
  const extent = { first: dice.below(28), count: 1 + dice.below(4) };
  return dice.pick([
    { kind: "killed", process: dice.below(12) },
    { kind: "move", from: dice.below(28), to: dice.below(28), count: extent.count },
    { kind: "drop", extent },
    { kind: "zero", extent },
    { kind: "isolate", extent, outcome: "done" },
    { kind: "give-back", extent },
    { kind: "inflate", extent },
    { kind: "served", process: dice.below(12), partition: dice.below(3) },
    { kind: "offline", block: dice.below(8), outcome: "done" },
    { kind: "online", block: dice.below(8), zone: dice.pick(["kernel", "movable", "shared", "private"]) },
    {
      kind: "partition",
      partition: dice.below(3),
      state: dice.pick(["empty", "plugging", "free", "assigned", "draining", "unplugging"]),
      users: dice.below(3),
    },
  ]);
};

function nonsense(answer: Step<Guest>["answer"], dice: Dice): Step<Guest>["answer"] {
  const told = dice.chance(1, 2) ? answer : { ...answer, events: [...answer.events, anyEvent(dice)] };
  return (dice.chance(1, 2) ? told : falsified(told, dice)) as Step<Guest>["answer"];
}

const ids = Object.keys(guest.rules);

/** The rule that convicts a guest which now and then talks nonsense, where only these rules count; null for none. */
function convictedOf(source: ForkableSource<Guest>, only: readonly string[], dice: Dice): string | null {
  const suite = { contract: guest, composer: guestComposer, reference: source };
  const owes = source === referenceGuest ? "hotmem" : "virtio-mem";
  const geometry = source.adapt(presets.tiny);
  if ("refused" in geometry) throw new Error(geometry.refused);
  const script = composeScript(suite, dice, { geometry, steps: 60, docket: generationDocket(guest, owes) });
  const docket = openDocket(guest.rules, { profiles: guest.profiles, world: "closed", only });
  const state = guest.begin(geometry, docket);
  const subject = source.boot(geometry);
  for (const ask of script.commands) {
    if (!applies(guest.laws, state, ask)) continue;
    const outcome = subject.perform(ask);
    if (outcome.kind !== "answered") continue;
    const answer = dice.chance(1, 4) ? nonsense(outcome.answer, dice) : outcome.answer;
    const verdict = judge(guest.laws, state, { ask, answer });
    if (verdict.kind === "illegal") return verdict.violation.rule;
  }
  return null;
}

describe.each([referenceGuest, virtioMemGuest, balloonGuest].map((source) => ({ source, name: source.name })))(
  "$name, made to talk nonsense",
  ({ source }: { source: ForkableSource<Guest> }) => {
    test("is convicted of a rule in force, or believed, but never makes the judge stumble", () => {
      const convicted = new Set<string>();
      for (let run = 0; run < 200; run++) {
        const dice = diceOf(31, run);
        const only = Array.from({ length: 1 + dice.below(3) }, () => dice.pick(ids));
        const rule = convictedOf(source, only, dice);
        if (rule === null) continue;
        expect(only).toContain(rule);
        convicted.add(rule);
      }
      expect(convicted.size).toBeGreaterThan(10);
    });
  },
);

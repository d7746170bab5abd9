import type { Kind, Vocabulary } from "../model/contract.ts";
import type { Composer, Dice, Mood } from "./composer.ts";

/** Chooses kinds of commands by weight. */
export interface MoodTable<V extends Vocabulary<V>> {
  /** A kind, as often as its weight says. */
  draw(dice: Dice): Kind<V>;
  /** Every kind that is on, heaviest first: what to fall back on when a drawn kind has nothing to propose. */
  readonly kinds: readonly Kind<V>[];
}

/** Slots of a table; a kind that is on has at least one. A draw is one lookup, however many kinds there are. */
const SLOTS = 1024;

/**
 * A table that follows the weights to within one slot.
 *
 * @throws when every weight is 0
 */
export function moodTable<V extends Vocabulary<V>>(mood: Mood<V>): MoodTable<V> {
  const entries = (Object.entries<number>(mood) as [Kind<V>, number][]).filter(([, weight]) => weight > 0);
  entries.sort(([, a], [, b]) => b - a);
  if (entries.length === 0) throw new Error("a mood in which every kind of command is off");
  const sum = entries.reduce((total, [, weight]) => total + weight, 0);
  const slots: Kind<V>[] = [];
  for (const [kind, weight] of entries) {
    const share = Math.max(1, Math.round((weight / sum) * SLOTS));
    for (let i = 0; i < share; i++) slots.push(kind);
  }
  return { draw: (dice) => slots[dice.below(slots.length)] as Kind<V>, kinds: entries.map(([kind]) => kind) };
}

/** How far a run strays from the ordinary weights. */
const FACTORS = [0.25, 0.5, 1, 1, 2, 4] as const;

/**
 * The mood of one run (swarm testing, Groce et al., ISSTA 2012): features that suppress one another show their faults only
 * in runs that leave some of them out. One run in four is ordinary; in the others about a third of the kinds is off and
 * the rest weighs more or less than usual. Essential kinds stay on.
 *
 * @param among kinds the subject speaks; absent means all
 */
export function drawMood<V extends Vocabulary<V>>(
  { weights, essential }: Pick<Composer<V, never>, "weights" | "essential">,
  dice: Dice,
  among?: ReadonlySet<Kind<V>>,
): Mood<V> {
  const spoken = (Object.entries<number>(weights) as [Kind<V>, number][]).map(
    ([kind, weight]) => [kind, among?.has(kind) === false ? 0 : weight] as const,
  );
  const ordinary = Object.fromEntries(spoken) as Mood<V>;
  if (dice.chance(1, 4)) return ordinary;
  const drawn = spoken.map(([kind, weight]) => {
    if (weight === 0) return [kind, 0] as const;
    const on = essential.includes(kind) || dice.chance(2, 3);
    return [kind, on ? weight * dice.pick(FACTORS) : 0] as const;
  });
  // Of few kinds all may be off, and then there would be nothing to ask.
  return drawn.some(([, weight]) => weight > 0) ? (Object.fromEntries(drawn) as Mood<V>) : ordinary;
}

import type * as fc from "fast-check";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { mersenne } from "pure-rand/generator/mersenne";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Dice } from "./composer.ts";

const TWO_32 = 2 ** 32;

/**
 * Dice over the generator that fast-check uses by default, without what fast-check adds to each draw: a composer draws
 * several numbers for every command.
 */
function roll(seed: number): Dice {
  const random = xoroshiro128plus(seed);
  const below = (n: number): number => uniformInt(random, 0, n - 1);
  return {
    below,
    chance: (numerator, denominator) => below(denominator) < numerator,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
  };
}

/** Another number, far from those of neighbours: the first draw of a generator that is made for any seed. */
const scatter = (seed: number): number => mersenne(seed | 0).next();

/** The number of a seed, and the seed: runs of one campaign follow one another, and a generator costs as much as 30 commands. */
let lately = { seed: Number.NaN, scattered: 0 };

function scatteredSeed(seed: number): number {
  if (lately.seed !== seed) {
    const whole = scatter(seed % TWO_32) ^ Math.floor(seed / TWO_32);
    lately = { seed, scattered: scatter(whole) };
  }
  return lately.scattered;
}

/**
 * The dice of one run of a campaign. Follows from seed and run number alone, so that one run can be made again without
 * the runs before it.
 *
 * @param seed any whole number; its lowest 53 bits count
 */
export function diceOf(seed: number, run: number): Dice {
  return roll(scatter(scatteredSeed(seed) ^ run));
}

/** Dice that follow from fast-check's generator: every draw is a function of fast-check's seed. */
export function diceFrom(random: fc.Random): Dice {
  return roll(random.nextInt(-0x80000000, 0x7fffffff));
}

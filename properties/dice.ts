import type * as fc from "fast-check";
import type { Dice } from "./composer.ts";

const TWO_32 = 2 ** 32;

/**
 * Dice from four words of state: xoshiro128** by Blackman and Vigna (prng.di.unimi.it). A composer draws several numbers
 * for every command, and fast-check's own draws cost more than performing the command does.
 */
function roll(words: Uint32Array): Dice {
  const next = (): number => {
    const [a, b, c, d] = [words[0] as number, words[1] as number, words[2] as number, words[3] as number];
    const five = Math.imul(b, 5);
    const drawn = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const e = c ^ a;
    const f = d ^ b;
    words[1] = b ^ e;
    words[0] = a ^ f;
    words[2] = e ^ (b << 9);
    words[3] = (f << 11) | (f >>> 21);
    return drawn;
  };
  const below = (n: number): number => {
    if (n <= TWO_32) return Math.floor((next() / TWO_32) * n);
    return Math.floor(((next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53) * n);
  };
  return {
    below,
    chance: (numerator, denominator) => below(denominator) < numerator,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
  };
}

/** Spreads a number over 32 bits: the finalizer of MurmurHash3. */
function scatter(n: number): number {
  let h = n | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The dice of one run of a campaign. Follows from seed and run number alone, so that one run can be made again without
 * the runs before it.
 *
 * @param seed any whole number; its lowest 53 bits count
 */
export function diceOf(seed: number, run: number): Dice {
  const low = scatter(seed % TWO_32);
  const high = scatter(Math.floor(seed / TWO_32) ^ 0x9e3779b9);
  const first = scatter(low ^ scatter(run + 1));
  // The last word is odd, because a state of zeros never leaves zero.
  return roll(Uint32Array.of(first, scatter(first ^ high), scatter(high + run), scatter(low + 0x6a09e667) | 1));
}

/** Dice that follow from fast-check's generator: every draw is a function of fast-check's seed. */
export function diceFrom(random: fc.Random): Dice {
  const word = () => random.nextInt(-0x80000000, 0x7fffffff);
  return roll(Uint32Array.of(word(), word(), word(), word() | 1));
}

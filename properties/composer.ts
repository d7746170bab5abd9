import type { Command, Kind, State, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";

/** The randomness a composer may use. Backed by fast-check's generator, so every draw follows from the seed. */
export interface Dice {
  /** A whole number from 0 to n - 1. */
  below(n: number): number;
  /** True in `numerator` of `denominator` cases. */
  chance(numerator: number, denominator: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Relative weight of each command kind in one run; 0 switches the kind off (swarm testing). */
export type Mood<V extends Vocabulary<V>> = { readonly [K in Kind<V>]: number };

/** How commands of one contract are made. Constructs commands that apply; never filters. */
export interface Composer<V extends Vocabulary<V>, S extends State<S>> {
  /** What each kind weighs in an ordinary run. */
  readonly weights: Mood<V>;
  /** Kinds a mood must never switch off, because nothing happens without them. */
  readonly essential: readonly Kind<V>[];
  /** A shape to try, biased towards boundaries; `base` says how large, features are turned on in some draws. */
  geometry(dice: Dice, base: Geometry): Geometry;
  /**
   * A command of this kind that applies to the state (it may be one that ought to be refused), or null when there is
   * none. Reads the specification's state only; the caller advances it with the reference's answer.
   */
  propose(kind: Kind<V>, state: S, dice: Dice): Command<V> | null;
  /**
   * A command that completes what earlier ones began, or null; tried before a kind is drawn. For rules whose premise takes
   * several commands in a row, which kinds drawn one by one would hardly ever make.
   */
  sequel?(state: S, dice: Dice): Command<V> | null;
  /** Every command that applies, with arguments limited so that a tiny guest can be searched exhaustively; new handles
   * get the lowest number that is not in use. */
  enumerate(state: S): Iterable<Command<V>>;
}

import type { State, Vocabulary } from "../../model/contract.ts";
import type { Script } from "../script.ts";
import { type AttemptOptions, type Needed, runOnce, type Violating } from "./attempt.ts";

/** How often a script broke its rule when it was run so many times. */
export interface Repro {
  readonly runs: number;
  readonly failures: number;
}

/** A script run several times, and one of the runs that broke the rule. */
export interface Repeated<V extends Vocabulary<V>> extends Repro {
  readonly example: Violating<V> | null;
}

/** Violations of a candidate that are wanted before it is believed, where one in so many runs breaks the rule. */
const WANTED = 2;
/** Runs in a row in which a candidate has to break the rule, where the first script always does: shorter ones may be fickle. */
const IN_A_ROW = 3;

/** Runs the script so many times, or fewer when there is no time left: none when there never was. */
export async function repeat<V extends Vocabulary<V>, S extends State<S>>(
  options: AttemptOptions<V, S>,
  script: Script<V>,
  most: number,
): Promise<Repeated<V>> {
  let runs = 0;
  let failures = 0;
  let example: Violating<V> | null = null;
  for (; runs < most && options.isOver?.() !== true; runs++) {
    const violating = await runOnce(options, script);
    if (violating === null) continue;
    failures++;
    example = violating;
  }
  return { runs, failures, example };
}

/**
 * Among many candidates of a fickle subject some are confirmed by luck, and the smallest may hardly ever break the rule again. Goes
 * back by halves over those that were confirmed, to one that does. Null when none does.
 */
export async function stepBack<V extends Vocabulary<V>, S extends State<S>>(
  options: AttemptOptions<V, S>,
  confirmed: readonly Script<V>[],
  most: number,
): Promise<Repeated<V> | null> {
  for (let left = confirmed.length; left > 1; ) {
    left >>= 1;
    const repeated = await repeat(options, confirmed[left - 1] as Script<V>, most);
    if (repeated.failures > 0) return repeated;
  }
  return null;
}

/**
 * What is wanted of every smaller script, given how the first one behaved: that it always breaks the rule, too; of a fickle one
 * several violations, in so many runs that one just as fickle shows them with near certainty.
 */
export function neededAfter({ runs, failures }: Repro): Needed {
  if (failures === 0 || failures === runs) return { violations: IN_A_ROW, runs: IN_A_ROW };
  return { violations: WANTED, runs: Math.ceil((2 * WANTED * runs) / failures) };
}

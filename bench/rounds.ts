/** One thing to measure: does at least `steps` steps of work and says how many it did. */
export interface Contestant {
  readonly name: string;
  /** @returns steps done */
  work(round: number): number;
}

/** Steps per second of one contestant, over all rounds. */
export interface Figure {
  readonly name: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** See {@link ratioOf}; to the first contestant. */
  readonly ratio: number;
  /** By round. */
  readonly speeds: readonly number[];
}

/**
 * Measures contestants in turn, A B C A B C …, each for about `roundMs` a round, after one round that is not counted. Machines
 * drift; contestants of one round have drifted alike, so ratios are taken round by round and only then reduced to a median.
 */
export function measure(contestants: readonly Contestant[], rounds: number, roundMs: number): readonly Figure[] {
  const speeds = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    contestants.forEach((contestant, i) => {
      const speed = stepsPerSecond(contestant, round, roundMs);
      if (round > 0) speeds[i]?.push(speed);
    });
  }
  return contestants.map(({ name }, i) => {
    const own = speeds[i] as number[];
    const ratio = ratioOf(own, speeds[0] as number[]);
    return { name, median: median(own), min: Math.min(...own), max: Math.max(...own), ratio, speeds: own };
  });
}

/** Median over rounds of one contestant's speed divided by another's of the same round. */
export const ratioOf = (speeds: readonly number[], others: readonly number[]): number =>
  median(speeds.map((speed, round) => speed / (others[round] as number)));

/** Seconds of processor time, garbage collection included: on a shared machine the wall clock measures the neighbours. */
function stepsPerSecond(contestant: Contestant, round: number, roundMs: number): number {
  const begun = process.cpuUsage();
  let steps = 0;
  let spentMs = 0;
  do {
    steps += contestant.work(round);
    const { user, system } = process.cpuUsage(begun);
    spentMs = (user + system) / 1000;
  } while (spentMs < roundMs);
  return (steps / spentMs) * 1000;
}

/** The middle of the sorted numbers, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

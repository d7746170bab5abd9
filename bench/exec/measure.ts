import type { Allocator } from "../../model/allocator/vocabulary.ts";
import { presets } from "../../model/presets.ts";
import type { SubjectSource } from "../../model/subject.ts";
import { campaign } from "../../properties/campaign.ts";
import { allocatorSuite } from "../../properties/suites.ts";
import { type Cost, costOf } from "./cost.ts";
import { type Batches, type Manner, openEcho } from "./echo.ts";

/** Commands of a run, as `check` has them unless told. */
export const STEPS = 300;
/** Commands in a line, as a campaign of such runs has them in the end. */
export const BATCH = 150;

/** One thing to measure. */
export interface Entrant {
  readonly name: string;
  /** Works for so many milliseconds. @returns commands that were answered, and judged where somebody judges */
  readonly work: (ms: number, round: number) => Promise<number>;
  /** Ends what was started for it. */
  readonly end?: () => Promise<void>;
}

/** What one round of an entrant came to. */
export interface Round extends Cost {
  readonly commands: number;
}

/** What `check --contract allocator --subject exec:…` does. @param batch commands at once; absent: as many as it chooses */
export function checking(name: string, source: SubjectSource<Allocator>, batch?: number): Entrant {
  return {
    name,
    work: async (timeMs, round) => {
      const { ending, steps, lost } = await campaign(allocatorSuite, source, {
        profile: "any",
        base: presets.small,
        seed: round,
        runs: Number.MAX_SAFE_INTEGER,
        steps: STEPS,
        timeMs,
        ...(batch === undefined ? {} : { batch }),
      });
      if (ending !== "held") throw new Error(`the sample ended ${ending}: ${JSON.stringify(lost)}`);
      return steps;
    },
  };
}

/** The same commands to a program that echoes. */
export function echoing(name: string, program: string, manner: Manner, batches: Batches): Entrant {
  const { talk, end } = openEcho(program, manner);
  return { name, work: async (ms) => await talk(batches, ms), end };
}

/** Everybody in turn, so often and once more before, which is not counted: what is slow at first is compiling. */
export async function measureAll(
  entrants: readonly Entrant[],
  { rounds, roundMs, warmMs }: { readonly rounds: number; readonly roundMs: number; readonly warmMs: number },
): Promise<readonly (readonly Round[])[]> {
  const all = entrants.map((): Round[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [at, { work }] of entrants.entries()) {
      const { cost, made } = await costOf(() => work(round === 0 ? warmMs : roundMs, round));
      if (round > 0) all[at]?.push({ ...cost, commands: made });
    }
  }
  return all;
}

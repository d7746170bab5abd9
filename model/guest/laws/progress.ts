import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { type Illegal, illegal, LEGAL } from "../../verdict.ts";
import type { Told } from "../events.ts";
import { resume, settledEpisode, stepped } from "../reclaim/episode.ts";
import { guestRules as rules } from "../rules.ts";
import { settleBound } from "../settling/bound.ts";
import { brokenSettled } from "../settling/settled.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { sayCount } from "../words.ts";
import { settledPartitions } from "./events/at-rest.ts";
import { told } from "./told.ts";

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** The workers were let run for at most so many micro-steps. */
function worked(state: GuestState, answer: Told, most: number, cause: "run" | "settle"): Illegal | undefined {
  const { steps } = answer.spent;
  resume(state);
  const broken = told(state, answer, cause);
  if (broken !== undefined) return broken;
  const rule = rules["cost/steps"];
  if (weighs(state.docket, rule) && steps > most)
    return illegal(rule, `${sayCount(steps, "step")} where ${most} were granted`);
  return stepped(state, steps);
}

/** run: the workers take micro-steps. */
export const run: Law<Guest, "run", GuestState> = {
  applies: (_, { steps }) => isCount(steps),
  judge: (state, { steps }, answer) => worked(state, answer, steps, "run") ?? LEGAL,
};

/** settle: the workers go on until nothing can change any more. */
export const settle: Law<Guest, "settle", GuestState> = {
  applies: (_, { within }) => isCount(within),
  judge(state, { within }, answer) {
    const bound = settleBound(state);
    const broken = worked(state, answer, within, "settle");
    if (broken !== undefined) return broken;
    const rule = rules["settle/bounded"];
    if (within >= bound && weighs(state.docket, rule) && answer.kind === "unsettled")
      return illegal(rule, `not settled within ${within} micro-steps; ${bound} are enough`);
    if (answer.kind === "unsettled") return LEGAL;
    return settledEpisode(state) ?? brokenSettled(state) ?? settledPartitions(state) ?? LEGAL;
  },
};

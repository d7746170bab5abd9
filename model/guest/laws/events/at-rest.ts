import type { Illegal } from "../../../verdict.ts";
import type { GuestState } from "../../state.ts";
import type { Guest } from "../../vocabulary.ts";

/** Judged when the events of an answer are over. */
export function atRest(state: GuestState, cause: keyof Guest): Illegal | undefined {
  return undefined;
}

/** Judged when a `settle` was answered `settled`. */
export function settledPartitions(state: GuestState): Illegal | undefined {
  return undefined;
}

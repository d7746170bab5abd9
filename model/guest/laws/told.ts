import type { Kind } from "../../contract.ts";
import type { Illegal } from "../../verdict.ts";
import type { Told } from "../events.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";

/**
 * Judges what an answer tells besides answering, event by event, and whether its costs agree with them; moves the state forward.
 * Laws call it once, before or after they judge the command's own effect; see the order in {@link Guest}.
 *
 * @returns undefined when fine
 */
export function told(state: GuestState, answer: Told, cause: Kind<Guest>): Illegal | undefined {
  return undefined;
}

/**
 * Judges `spent.faulted`, which only the law of a command can know; `told` leaves it alone. Laws of commands that place frames
 * call it with how many; where it is not called, nothing is placed.
 */
export function faulted(state: GuestState, answer: Told, count: number): Illegal | undefined {
  return undefined;
}

import type { Kind } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import type { Handle } from "../../units.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import type { Told } from "../events.ts";
import type { Need } from "../memory/need.ts";
import type { Process } from "../memory/society.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { enough } from "./events/killed.ts";
import { told } from "./told.ts";

/** A need for anonymous pages of a process. */
export const anonymousNeed = (process: Process, frames: number): Need => ({
  kind: "anonymous",
  process: process.handle,
  instance: process.instance,
  partition: process.partition,
  frames,
  order: 0,
  span: null,
  killed: [],
});

/** A need for cached pages of a file. */
export const fileNeed = (process: Process, span: NonNullable<Need["span"]>): Need => ({
  kind: "file",
  process: process.handle,
  instance: process.instance,
  partition: process.partition,
  frames: 0,
  order: 0,
  span,
  killed: [],
});

/** A need for memory of the kernel. */
export const kernelNeed = (order: number): Need => ({
  kind: "kernel",
  process: -1,
  instance: -1,
  partition: -1,
  frames: 2 ** order,
  order,
  span: null,
  killed: [],
});

/** Judges what an answer tells of a command that needs frames, kills included. */
export function toldNeeding(
  state: GuestState,
  answer: Told & { readonly kind: string },
  cause: Kind<Guest>,
  need: Need,
): Illegal | undefined {
  state.need = need;
  const wrong = told(state, answer, cause) ?? (need.killed.length > 0 ? survivors(state, need) : undefined);
  state.need = null;
  return wrong ?? (need.process < 0 ? undefined : wrongDeath(state, need.process as Handle, answer.kind));
}

/** An answer says killed if and only if who asked is among the dead. */
function wrongDeath(state: GuestState, process: Handle, kind: string): Illegal | undefined {
  const alive = state.society.running.has(process);
  if (alive && kind !== "killed") return undefined;
  const rule = rules["exhausted/who-dies"];
  if (!weighs(state.docket, rule) || alive === (kind !== "killed")) return undefined;
  return illegal(
    rule,
    alive ? `killed, though process ${process} lives` : `${kind}, though process ${process} is dead`,
  );
}

/** An exhausted partition ends its whole instance, where options say so. */
function survivors(state: GuestState, { kind, partition, killed }: Need): Illegal | undefined {
  if (kind !== "anonymous" || partition < 0 || state.options.outOfMemory !== "instance") return undefined;
  const rule = rules["exhausted/scope"];
  if (!weighs(state.docket, rule)) return undefined;
  for (const process of state.society.running.values()) {
    if (!killed.includes(process.instance)) continue;
    return illegal(rule, `process ${process.handle} lives on though its instance exhausted partition ${partition}`);
  }
  return undefined;
}

/** Whether who asked died meanwhile, so that there is nobody to place pages for. */
export const isOver = ({ society }: GuestState, { handle }: Process): boolean => !society.running.has(handle);

/** A command that failed for want of memory could not have been carried out. */
export function notExhausted(state: GuestState, need: Need, what: string): Illegal | undefined {
  return weighs(state.docket, rules["exhausted/nothing-left"]) ? enough(state, need, what) : undefined;
}

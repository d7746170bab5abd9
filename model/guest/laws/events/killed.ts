import { weighs } from "../../../rule.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { supplyFor } from "../../memory/available.ts";
import type { Need } from "../../memory/need.ts";
import { endProcess } from "../../memory/processes.ts";
import type { Process } from "../../memory/society.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import type { Guest } from "../../vocabulary.ts";

type Kill = Extract<GuestEvent, { kind: "killed" }>;

/** The out-of-memory killer ended a process: memory must be exhausted, and the process one that may die for it. */
export function killed(state: GuestState, { process: handle }: Kill, cause: keyof Guest): Illegal | undefined {
  const rule = rules["exhausted/who-dies"];
  const counts = weighs(state.docket, rule);
  const process = state.society.running.get(handle);
  if (process === undefined)
    return counts ? illegal(rule, `process ${handle} was killed, which does not run`) : undefined;
  const wrong = needless(state, process, cause) ?? outsider(state, process);
  if (wrong !== undefined) return wrong;
  if (state.need !== null && !state.need.killed.includes(process.instance)) state.need.killed.push(process.instance);
  endProcess(state, process);
  return undefined;
}

/** Killing needs a cause. Others of an instance that is being killed follow the first. */
function needless(state: GuestState, process: Process, cause: keyof Guest): Illegal | undefined {
  const { need, docket } = state;
  if (need?.killed.includes(process.instance)) return undefined;
  const rule = rules["exhausted/nothing-left"];
  if (!weighs(docket, rule)) return undefined;
  if (need === null) return illegal(rule, `process ${process.handle} was killed though ${cause} needs no memory`);
  return enough(state, need, `process ${process.handle} was killed`);
}

/** Whether a need could have been met, and if so, what rule a failure breaks. */
export function enough(state: GuestState, need: Need, what: string): Illegal | undefined {
  const { free, needed } = supplyFor(state, need);
  if (free < needed) return undefined;
  return illegal(
    rules["exhausted/nothing-left"],
    `${what} although ${free} frames could be had and ${needed} are needed`,
  );
}

/** A partition that is exhausted is its instance's own affair. */
function outsider(state: GuestState, process: Process): Illegal | undefined {
  const { need, docket, options } = state;
  if (need === null || need.kind !== "anonymous" || need.partition < 0) return undefined;
  const rule = rules["exhausted/own-instance"];
  if (weighs(docket, rule) && process.instance !== need.instance) {
    return illegal(rule, `process ${process.handle} was killed although partition ${need.partition} is not its own`);
  }
  const scope = rules["exhausted/scope"];
  if (options.outOfMemory === "instance" || !weighs(docket, scope) || process.handle === need.process) return undefined;
  return illegal(scope, `process ${process.handle} was killed for what process ${need.process} asked`);
}

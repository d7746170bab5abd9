import { weighs } from "../../../rule.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { leaveQueue } from "../../memory/assigning.ts";
import { startInstance } from "../../memory/processes.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { unassignable } from "../assignment.ts";

type Served = Extract<GuestEvent, { kind: "served" }>;

/** A waiting process got a partition: it waited, it was its turn, and the partition may be given away. */
export function served(state: GuestState, { process, partition }: Served): Illegal | undefined {
  const { docket, partitions, options } = state;
  const waits = rules["wait/who-waits"];
  const counts = weighs(docket, waits);
  if (!partitions.asleep.has(process))
    return counts ? illegal(waits, `process ${process} was served, which does not wait`) : undefined;
  const order = rules["wait/first-come"];
  if (options.waiters === "one" && weighs(docket, order) && partitions.waiting[0] !== process) {
    return illegal(order, `process ${process} was served before process ${partitions.waiting[0]}`);
  }
  const wrong = unassignable(state, partition);
  if (wrong !== undefined || partitions.told[partition] === undefined) return wrong;
  leaveQueue(state, process);
  startInstance(state, process, partition);
  return undefined;
}

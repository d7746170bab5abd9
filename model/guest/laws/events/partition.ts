import { weighs } from "../../../rule.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent, PartitionState } from "../../events.ts";
import { populationOf } from "../../hotplug/zones.ts";
import { touchPartition } from "../../memory/assigning.ts";
import { usedInPartition } from "../../memory/frames.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { inconsistent } from "../assignment.ts";

type Entered = Extract<GuestEvent, { kind: "partition" }>;

/** By state: what may follow. A system reset empties every partition without telling. */
export const transitions: Readonly<Record<PartitionState, readonly PartitionState[]>> = {
  empty: ["plugging"],
  plugging: ["free", "empty"],
  free: ["assigned", "unplugging"],
  assigned: ["assigned", "draining", "free"],
  draining: ["free"],
  unplugging: ["empty", "free"],
};

/** A partition entered a state, or the number of its users changed. */
export function partitionTold(state: GuestState, event: Entered): Illegal | undefined {
  const { partition, state: next, users } = event;
  const { docket, partitions } = state;
  const rule = rules["partition/transitions"];
  const counts = weighs(docket, rule);
  const before = partitions.told[partition];
  if (before === undefined) return counts ? illegal(rule, `there is no partition ${partition}`) : undefined;
  const wrong =
    inconsistent(state, true) ?? wrongUsers(state, event) ?? wrongUnplug(state, event) ?? unfitting(state, event);
  if (wrong !== undefined) return wrong;
  if (counts && !transitions[before].includes(next)) {
    return illegal(rule, `partition ${partition} went from ${before} to ${next}`);
  }
  if (counts && (next === "assigned") !== users > 0) {
    return illegal(rule, `partition ${partition} is ${next} with ${users} users`);
  }
  enter(state, event, before);
  return undefined;
}

function enter({ partitions }: GuestState, { partition, state: next, users }: Entered, before: PartitionState): void {
  partitions.told[partition] = next;
  partitions.toldUsers[partition] = users;
  if (next === "plugging") {
    partitions.used[partition] = false;
    partitions.spared[partition] = false;
  }
  if (before === "unplugging" && next === "free") partitions.spared[partition] = true;
}

function wrongUsers({ docket, partitions }: GuestState, { partition, users }: Entered): Illegal | undefined {
  const rule = rules["partition/users"];
  const live = partitions.users[partition];
  if (!weighs(docket, rule) || live === users) return undefined;
  return illegal(rule, `${users} users were told of partition ${partition}, which has ${live}`);
}

/** Unplugging begins with a partition that nobody has. */
function wrongUnplug(state: GuestState, { partition, state: next }: Entered): Illegal | undefined {
  if (next !== "unplugging") return undefined;
  const rule = rules["partition/unplug-only-free"];
  if (!weighs(state.docket, rule)) return undefined;
  const users = state.partitions.users[partition] as number;
  if (users > 0) return illegal(rule, `partition ${partition} is unplugged with ${users} users`);
  const used = usedInPartition(state, partition);
  return used === 0 ? undefined : illegal(rule, `partition ${partition} is unplugged with ${used} frames in use`);
}

/** What a state says about the memory of the partition. */
function unfitting(state: GuestState, event: Entered): Illegal | undefined {
  const { partition, state: next } = event;
  if (next === "free") return unfittingFree(state, partition);
  if (next === "draining") return needlessDrain(state, partition);
  if (next !== "empty") return undefined;
  const rule = rules["partition/whole"];
  const { plugged } = populationOf(state, partition);
  if (!weighs(state.docket, rule) || plugged === 0) return undefined;
  return illegal(rule, `partition ${partition} is empty with ${plugged} frames plugged`);
}

function unfittingFree(state: GuestState, partition: number): Illegal | undefined {
  const { docket, layout, partitions } = state;
  const whole = rules["partition/whole"];
  const { usable } = populationOf(state, partition);
  if (weighs(docket, whole) && usable !== layout.rated) {
    return illegal(whole, `partition ${partition} is free with ${usable} of ${layout.rated} frames`);
  }
  const rule = rules["partition/drains-while-held"];
  const before = partitions.told[partition];
  const used = usedInPartition(state, partition);
  if ((before !== "assigned" && before !== "draining") || !weighs(docket, rule) || used === 0) return undefined;
  return illegal(rule, `partition ${partition} is free while ${used} of its frames are held`);
}

/** Draining without cause; frames parked on per-CPU lists are one until the guest settles. */
function needlessDrain(state: GuestState, partition: number): Illegal | undefined {
  touchPartition(state, partition);
  const rule = rules["partition/freed-when-empty"];
  if (!weighs(state.docket, rule) || state.geometry.perCpuLists !== null) return undefined;
  if (usedInPartition(state, partition) > 0) return undefined;
  return illegal(rule, `partition ${partition} drains although nothing keeps a frame of it`);
}

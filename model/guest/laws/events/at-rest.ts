import { weighs } from "../../../rule.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import { assignable } from "../../memory/assigning.ts";
import { usedInPartition } from "../../memory/frames.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";

/** Judged when the events of an answer are over: what was told of partitions is how they are, and nobody waits in vain. */
export function atRest(state: GuestState): Illegal | undefined {
  const { touched, waiting } = state.partitions;
  if (touched.length > 0) {
    for (const partition of touched) {
      const wrong = untold(state, partition) ?? stuck(state, partition);
      if (wrong !== undefined) return wrong;
    }
    touched.length = 0;
  }
  return waiting.length === 0 ? undefined : forgotten(state);
}

/** The number of users changed and nobody was told. */
function untold({ docket, partitions }: GuestState, partition: number): Illegal | undefined {
  const rule = rules["partition/users"];
  const [users, told] = [partitions.users[partition], partitions.toldUsers[partition]];
  if (!weighs(docket, rule) || users === told) return undefined;
  return illegal(rule, `partition ${partition} has ${users} users; ${told} were told`);
}

/** The last that was kept of a draining partition is gone, and it still drains. */
function stuck(state: GuestState, partition: number): Illegal | undefined {
  if (state.partitions.told[partition] !== "draining" || state.geometry.perCpuLists !== null) return undefined;
  const rule = rules["partition/freed-when-empty"];
  if (!weighs(state.docket, rule) || usedInPartition(state, partition) > 0) return undefined;
  return illegal(rule, `partition ${partition} drains although nothing keeps a frame of it any more`);
}

/** A partition could be given to a process that sleeps. */
function forgotten(state: GuestState): Illegal | undefined {
  const rule = rules["wait/no-lost-wake-up"];
  if (!weighs(state.docket, rule)) return undefined;
  const partition = assignable(state);
  if (partition < 0) return undefined;
  return illegal(rule, `partition ${partition} is free while process ${state.partitions.waiting[0]} waits`);
}

/** Judged when a guest settled: per-CPU lists are drained, so nothing drains any more without being held. */
export function settledPartitions(state: GuestState): Illegal | undefined {
  const { told } = state.partitions;
  for (let partition = 0; partition < told.length; partition++) {
    if (told[partition] !== "draining") continue;
    const rule = rules["partition/freed-when-empty"];
    if (weighs(state.docket, rule) && usedInPartition(state, partition) === 0) {
      return illegal(rule, `partition ${partition} still drains after the guest settled, although nothing keeps it`);
    }
  }
  return undefined;
}

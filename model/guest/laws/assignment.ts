import { weighs } from "../../rule.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { populationOf } from "../hotplug/zones.ts";
import { isAssignable, learnPartitioned } from "../memory/assigning.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";

/** What is wrong with giving this partition to a new instance. */
export function unassignable(state: GuestState, partition: number): Illegal | undefined {
  const { docket, partitions, layout } = state;
  const populated = rules["attach/free-populated"];
  const alone = rules["attach/one-instance"];
  const told = partitions.told[partition];
  const counts = weighs(docket, populated);
  if (told === undefined) return counts ? illegal(populated, `there is no partition ${partition}`) : undefined;
  const wrong = inconsistent(state, true);
  if (wrong !== undefined) return wrong;
  if (weighs(docket, alone) && (partitions.users[partition] as number) > 0) {
    return illegal(alone, `partition ${partition} has ${partitions.users[partition]} users already`);
  }
  if (!counts) return undefined;
  if (told !== "free") return illegal(populated, `partition ${partition} is ${told}`);
  if (!isAssignable(state, partition)) return illegal(populated, `partition ${partition} was not plugged anew`);
  const { usable } = populationOf(state, partition);
  if (usable === layout.rated) return undefined;
  return illegal(populated, `partition ${partition} has ${usable} of ${layout.rated} frames`);
}

/** A guest that has partitions always has, and one without never speaks of any. */
export function inconsistent(state: GuestState, has: boolean): Illegal | undefined {
  const rule = rules["attach/consistent"];
  const agrees = learnPartitioned(state, has);
  if (!weighs(state.docket, rule) || agrees) return undefined;
  return illegal(
    rule,
    has ? "it spoke of a partition and has none" : "an instance got no partition in a guest that has them",
  );
}

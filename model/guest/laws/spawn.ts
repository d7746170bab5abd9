import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { type Illegal, illegal, LEGAL } from "../../verdict.ts";
import { assignable, fallAsleep, leaveQueue } from "../memory/assigning.ts";
import { isFreeName, startInstance } from "../memory/processes.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { inconsistent, unassignable } from "./assignment.ts";
import { told } from "./told.ts";

type GuestLaw<K extends keyof Guest> = Law<Guest, K, GuestState>;

/** An instance gets a partition of its own, sleeps until there is one, or is refused; without partitions it just runs. */
export const spawn: GuestLaw<"spawn"> = {
  applies: (state, ask) => isFreeName(state, ask.as),
  judge(state, ask, answer) {
    if (answer.kind === "attached") {
      const { partition } = answer;
      const wrong = partition === null ? inconsistent(state, false) : unassignable(state, partition);
      if (wrong !== undefined) return wrong;
      const exists = partition !== null && state.partitions.told[partition] !== undefined;
      startInstance(state, ask.as, exists ? partition : -1);
      return told(state, answer, "spawn") ?? LEGAL;
    }
    const wrong = inconsistent(state, true) ?? turnedAway(state, ask.wait, answer.kind);
    if (wrong !== undefined) return wrong;
    if (answer.kind === "waiting") fallAsleep(state, ask.as);
    return told(state, answer, "spawn") ?? LEGAL;
  },
};

function turnedAway(state: GuestState, wait: boolean, kind: "waiting" | "refused"): Illegal | undefined {
  const free = rules["attach/serves-at-once"];
  if (weighs(state.docket, free)) {
    const partition = assignable(state);
    if (partition >= 0) return illegal(free, `${kind} although partition ${partition} is free`);
  }
  const asked = rules["attach/as-asked"];
  if (!weighs(state.docket, asked) || wait === (kind === "waiting")) return undefined;
  return illegal(asked, wait ? "refused who asked to wait" : "let wait who did not ask to");
}

/** The end of a wait: the process is gone, nothing of it stays. */
export const cancel: GuestLaw<"cancel"> = {
  applies: (state, ask) => state.partitions.asleep.has(ask.process),
  judge(state, ask, answer) {
    leaveQueue(state, ask.process);
    return told(state, answer, "cancel") ?? LEGAL;
  },
};

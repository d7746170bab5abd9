import type { Law } from "../../contract.ts";
import { LEGAL } from "../../verdict.ts";
import { emptyProcess, endProcess, isFreeName, leavePartition, processAt } from "../memory/processes.ts";
import type { Process } from "../memory/society.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { told } from "./told.ts";

type GuestLaw<K extends keyof Guest> = Law<Guest, K, GuestState>;

/** A thread shares the address space of its process, so nothing about memory or partitions changes. */
export const thread: GuestLaw<"thread"> = {
  applies: (state, ask) => processAt(state, ask.process) !== undefined && isFreeName(state, ask.as),
  judge(state, ask, answer) {
    (processAt(state, ask.process) as Process).threads.add(ask.as);
    state.society.threads.set(ask.as, ask.process);
    return told(state, answer, "thread") ?? LEGAL;
  },
};

/** The end of a thread is not the end of its process. */
export const threadExit: GuestLaw<"thread-exit"> = {
  applies: (state, ask) => state.society.threads.has(ask.thread),
  judge(state, ask, answer) {
    const { threads, running } = state.society;
    const process = running.get(threads.get(ask.thread) as Process["handle"]);
    process?.threads.delete(ask.thread);
    threads.delete(ask.thread);
    return told(state, answer, "thread-exit") ?? LEGAL;
  },
};

/** A new address space in the same partition, or in none, as options say. */
export const exec: GuestLaw<"exec"> = {
  applies: (state, ask) => processAt(state, ask.process) !== undefined,
  judge(state, ask, answer) {
    const process = processAt(state, ask.process) as Process;
    emptyProcess(state, process);
    if (state.options.exec === "drops" && process.partition >= 0) leavePartition(state, process);
    return told(state, answer, "exec") ?? LEGAL;
  },
};

/** The end of a process, by itself. */
export const exit: GuestLaw<"exit"> = {
  applies: (state, ask) => processAt(state, ask.process) !== undefined,
  judge(state, ask, answer) {
    endProcess(state, processAt(state, ask.process) as Process);
    return told(state, answer, "exit") ?? LEGAL;
  },
};

/** The end of a process, by a signal. */
export const kill: GuestLaw<"kill"> = {
  applies: (state, ask) => processAt(state, ask.process) !== undefined,
  judge(state, ask, answer) {
    endProcess(state, processAt(state, ask.process) as Process);
    return told(state, answer, "kill") ?? LEGAL;
  },
};

import type { Process } from "../../model/guest/memory/society.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Dice } from "../composer.ts";
import type { Ask, Proposers } from "./kinds.ts";
import { anyKey, anyOf, anyProcess, freshHandle, hasRoom, isCrowded } from "./pick.ts";

/** A command about any live process, made by `ask`. */
const aboutAny =
  <K extends "exec" | "exit" | "kill">(ask: (process: Process) => Ask<K>) =>
  (state: GuestState, dice: Dice): Ask<K> | null => {
    const process = anyProcess(state, dice);
    return process === undefined ? null : ask(process);
  };

/** Proposals for what begins and ends: processes and threads. */
export const processes: Pick<
  Proposers,
  "spawn" | "cancel" | "fork" | "thread" | "thread-exit" | "exec" | "exit" | "kill"
> = {
  spawn(state, dice) {
    if (isCrowded(state, "processes")) return null;
    const wait = dice.chance(2, 3);
    if (!hasRoom(state) && ((wait && isCrowded(state, "waiting")) || !dice.chance(1, 3))) return null;
    return { kind: "spawn", as: freshHandle(state, dice), wait };
  },
  cancel({ partitions: { waiting } }, dice) {
    const process = anyOf(waiting, waiting.length, dice);
    return process === undefined ? null : { kind: "cancel", process };
  },
  fork(state, dice) {
    const process = isCrowded(state, "processes") ? undefined : anyProcess(state, dice);
    return process === undefined ? null : { kind: "fork", process: process.handle, as: freshHandle(state, dice) };
  },
  thread(state, dice) {
    const process = isCrowded(state, "threads") ? undefined : anyProcess(state, dice);
    return process === undefined ? null : { kind: "thread", process: process.handle, as: freshHandle(state, dice) };
  },
  "thread-exit"({ society }, dice) {
    const thread = anyKey(society.threads, dice);
    return thread === undefined ? null : { kind: "thread-exit", thread };
  },
  exec: aboutAny(({ handle }) => ({ kind: "exec", process: handle })),
  exit: aboutAny(({ handle }) => ({ kind: "exit", process: handle })),
  kill: aboutAny(({ handle }) => ({ kind: "kill", process: handle })),
};

import type { Kind } from "../../model/contract.ts";
import { settleBound } from "../../model/guest/settling/bound.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import type { Composer } from "../composer.ts";
import { everyCommand } from "./enumerate.ts";
import { host, PLENTY } from "./host.ts";
import type { Ask, Proposer, Proposers } from "./kinds.ts";
import { files, memory } from "./memory.ts";
import { processes } from "./processes.ts";
import { anyGeometry } from "./shapes.ts";
import { sequel } from "./stories/teller.ts";

const proposers: Proposers = { ...processes, ...memory, ...files, ...host };

/** Grants as many micro-steps as an honest guest may need to settle, and no more: one that never rests is not waited for. */
const granted = (state: GuestState, ask: Ask | null): Ask | null =>
  ask?.kind === "settle" && ask.within === PLENTY ? { kind: "settle", within: settleBound(state) } : ask;

/** How scripts for whole guests are made: from who lives and what they have, and by stories of several commands. */
export const guestComposer: Composer<Guest, GuestState> = {
  weights: {
    resize: 40,
    "system-reset": 1,
    restore: 5,
    "migration-start": 3,
    "migration-end": 40,
    busy: 8,
    "host-memory": 16,
    obstruct: 10,
    spawn: 90,
    cancel: 12,
    fork: 30,
    thread: 10,
    "thread-exit": 10,
    exec: 6,
    exit: 28,
    kill: 6,
    touch: 130,
    write: 80,
    read: 100,
    discard: 40,
    mlock: 6,
    pin: 24,
    unpin: 24,
    "fault-file": 36,
    "read-file": 24,
    "write-file": 16,
    "drop-caches": 6,
    "kernel-allocate": 24,
    "kernel-free": 20,
    run: 80,
    settle: 44,
    observe: 32,
  },
  essential: ["resize", "spawn", "touch", "exit", "settle", "migration-end", "unpin"],
  geometry: anyGeometry,
  propose(kind, state, dice): Ask | null {
    const proposer = proposers[kind] as Proposer<Kind<Guest>>;
    return granted(state, proposer(state, dice));
  },
  sequel: (state, dice) => granted(state, sequel(state, dice)),
  enumerate: everyCommand,
};

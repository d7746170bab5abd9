import type { Kind } from "../../model/contract.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import type { Composer } from "../composer.ts";
import { everyCommand } from "./enumerate.ts";
import { host } from "./host.ts";
import type { Ask, Proposer, Proposers } from "./kinds.ts";
import { files, memory } from "./memory.ts";
import { processes } from "./processes.ts";
import { anyGeometry } from "./shapes.ts";
import { sequel } from "./stories/teller.ts";

const proposers: Proposers = { ...processes, ...memory, ...files, ...host };

/** How scripts for whole guests are made: from who lives and what they have, and by stories of several commands. */
export const guestComposer: Composer<Guest, GuestState> = {
  weights: {
    resize: 50,
    "system-reset": 2,
    restore: 6,
    "migration-start": 4,
    "migration-end": 24,
    busy: 8,
    "host-memory": 8,
    obstruct: 10,
    spawn: 60,
    cancel: 12,
    fork: 30,
    thread: 10,
    "thread-exit": 10,
    exec: 8,
    exit: 36,
    kill: 6,
    touch: 110,
    write: 60,
    read: 80,
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
    observe: 24,
  },
  essential: ["resize", "spawn", "touch", "exit", "settle", "migration-end", "unpin"],
  geometry: anyGeometry,
  propose(kind, state, dice): Ask | null {
    const proposer = proposers[kind] as Proposer<Kind<Guest>>;
    return proposer(state, dice);
  },
  sequel,
  enumerate: everyCommand,
};

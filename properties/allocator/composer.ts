import type { AllocatorState } from "../../model/allocator/state.ts";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import type { Command, Kind } from "../../model/contract.ts";
import type { Composer } from "../composer.ts";
import { blocks } from "./blocks.ts";
import { everyCommand } from "./enumerate.ts";
import type { Proposer, Proposers } from "./kinds.ts";
import { pages } from "./pages.ts";
import { ranges } from "./ranges.ts";
import { sequel } from "./sequel.ts";
import { anyGeometry } from "./shapes.ts";

const proposers: Proposers = { ...pages, ...ranges, ...blocks };

/** How scripts for an allocator are made: construction from what is live, biased towards edges. */
export const allocatorComposer: Composer<Allocator, AllocatorState> = {
  weights: {
    allocate: 300,
    release: 180,
    misrelease: 12,
    write: 56,
    read: 60,
    hold: 40,
    drop: 40,
    drain: 20,
    isolate: 20,
    unisolate: 24,
    "contig-begin": 30,
    "contig-step": 50,
    "contig-finish": 36,
    "contig-release": 24,
    "fake-offline": 16,
    "fake-online": 16,
    add: 24,
    online: 30,
    "offline-begin": 24,
    "offline-step": 40,
    "offline-finish": 36,
    "offline-cancel": 10,
    remove: 16,
    veto: 6,
    poison: 12,
    observe: 100,
  },
  essential: ["allocate"],
  geometry: anyGeometry,
  propose(kind, state, dice): Command<Allocator> | null {
    const proposer = proposers[kind] as Proposer<Kind<Allocator>>;
    return proposer(state, dice);
  },
  sequel,
  enumerate: everyCommand,
};

import type { AllocatorState } from "../../model/allocator/state.ts";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import type { Command, Kind } from "../../model/contract.ts";
import type { Dice } from "../composer.ts";

/** Draws a command of one kind that applies, or null when few draws found none. */
export type Proposer<K extends Kind<Allocator>> = (state: AllocatorState, dice: Dice) => Command<Allocator, K> | null;

/** One proposer for every kind of command. */
export type Proposers = { readonly [K in Kind<Allocator>]: Proposer<K> };

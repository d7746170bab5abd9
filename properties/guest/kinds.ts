import type { Command, Kind } from "../../model/contract.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import type { Dice } from "../composer.ts";

/** A question to a guest. */
export type Ask<K extends Kind<Guest> = Kind<Guest>> = Command<Guest, K>;

/** Draws a command of one kind that applies, or null when there is nothing to ask it about. */
export type Proposer<K extends Kind<Guest>> = (state: GuestState, dice: Dice) => Ask<K> | null;

/** One proposer for every kind of command. */
export type Proposers = { readonly [K in Kind<Guest>]: Proposer<K> };

/**
 * A few commands that belong together, each made for the state that the ones before it left, because what they lead to would
 * hardly ever come about by commands drawn one by one. It ends early where the guest took another way.
 */
export type Story = (state: GuestState, dice: Dice) => Generator<Ask, void, undefined>;

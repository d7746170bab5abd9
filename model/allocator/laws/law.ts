import type { Answer, Command, Law } from "../../contract.ts";
import type { Docket } from "../../rule.ts";
import { LEGAL, type Verdict } from "../../verdict.ts";
import type { AllocatorState } from "../state.ts";
import type { Allocator } from "../vocabulary.ts";

/** The kinds of command of this contract, and the law of one of them. */
export type Kinds = keyof Allocator & string;
export type AllocatorLaw<K extends Kinds> = Law<Allocator, K, AllocatorState>;

/** A law in three parts: what is claimed of an answer, what the answer changes, and what the answers might be. */
export interface Parts<K extends Kinds> {
  applies(state: AllocatorState, ask: Command<Allocator, K>): boolean;
  /** Tests the rules; leaves the state as it is. */
  check(state: AllocatorState, ask: Command<Allocator, K>, answer: Answer<Allocator, K>): Verdict;
  /** Moves the state forward by an answer that passed. */
  take(state: AllocatorState, ask: Command<Allocator, K>, answer: Answer<Allocator, K>): void;
  /** A finite set of answers that contains every legal one. */
  candidates(state: AllocatorState, ask: Command<Allocator, K>): Iterable<Answer<Allocator, K>>;
}

/** `judge` is check, then take; `answers` is the candidates that pass the check. */
export function lawOf<K extends Kinds>({ applies, check, take, candidates }: Parts<K>): AllocatorLaw<K> {
  return {
    applies,
    judge(state, ask, answer) {
      const verdict = check(state, ask, answer);
      if (verdict.kind === "legal") take(state, ask, answer);
      return verdict;
    },
    *answers(state, ask) {
      for (const answer of candidates(state, ask)) {
        if (unseen(state, () => check(state, ask, answer)).kind === "legal") yield answer;
      }
    },
  };
}

/** Runs a check without counting premises: looking at what might be answered is no evidence. */
export function unseen(state: AllocatorState, check: () => Verdict): Verdict {
  const docket = state.docket;
  state.docket = blind(docket);
  const verdict = check();
  state.docket = docket;
  return verdict;
}

const blind = ({ inForce }: Docket): Docket => ({ inForce, premises: new Float64Array(inForce.length) });

/** A fault, or nothing wrong. */
export const legalUnless = (fault: Verdict | null): Verdict => fault ?? LEGAL;

const NO_MORE_COMPARING = { kind: "more" } as const;

/** Notes a change: the next observation of the lists cannot be compared with the last one any more. */
export function disturb(state: AllocatorState): void {
  state.given = null;
  if (state.lastLists === null) return;
  state.lastLists = null;
  state.between = NO_MORE_COMPARING;
}

/** The one answer of commands that cannot fail. */
export const DONE = { kind: "done" } as const;

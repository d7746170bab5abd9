import type { Answer, Command, Kind } from "../../contract.ts";
import type { Outcome } from "../../subject.ts";
import type { Allocator } from "../vocabulary.ts";
import type { Memory } from "./memory.ts";

export type AllocatorOutcome<K extends Kind<Allocator> = Kind<Allocator>> = Outcome<Answer<Allocator, K>>;

/** Answers one kind of command, or declines it when its arguments name nothing. */
export type Handler<K extends Kind<Allocator>> = (m: Memory, ask: Command<Allocator, K>) => AllocatorOutcome<K>;

export type Handlers<K extends Kind<Allocator> = Kind<Allocator>> = { readonly [P in K]: Handler<P> };

export const answered = <A>(answer: A): { kind: "answered"; answer: A } => ({ kind: "answered", answer });

/** Shared, because a step that only happens should cost nothing. */
export const DONE = answered({ kind: "done" } as const);
export const BUSY = answered({ kind: "busy" } as const);
export const REFUSED = answered({ kind: "refused" } as const);
export const EXHAUSTED = answered({ kind: "exhausted" } as const);

export const declined = (why: string): { kind: "declined"; why: string } => ({ kind: "declined", why });
export const UNKNOWN = declined("the handle names nothing that can be used like this");
export const TAKEN_HANDLE = declined("the handle is in use, or not a whole number");
export const OUT_OF_RANGE = declined("an argument is out of range");

export const refused = <W>(why: W): { kind: "answered"; answer: { kind: "refused"; why: W } } =>
  answered({ kind: "refused", why });

/** Whether a number from outside is an index below `count`. */
export const isIndex = (n: number, count: number): boolean => Number.isInteger(n) && n >= 0 && n < count;

import type { Answer, Command, Kind } from "../../contract.ts";
import type { Outcome } from "../../subject.ts";
import type { Allocator } from "../vocabulary.ts";
import type { Memory } from "./memory.ts";

/** What comes of asking an allocator. */
export type AllocatorOutcome<K extends Kind<Allocator> = Kind<Allocator>> = Outcome<Answer<Allocator, K>>;

/** Answers one kind of command, or declines it when its arguments name nothing. */
export type Handler<K extends Kind<Allocator>> = (m: Memory, ask: Command<Allocator, K>) => AllocatorOutcome<K>;

/** Handlers of several kinds, each filed under its own. */
export type Handlers<K extends Kind<Allocator> = Kind<Allocator>> = { readonly [P in K]: Handler<P> };

/** An outcome with an answer. */
export const answered = <A>(answer: A): { kind: "answered"; answer: A } => ({ kind: "answered", answer });

/** Shared, because a step that only happens should cost nothing. */
export const DONE = answered({ kind: "done" } as const);
export const BUSY = answered({ kind: "busy" } as const);
export const REFUSED = answered({ kind: "refused" } as const);
export const EXHAUSTED = answered({ kind: "exhausted" } as const);

/** An outcome that says that nothing happened, and why. */
export const declined = (why: string): { kind: "declined"; why: string } => ({ kind: "declined", why });
/** The handle was never given, or names another kind of thing. */
export const UNKNOWN = declined("the handle names nothing that can be used like this");
/** A new thing cannot have this name. */
export const TAKEN_HANDLE = declined("the handle is in use, or not a whole number");
/** An argument is no number of this guest. */
export const OUT_OF_RANGE = declined("an argument is out of range");

/** A refusal in terms of errno. */
export const refused = <W>(why: W): { kind: "answered"; answer: { kind: "refused"; why: W } } =>
  answered({ kind: "refused", why });

/** Whether a number from outside is an index below `count`. */
export const isIndex = (n: number, count: number): boolean => Number.isInteger(n) && n >= 0 && n < count;

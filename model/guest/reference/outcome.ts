import type { Answer, Command, Kind } from "../../contract.ts";
import type { Outcome } from "../../subject.ts";
import type { GuestEvent, Spent, Told } from "../events.ts";
import type { Guest } from "../vocabulary.ts";
import type { Machine } from "./machine.ts";

/** What came of asking a guest. */
export type GuestOutcome = Outcome<Answer<Guest>>;

/** Carries out one kind of command. */
export type Handler<K extends Kind<Guest>> = (m: Machine, ask: Command<Guest, K>) => GuestOutcome;

/** Handlers of some kinds, each filed under its own. */
export type Handlers<K extends Kind<Guest> = Kind<Guest>> = { readonly [P in K]: Handler<P> };

const NOTHING_SPENT: Spent = Object.freeze({
  migrated: 0,
  zeroed: 0,
  faulted: 0,
  requests: 0,
  offlined: 0,
  steps: 0,
});
const NO_EVENTS: readonly GuestEvent[] = Object.freeze([]);
const NOTHING_TOLD: Told = Object.freeze({ events: NO_EVENTS, spent: NOTHING_SPENT });
const DONE: GuestOutcome = Object.freeze({
  kind: "answered",
  answer: Object.freeze({ kind: "done", ...NOTHING_TOLD }),
});

/** What happened since the last answer, and what it cost; the next answer starts anew. */
export function told(m: Machine): Told {
  const events = m.events.length === 0 ? NO_EVENTS : m.events;
  const spent = spentOf(m);
  if (events === NO_EVENTS) return spent === NOTHING_SPENT ? NOTHING_TOLD : { events, spent };
  m.events = [];
  return { events, spent };
}

function spentOf({ meter }: Machine): Spent {
  const { migrated, zeroed, faulted, requests, offlined, steps } = meter;
  if (migrated + zeroed + faulted + requests + offlined + steps === 0) return NOTHING_SPENT;
  meter.migrated = meter.zeroed = meter.faulted = meter.requests = meter.offlined = meter.steps = 0;
  return { migrated, zeroed, faulted, requests, offlined, steps };
}

/** An answer. */
export const answered = (answer: Answer<Guest>): GuestOutcome => ({ kind: "answered", answer });

/** Carried out; with what happened on the way. */
export function done(m: Machine): GuestOutcome {
  const { events, spent } = told(m);
  if (events === NO_EVENTS && spent === NOTHING_SPENT) return DONE;
  return answered({ kind: "done", events, spent });
}

/** Not carried out, nothing changed. */
export function refused(m: Machine, why: string): GuestOutcome {
  const { events, spent } = told(m);
  return answered({ kind: "refused", why, events, spent });
}

/** The command makes no sense now: it names what is not there, or a value out of range. */
export const declined = (why: string): GuestOutcome => ({ kind: "declined", why });

/** Names something unknown or of another kind. */
export const UNKNOWN = declined("the handle names nothing of this kind");
/** Would give a name that something has. */
export const TAKEN = declined("the handle is in use");
/** A number that is none, or too small or large. */
export const OUT_OF_RANGE = declined("a value is out of range");

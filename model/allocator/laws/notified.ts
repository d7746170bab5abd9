import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import type { AllocatorState } from "../state.ts";
import type { NotifierEvent, Vetoable } from "../vocabulary.ts";

/** What the chain must have heard. */
export function checkHeard(
  state: AllocatorState,
  heard: readonly NotifierEvent[],
  ...owed: readonly NotifierEvent[]
): Verdict | null {
  if (!weighs(state.docket, rules["notify/order"]) || same(heard, owed)) return null;
  return illegal(rules["notify/order"], `heard [${heard.join(", ")}] instead of [${owed.join(", ")}]`);
}

const same = (a: readonly NotifierEvent[], b: readonly NotifierEvent[]): boolean =>
  a.length === b.length && a.every((event, place) => event === b[place]);

/** A refusal either never reached the notifiers or was announced and cancelled; a veto always was. */
export function checkRefusalHeard(
  state: AllocatorState,
  { why, notified }: Vetoable,
  going: NotifierEvent,
  cancel: NotifierEvent,
): Verdict | null {
  if (notified.length === 0 && why !== "vetoed") return checkHeard(state, notified);
  return checkHeard(state, notified, going, cancel);
}

/** What was vetoed must not happen. */
export function checkNotVetoed(state: AllocatorState, pending: boolean): Verdict | null {
  if (!pending || !weighs(state.docket, rules["notify/veto"])) return null;
  return illegal(rules["notify/veto"], "the transition happened although it was vetoed");
}

/** Nothing is vetoed by nobody. */
export function checkVetoed(state: AllocatorState, pending: boolean): Verdict | null {
  if (!weighs(state.docket, rules["notify/veto"]) || pending) return null;
  return illegal(rules["notify/veto"], "refused as vetoed without a veto");
}

/** Refusals with either thing the chain may have heard, for the enumeration of answers. */
export function* refusalsOf(
  reasons: readonly Vetoable["why"][],
  going: NotifierEvent,
  cancel: NotifierEvent,
): Iterable<Vetoable> {
  for (const why of reasons) {
    yield { kind: "refused", why, notified: [] };
    yield { kind: "refused", why, notified: [going, cancel] };
  }
}

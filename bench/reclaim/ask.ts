import { type Answer, type Command, judge } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { guest as contract } from "../../model/guest/contract.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import { type Docket, openDocket, profilesUpTo } from "../../model/rule.ts";
import type { ForkableSource, ForkableSubject } from "../../model/subject.ts";
import type { Violation } from "../../model/verdict.ts";

/** A guest that is asked, and what the specification knows of it. */
export interface Judged {
  readonly subject: ForkableSubject<Guest>;
  readonly state: GuestState;
  readonly docket: Docket;
}

/** An answer broke a rule. */
export class Convicted extends Error {
  override readonly name = "Convicted";
  readonly violation: Violation;

  constructor(asked: string, violation: Violation) {
    super(`${asked}: ${violation.rule} is broken: ${violation.because}`);
    this.violation = violation;
  }
}

/** A guest of that make, judged by every rule of that profile and the weaker ones. */
export function bootJudged(source: ForkableSource<Guest>, geometry: Geometry, profile: string): Judged {
  const docket = openDocket(contract.rules, { profiles: profilesUpTo(contract.profiles, profile), world: "closed" });
  return { subject: source.boot(geometry), state: contract.begin(geometry, docket), docket };
}

/** An independent copy of both. */
export const forkOf = ({ subject, state, docket }: Judged): Judged => ({
  subject: subject.fork(),
  state: state.fork(),
  docket,
});

/**
 * Asks and judges.
 *
 * @throws {Convicted} when the answer breaks a rule: figures of a guest that does wrong are worth nothing
 */
export function ask<K extends keyof Guest>({ subject, state }: Judged, command: Command<Guest, K>): Answer<Guest, K> {
  const asked = command as unknown as Command<Guest>;
  const outcome = subject.perform(asked);
  if (outcome.kind !== "answered") throw new Error(`${contract.sayAsk(asked)}: ${outcome.kind}, ${outcome.why}`);
  const verdict = judge(contract.laws, state, { ask: asked, answer: outcome.answer });
  if (verdict.kind === "illegal") throw new Convicted(contract.sayAsk(asked), verdict.violation);
  return outcome.answer as Answer<Guest, K>;
}

/** How often each rule of bounded reclaim had something to say. */
export const weighed = ({ docket }: Judged): ReadonlyMap<string, number> =>
  new Map(
    Object.values(contract.rules)
      .filter(({ id }) => id.startsWith("reclaim/"))
      .map(({ id, index }) => [id, docket.premises[index] as number]),
  );

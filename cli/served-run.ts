import {
  type Answer,
  applies,
  type Command,
  judge,
  type Kind,
  type State,
  type Vocabulary,
} from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import { openDocket, profilesUpTo } from "../model/rule.ts";
import type { Setting, StepVerdict } from "../oracle/protocol/messages.ts";
import { ownOf } from "../properties/honest.ts";
import type { Suite } from "../properties/suite.ts";
import { canonical } from "../wire/canonical.ts";
import type { Json } from "../wire/codec.ts";
import { decodeGeometry, encodeGeometry } from "../wire/geometry.ts";
import { decodeAsk, decodeStep, encodeAnswer } from "../wire/step.ts";

/** What stands beside the id of a reply: its name and its payload. */
export type Reply = { readonly [name: string]: Json };

/** The model between two resets. Nothing here throws, whatever it is asked. */
export interface ServedRun {
  /** Asks the reference. */
  ask(value: unknown): Reply;
  /** Judges steps up to the first that is illegal. */
  judge(steps: unknown): Reply;
}

const declined = (why: string): Reply => ({ declined: { why } });

/** That something is no message of the protocol; nothing happened. */
export const nonsense = (why: string): Reply => ({ error: { definite: true, why } });

/** Begins a run of the reference and one of the laws, or says why there is none. */
export function openServedRun<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  setting: Setting,
  geometry: unknown,
): ServedRun | Reply {
  const { contract } = suite;
  const { profile, rules, world = "closed" } = setting;
  if (!contract.profiles.includes(profile)) {
    return declined(`${contract.name} has no profile ${profile}; there are ${contract.profiles.join(", ")}`);
  }
  const unknown = rules?.find((id) => !Object.hasOwn(contract.rules, id));
  if (unknown !== undefined) return declined(`${contract.name} has no rule ${unknown}`);
  const read = decodeGeometry(geometry);
  if ("error" in read) return nonsense(read.error);
  const why = misfit(suite, profile, read.value);
  if (why !== null) return declined(why);
  const only = rules === undefined ? {} : { only: rules };
  const docket = openDocket(contract.rules, { profiles: profilesUpTo(contract.profiles, profile), world, ...only });
  const ask = openMock(suite, profile, read.value);
  return { ask, judge: openBench(suite, contract.begin(read.value, docket)) };
}

/** Why the reference cannot have this geometry; null when it can. */
function misfit<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  profile: string,
  geometry: Geometry,
): string | null {
  const adapted = ownOf(suite, profile).source.adapt(geometry);
  if ("refused" in adapted) return adapted.refused;
  const [given, nearest] = [canonical(encodeGeometry(geometry)), canonical(encodeGeometry(adapted))];
  return given === nearest ? null : `this geometry cannot be; the nearest is ${nearest}`;
}

/** The reference as a mock. The specification goes along, to know what may be asked. */
function openMock<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  profile: string,
  geometry: Geometry,
): ServedRun["ask"] {
  const { contract, wire } = suite;
  const { source, owes } = ownOf(suite, profile);
  const subject = source.boot(geometry);
  const docket = openDocket(contract.rules, { profiles: profilesUpTo(contract.profiles, owes), world: "closed" });
  const state = contract.begin(geometry, docket);
  return (value) => {
    const read = decodeAsk(wire, value);
    if ("error" in read)
      return /^ask\.kind: .* is no command/.test(read.error) ? declined(read.error) : nonsense(read.error);
    const ask: Command<V> = read.value;
    if (!applies(contract.laws, state, ask)) return declined(`"${contract.sayAsk(ask)}" cannot be asked now`);
    const outcome = subject.perform(ask);
    if (outcome.kind !== "answered") return declined(outcome.why);
    const answer: Answer<V> = outcome.answer;
    const verdict = judge(contract.laws, state, { ask, answer });
    if (verdict.kind === "illegal") throw new Error(`the reference breaks ${verdict.violation.rule}`);
    return { answer: encodeAnswer(wire, ask.kind as Kind<V>, answer) };
  };
}

/** The laws as a judge, for answers of somebody else. */
function openBench<V extends Vocabulary<V>, S extends State<S>>(suite: Suite<V, S>, state: S): ServedRun["judge"] {
  const { contract, wire } = suite;
  let broken: string | null = null;
  const verdictOn = (value: unknown): StepVerdict | string => {
    const read = decodeStep(wire, value);
    if ("error" in read) return read.error;
    if (!applies(contract.laws, state, read.value.ask)) return { kind: "not-applicable" };
    const verdict = judge(contract.laws, state, read.value);
    return verdict.kind === "legal" ? verdict : { kind: "illegal", ...verdict.violation };
  };
  return (steps) => {
    if (!Array.isArray(steps)) return nonsense("judge: expected a list of steps");
    if (broken !== null) return declined(`rule ${broken} was broken, and nothing is judged before the next reset`);
    const verdicts: StepVerdict[] = [];
    for (const step of steps) {
      const verdict = verdictOn(step);
      if (typeof verdict === "string") {
        // What was judged before has moved the state; to lose those verdicts would mislead.
        return nonsense(
          `judge[${verdicts.length}]: ${verdict}; the ${verdicts.length} before it were judged, and none was illegal`,
        );
      }
      verdicts.push(verdict);
      if (verdict.kind !== "illegal") continue;
      broken = verdict.rule;
      break;
    }
    return { verdicts };
  };
}

import type { State, Vocabulary } from "../model/contract.ts";
import type { SubjectSource } from "../model/subject.ts";
import type { Mechanism, Suite } from "./suite.ts";

/** What a suite says about who is honest. */
type Honest<V extends Vocabulary<V>, S extends State<S>> = Pick<
  Suite<V, S>,
  "contract" | "reference" | "owes" | "mechanisms"
>;

/** All honest implementations, the reference first. */
function honestOf<V extends Vocabulary<V>, S extends State<S>>(suite: Honest<V, S>): readonly Mechanism<V>[] {
  const owes = suite.owes ?? (suite.contract.profiles.at(-1) as string);
  return [{ source: suite.reference, owes }, ...(suite.mechanisms ?? [])];
}

/** What `reference` means under a profile: the mechanism that owes this much and no more, else the reference itself. */
export function ownOf<V extends Vocabulary<V>, S extends State<S>>(suite: Honest<V, S>, profile: string): Mechanism<V> {
  const all = honestOf(suite);
  return all.find(({ owes }) => owes === profile) ?? (all[0] as Mechanism<V>);
}

/** Whether a subject was never meant to keep all of the profile: an honest mechanism that owes less, measured by more. */
export function isBeyond<V extends Vocabulary<V>, S extends State<S>>(
  suite: Honest<V, S>,
  source: SubjectSource<V>,
  profile: string,
): boolean {
  const { profiles } = suite.contract;
  const mechanism = honestOf(suite).find((one) => one.source === source);
  return mechanism !== undefined && profiles.indexOf(mechanism.owes) < profiles.indexOf(profile);
}

/** The name of the subject that `name` means under a profile. */
export const properName = <V extends Vocabulary<V>, S extends State<S>>(
  suite: Honest<V, S>,
  name: string,
  profile: string,
): string => (name === "reference" ? ownOf(suite, profile).source.name : name);

/**
 * The suite as it makes scripts for one subject. Scripts are made against somebody honest who works like the subject, so
 * that they apply to it: itself, or what it is a mutant of, also where that owes less than it is judged by. For a stranger
 * the profile's own has to do.
 */
export function suiteFor<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  source: SubjectSource<V>,
  profile: string,
): Suite<V, S> {
  const mutant = suite.mutants.find((one) => one.source === source);
  const kin = mutant === undefined ? source : (mutant.of ?? suite.reference);
  const { source: reference, owes } = honestOf(suite).find((one) => one.source === kin) ?? ownOf(suite, profile);
  return { ...suite, reference, owes };
}

import { applies, type Contract, judge, type State, type Step, type Vocabulary } from "../model/contract.ts";
import { type Docket, openDocket, profilesUpTo, type Selection } from "../model/rule.ts";
import type { Violation } from "../model/verdict.ts";
import type { Transcript } from "./transcript-content.ts";

/** What judging a transcript came to. Steps count from 0; the line of a step in its file is two more. */
export type Finding =
  | { readonly kind: "still violated"; readonly step: number; readonly violation: Violation }
  | Fixed
  | { readonly kind: "violated differently"; readonly step: number; readonly violation: Violation }
  | { readonly kind: "not well-formed"; readonly step: number; readonly why: string }
  /** Of a transcript that expects no violation; with what the contract remarks on where it ended. */
  | { readonly kind: "held"; readonly remarks?: readonly string[] }
  | { readonly kind: "violated"; readonly step: number; readonly violation: Violation }
  /** Nothing was learned: the subject was lost, declined, or cannot be judged by this rule. */
  | { readonly kind: "inconclusive"; readonly step: number; readonly why: string; readonly broke?: "protocol" };

/** The rule holds now. */
export interface Fixed {
  readonly kind: "fixed";
  /** Recorded commands that no longer applied, because earlier answers are different now. */
  readonly skipped: number;
  /** How often the rule had something to say; 0 means that the transcript no longer tests it. */
  readonly premises: number;
}

type World = Selection["world"];

/**
 * Judges the recorded answers again, without asking anybody. Well-formed means that each command applied when it was
 * asked; steps after a violation are not looked at.
 *
 * @param world whether others allocated too when the answers were recorded
 */
export function judgeTranscript<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  transcript: Transcript<V>,
  world: World = "closed",
): Finding {
  const trouble = ruleTrouble(contract, transcript, world);
  if (trouble !== null) return trouble;
  const docket = docketFor(contract, transcript, world, transcript.rule);
  const target = judgeSteps(contract, transcript, transcript.steps, docket);
  if (target.kind === "not well-formed") return target;
  if (transcript.rule === undefined) return target;
  if (target.kind === "violated") return { ...target, kind: "still violated" };
  return otherThanTarget(contract, transcript, transcript.steps, { world, docket, skipped: 0 });
}

/** What was learned of the target rule while it held. */
interface Learned {
  readonly world: World;
  readonly docket: Docket;
  readonly skipped: number;
}

/** Once the target rule holds: whether another rule of the profile does not. */
export function otherThanTarget<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  transcript: Transcript<V>,
  steps: readonly Step<V>[],
  { world, docket, skipped }: Learned,
): Finding {
  const all = judgeSteps(contract, transcript, steps, docketFor(contract, transcript, world));
  if (all.kind === "violated") return { ...all, kind: "violated differently" };
  const index = contract.rules[transcript.rule ?? ""]?.index ?? -1;
  return { kind: "fixed", skipped, premises: docket.premises[index] ?? 0 };
}

/** The rules of the transcript's profile, or one of them. */
export function docketFor<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  { profile }: Transcript<V>,
  world: World,
  only?: string,
): Docket {
  const profiles = profilesUpTo(contract.profiles, profile);
  return openDocket(contract.rules, { profiles, world, ...(only === undefined ? {} : { only: [only] }) });
}

/** Why the broken rule cannot be judged at all, or null. Silence of a rule that is not in force must never pass for "fixed". */
export function ruleTrouble<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  transcript: Transcript<V>,
  world: World,
): Finding | null {
  if (transcript.rule === undefined) return null;
  const rule = Object.hasOwn(contract.rules, transcript.rule) ? contract.rules[transcript.rule] : undefined;
  const unfit = (why: string): Finding => ({ kind: "not well-formed", step: 0, why });
  if (rule === undefined)
    return unfit(`contract ${contract.name} has no rule ${transcript.rule}; it was renamed or removed`);
  if (!profilesUpTo(contract.profiles, transcript.profile).includes(rule.profile)) {
    return unfit(`rule ${rule.id} belongs to profile ${rule.profile}, not to ${transcript.profile}`);
  }
  if (rule.scope === "closed" && world === "shared") {
    return { kind: "inconclusive", step: 0, why: `rule ${rule.id} is judged only where nobody else allocates` };
  }
  return null;
}

/** The first violation of a rule in force, the first command that does not apply, or neither. */
function judgeSteps<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  { geometry }: Transcript<V>,
  steps: readonly Step<V>[],
  docket: Docket,
): Extract<Finding, { kind: "violated" | "not well-formed" | "held" }> {
  const state = contract.begin(geometry, docket);
  for (const [step, taken] of steps.entries()) {
    if (!applies(contract.laws, state, taken.ask)) {
      return { kind: "not well-formed", step, why: `${contract.sayAsk(taken.ask)}: this does not apply here` };
    }
    const verdict = judge(contract.laws, state, taken);
    if (verdict.kind === "illegal") return { kind: "violated", step, violation: verdict.violation };
  }
  const remarks = contract.remarks?.(state) ?? [];
  return { kind: "held", ...(remarks.length === 0 ? {} : { remarks }) };
}

/** Whether the finding is the one that the transcript's header expects. */
export const isExpected = <V extends Vocabulary<V>>({ expects }: Transcript<V>, finding: Finding): boolean =>
  finding.kind === (expects === "violated" ? "still violated" : "held");

/** Whether the finding shows a subject that keeps what it broke when the transcript was made; silence of the rule shows nothing. */
export const isMended = (finding: Finding): boolean =>
  finding.kind === "held" || (finding.kind === "fixed" && finding.premises > 0);

/** A finding in one line. */
export function sayFinding(finding: Finding): string {
  switch (finding.kind) {
    case "held":
      return "held";
    case "fixed": {
      const vacuous = finding.premises === 0 ? "; the rule had nothing to say" : "";
      return finding.skipped === 0
        ? `fixed${vacuous}`
        : `fixed${vacuous}; commands that no longer applied: ${finding.skipped}`;
    }
    case "not well-formed":
      return `not well-formed at step ${finding.step}: ${finding.why}`;
    case "inconclusive":
      return `inconclusive at step ${finding.step}: ${finding.why}`;
    default:
      return `${finding.kind} at step ${finding.step}: ${finding.violation.rule}: ${finding.violation.because}`;
  }
}

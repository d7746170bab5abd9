import type { Contract, State, Step, Vocabulary } from "../model/contract.ts";
import type { Docket } from "../model/rule.ts";
import type { SubjectSource } from "../model/subject.ts";
import type { Violation } from "../model/verdict.ts";
import type { Script } from "../replay/script.ts";
import type { Repro } from "../replay/shrink/repeat.ts";
import type { Tally } from "../replay/tally.ts";

/** Where a campaign stands. */
export interface Progress {
  readonly runs: number;
  readonly steps: number;
  readonly elapsedMs: number;
  /** Rules in force that had something to say, of all in force. */
  readonly rulesHit: number;
  readonly rulesInForce: number;
  readonly failures: number;
}

/** A rule that was broken, and the simplest way that was found to break it. */
export interface CampaignFailure<V extends Vocabulary<V>> {
  readonly script: Script<V>;
  /** The commands of the script with the subject's answers; the last one breaks the rule. */
  readonly steps: readonly Step<V>[];
  readonly violation: Violation;
  readonly shrunk: {
    /** Judged steps of the run in which it was found, the violating one included. */
    readonly from: number;
    readonly executions: number;
    readonly minimal: boolean;
  };
  /** Number of that run, from 0; seed and number make it again. */
  readonly runIndex: number;
  /** Whether it happened again when the run was repeated. If not, script and steps are as they came. */
  readonly reproduced: boolean;
  /** How often the script broke the rule when it was run several times; present where that was asked for. */
  readonly repro?: Repro;
}

/** A known deviation that occurred. */
export interface CampaignDeviation<V extends Vocabulary<V>> {
  readonly rule: string;
  /** Kind of the command whose answer broke the rule. */
  readonly ask: string;
  readonly count: number;
  /** The run in which it first occurred, up to there. */
  readonly steps: readonly Step<V>[];
}

/** A run that ended without a verdict. */
export interface CampaignLoss {
  readonly why: string;
  /** Position of the command among the commands of the run. */
  readonly step: number;
  readonly runIndex: number;
  /** Set where it did not keep to the protocol. */
  readonly broke?: "protocol";
}

/** One rule of the contract, after a campaign. */
export interface CampaignRule {
  readonly id: string;
  /** How often its premise held. */
  readonly premises: number;
  /** Whether breaking it counted. */
  readonly inForce: boolean;
  /** Whether the subject can show what the rule needs to see. With no premises it then never had something to say. */
  readonly judged: boolean;
}

/** What came of all runs of a campaign. */
export interface CampaignReport<V extends Vocabulary<V>> {
  readonly contract: string;
  readonly profile: string;
  readonly subject: string;
  /** Name and version of what was tested. */
  readonly version: string;
  readonly seed: number;
  readonly runs: number;
  /** Commands that were asked and judged. */
  readonly steps: number;
  readonly elapsedMs: number;
  readonly tally: Tally;
  readonly rules: readonly CampaignRule[];
  /**
   * `violated` whenever a rule was broken; `interrupted` when the caller stopped it; `inconclusive` when a subject was lost
   * or nothing was judged.
   */
  readonly ending: "held" | "violated" | "inconclusive" | "interrupted";
  readonly failures: readonly CampaignFailure<V>[];
  readonly deviations: readonly CampaignDeviation<V>[];
  readonly lost: readonly CampaignLoss[];
}

/** What every rule had to say. */
export function rulesOf<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  docket: Docket,
  source: SubjectSource<V>,
  tally: Tally,
): readonly CampaignRule[] {
  const observes = (source.speaks as ReadonlySet<string>).has("observe") || !Object.hasOwn(contract.laws, "observe");
  const listsRefused = (tally["observe"]?.declined ?? 0) > 0 && tally["observe"]?.answers["lists"] === undefined;
  return Object.values(contract.rules).map(({ id, index, sees }) => {
    const premises = docket.premises[index] ?? 0;
    const shown = sees === "answers" || (observes && !(sees === "lists" && listsRefused));
    return { id, premises, inForce: docket.inForce[index] === 1, judged: premises > 0 || shown };
  });
}

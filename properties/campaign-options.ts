import type { Command, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import type { Violation } from "../model/verdict.ts";
import type { Progress } from "./campaign-report.ts";

/** What a campaign tries, and for how long. */
export interface CampaignOptions<V extends Vocabulary<V>> {
  readonly profile: string;
  /** Restricts judging to these rules. */
  readonly only?: readonly string[];
  /** How large the guests are. */
  readonly base: Geometry;
  readonly seed: number;
  /** Most runs. */
  readonly runs: number;
  /** Commands of a run. */
  readonly steps: number;
  /** No run begins after that time. */
  readonly timeMs?: number;
  /** Called at most five times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the campaign after the run in progress; what was learned so far is reported. */
  readonly signal?: AbortSignal;
  /** Whether a violation is a recorded deviation: it is counted and the run goes on. */
  readonly known?: (violation: Violation, ask: Command<V>) => boolean;
  /** Geometry fields that every run must have. */
  readonly needs?: Partial<Geometry>;
  /** Distinct rules to break before it stops; 1 unless told. */
  readonly maxFailures?: number;
  /** Once broken, a rule is not judged any more: for subjects that break it in nearly every run, and thereby hide others. */
  readonly goesOn?: boolean;
  /** Runs at the same time, for subjects that answer later; 1 unless told. */
  readonly concurrency?: number;
  /** Commands sent at once to a subject that takes several; unless told 64 at first, then up to two thirds of a run. */
  readonly batch?: number;
  /** Budget for shrinking one failure. */
  readonly shrink?: {
    readonly maxExecutions?: number;
    readonly timeMs?: number;
    /** How often a counterexample is repeated, to tell how fickle the subject is; not at all unless told. */
    readonly confirm?: number;
  };
}

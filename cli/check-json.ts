import type { Geometry } from "../model/geometry.ts";
import type { Next } from "./conformance/next.ts";
import type { ProfileVerdict } from "./conformance/profiles.ts";
import type { RuleVerdict } from "./conformance/verdicts.ts";
import type { CorpusResult } from "./corpus.ts";
import type { ExitCode } from "./exit.ts";
import type { Report } from "./report.ts";

/** One contract's report, what it shows, and where its counterexamples were written. */
export interface Checked {
  readonly report: Report;
  /** Paths, one for each failure of the report; null where it could not be written. */
  readonly files: readonly (string | null)[];
  /** The command line that makes the same campaign again. */
  readonly again: string;
  /** What the campaign showed of each profile of the contract, from the weakest to the strongest. */
  readonly profiles: readonly ProfileVerdict[];
  /** What it showed of each rule, in the order of `report.rules`. */
  readonly verdicts: readonly RuleVerdict[];
  /** What the subject would have to learn for more rules to be judged; null when it knows all that is needed. */
  readonly next: Next | null;
}

/**
 * What `check --json` prints, one object on stdout and nothing else, and what `check --report` writes to `report.json`. Times
 * are milliseconds, integers beyond 2^53 are strings of hexadecimal digits, everything else is described at {@link Report}.
 * `format` becomes 2 when a field is taken away or gets another meaning; new fields may come at any time.
 */
export interface CheckJson {
  readonly format: 1;
  /** Version of hotmem. */
  readonly hotmem: string;
  /** When it was over, UTC, ISO 8601. */
  readonly finished: string;
  /** As typed after `--subject`. */
  readonly subject: string;
  /** Shape of the guest with which shapes are drawn: name of a preset or of a file, and what that stands for. */
  readonly geometry: { readonly name: string; readonly base: Geometry };
  /** What the transcripts that come with hotmem did; null where they were not replayed. */
  readonly corpus: CorpusResult | null;
  readonly reports: readonly Checked[];
  /** Contracts that were to be checked and were not begun, because of an interruption. */
  readonly notBegun: readonly string[];
  /** The exit code. */
  readonly exit: ExitCode;
}

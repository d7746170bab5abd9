import type { Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import type { ForkableSource } from "../../model/subject.ts";

/** A reference with one planted fault: an exhibit that shows that a rule can be broken and that the suite notices. */
export interface Mutant<V extends Vocabulary<V>> {
  /** A full sentence in camel case: `drainUsesTheTypeCachedAtFree`. Typed as `mutant:NAME`. */
  readonly name: string;
  /** Id of the rule it breaks. The suite must convict it of this rule, or of one of `alsoBreaks`. */
  readonly breaks: string;
  readonly alsoBreaks?: readonly string[];
  /** Weakest profile that convicts it. */
  readonly profile: string;
  /** What was planted and, for a fault that once was real, where: commit or report. */
  readonly story: string;
  /** Geometry fields the fault needs in order to show; merged over what the generator draws. */
  readonly needs?: Partial<Geometry>;
  readonly source: ForkableSource<V>;
  /** The honest source that it was made of, against which scripts for it are made; absent means the suite's reference. */
  readonly of?: ForkableSource<V>;
}

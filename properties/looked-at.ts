import type { State, Vocabulary } from "../model/contract.ts";
import type { SubjectSource } from "../model/subject.ts";
import { guarded } from "../replay/guarded.ts";
import type { Suite } from "./suite.ts";

/**
 * The source, with every answer looked at before it is judged unless it comes from this project or was read against the
 * schema of the wire: what others throw or answer out of shape must not end a campaign, and must not pass for a broken rule.
 */
export const lookedAt = <V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  source: SubjectSource<V>,
): SubjectSource<V> =>
  source.wellShaped === true ||
  [{ source: suite.reference }, ...(suite.mechanisms ?? []), ...suite.mutants].some((own) => own.source === source)
    ? source
    : guarded(suite, source);

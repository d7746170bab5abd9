import type { Contract, State, Vocabulary } from "../model/contract.ts";
import type { SubjectSource } from "../model/subject.ts";
import { concerns, type Deviation, type Known } from "./known.ts";
import { ofContract } from "./transcript-content.ts";
import type { Finding } from "./verdict.ts";
import { replayAgainst } from "./verdict-asked.ts";

/** One recorded deviation, asked again. */
export type Rechecked =
  /** The subject still deviates: the record is true. */
  | { readonly kind: "occurs"; readonly deviation: Deviation; readonly finding: Finding }
  /** It does not, or not like this: the record is out of date. */
  | { readonly kind: "gone"; readonly deviation: Deviation; readonly finding: Finding }
  /** Nothing was learned. */
  | { readonly kind: "unknown"; readonly deviation: Deviation; readonly finding: Finding };

/**
 * Asks a subject for every deviation that is recorded for its version and this contract, so that no record outlives what it
 * records.
 *
 * @throws {CannotStart} when the subject cannot be started
 */
export async function recheckKnown<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  known: Known,
  source: SubjectSource<V>,
): Promise<readonly Rechecked[]> {
  const rechecked: Rechecked[] = [];
  for (const deviation of known.deviations) {
    if (deviation.transcript.contract !== contract.name || !concerns(deviation, source.version)) continue;
    const finding = await replayAgainst(contract, ofContract<V>(contract.name, deviation.transcript), source);
    rechecked.push({ kind: kindOf(finding), deviation, finding });
  }
  return rechecked;
}

function kindOf({ kind }: Finding): Rechecked["kind"] {
  if (kind === "still violated") return "occurs";
  return kind === "inconclusive" ? "unknown" : "gone";
}

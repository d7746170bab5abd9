import type { Command, Contract, State, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import type { SubjectSource } from "../model/subject.ts";
import { canonical } from "../wire/canonical.ts";
import { encodeGeometry } from "../wire/geometry.ts";
import { type RunReport, runScript } from "./run.ts";
import type { Repro } from "./shrink/repeat.ts";
import type { Transcript } from "./transcript-content.ts";
import {
  docketFor,
  type Finding,
  isExpected,
  isMended,
  judgeTranscript,
  otherThanTarget,
  ruleTrouble,
} from "./verdict.ts";

/** What replaying came to, for the recorded answers and, where a subject was asked again, for the new ones. */
export interface Replay {
  readonly recorded: Finding;
  readonly asked?: Finding;
  /** How often the subject was asked, where once would have shown little. */
  readonly times?: number;
  /** Whether every finding is the one that was expected: by the header, or of a subject that is said to be mended. */
  readonly asExpected: boolean;
}

/**
 * Judges the recorded answers and, with a source, asks the commands again and judges what is answered now.
 *
 * @param mended whether the subject is expected to keep the rules now, whatever the header expects
 * @throws {CannotStart} when the subject cannot be started
 */
export async function replayTranscript<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  transcript: Transcript<V>,
  source?: SubjectSource<V>,
  mended = false,
): Promise<Replay> {
  const recorded = judgeTranscript(contract, transcript, source?.world);
  if (source === undefined || recorded.kind === "not well-formed") {
    return { recorded, asExpected: !mended && isExpected(transcript, recorded) };
  }
  let asked = await replayAgainst(contract, transcript, source);
  const isRecorded = isExpected(transcript, recorded);
  if (!mended) return { recorded, asked, asExpected: isRecorded && isExpected(transcript, asked) };
  const most = timesToShow(transcript.repro);
  let times = 1;
  for (; times < most && isMended(asked); times++) asked = await replayAgainst(contract, transcript, source);
  if (isMended(asked)) asked = unlessNeverAgain(asked, transcript.repro);
  const asExpected = isRecorded && isMended(asked);
  return { recorded, asked, ...(times === 1 ? {} : { times }), asExpected };
}

/** What never happened again when it was recorded may not happen now either, mended or not. */
function unlessNeverAgain(asked: Finding, repro: Repro | undefined): Finding {
  if (repro === undefined || repro.runs === 0 || repro.failures > 0) return asked;
  const why = `it kept the rule, but did so also in ${repro.runs} of ${repro.runs} repetitions when this was recorded`;
  return { kind: "inconclusive", step: 0, why };
}

/**
 * In so many runs, one that is as fickle as it was when it was recorded keeps the rule all the time in 2 cases of 100 at
 * most: (1 - p)^(4 / p) is less than e^-4.
 */
function timesToShow(repro: Repro | undefined): number {
  if (repro === undefined || repro.failures === repro.runs || repro.failures === 0) return 1;
  return Math.ceil((4 * repro.runs) / repro.failures);
}

/**
 * Asks a subject the commands of a transcript and judges its answers. Commands that do not apply any more, because the
 * subject answers differently now, are skipped.
 *
 * @throws {CannotStart} when the subject cannot be started
 */
export async function replayAgainst<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  transcript: Transcript<V>,
  source: SubjectSource<V>,
): Promise<Finding> {
  const { geometry, rule, steps } = transcript;
  const trouble = ruleTrouble(contract, transcript, source.world) ?? unsuited(source, geometry);
  if (trouble !== null) return trouble;
  const docket = docketFor(contract, transcript, source.world, rule);
  const commands: readonly Command<V>[] = steps.map(({ ask }) => ask);
  const subject = await source.boot(geometry);
  let run: RunReport<V>;
  try {
    run = await runScript(contract, docket, subject, { geometry, commands });
  } finally {
    await subject.stop();
  }
  const { ending, skipped, declined } = run;
  if (ending.kind === "violated") return { ...ending, kind: rule === undefined ? "violated" : "still violated" };
  if (ending.kind === "inconclusive") return ending;
  if (declined > 0) {
    return { kind: "inconclusive", step: 0, why: `${source.name} declined ${declined} of ${commands.length} commands` };
  }
  if (rule === undefined) return { kind: "held" };
  return otherThanTarget(contract, transcript, run.steps, { world: source.world, docket, skipped });
}

/** A transcript is about one geometry; asking its commands of another would test something else. */
function unsuited<V extends Vocabulary<V>>(source: SubjectSource<V>, geometry: Geometry): Finding | null {
  const adapted = source.adapt(geometry);
  if ("refused" in adapted)
    return { kind: "inconclusive", step: 0, why: `${source.name} refuses the geometry: ${adapted.refused}` };
  if (canonical(encodeGeometry(adapted)) === canonical(encodeGeometry(geometry))) return null;
  return { kind: "inconclusive", step: 0, why: `${source.name} cannot have the geometry of the transcript` };
}

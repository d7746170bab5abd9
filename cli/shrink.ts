import { resolve } from "node:path";
import type { State, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import type { SubjectSource } from "../model/subject.ts";
import { properName } from "../properties/honest.ts";
import type { Suite } from "../properties/suite.ts";
import { resolveSource, withSuite } from "../properties/suites.ts";
import { type ShrinkOptions, shrinkScript } from "../replay/shrink/shrink.ts";
import { sealTranscript } from "../replay/transcript.ts";
import { type AnyTranscript, ofContract } from "../replay/transcript-content.ts";
import { contractsOfSubject } from "./choose.ts";
import type { Typed } from "./command-line.ts";
import { type ExitCode, exit } from "./exit.ts";
import { readOutFolder } from "./files.ts";
import type { Io } from "./io.ts";
import { toJson } from "./json.ts";
import { openingOf } from "./opening.ts";
import { isUntyped, untyped } from "./outside.ts";
import { badData, isProblem, type Problem, usage } from "./problem.ts";
import { openProgress } from "./progress.ts";
import { tellSteps } from "./story.ts";
import { count, lineWidth, plural } from "./text.ts";
import { anyTranscript, keep, readOne, tell } from "./transcripts.ts";

/** What `shrink --json` prints. Lengths are in steps; `file` is null when nothing smaller was found. */
export interface ShrinkJson {
  readonly from: number;
  readonly to: number;
  readonly executions: number;
  /** No single step can go and no argument can be lowered. */
  readonly minimal: boolean;
  /** Whether the subject still breaks the rule at all. */
  readonly reproduced: boolean;
  readonly file: string | null;
  readonly exit: ExitCode;
}

interface Smaller extends Omit<ShrinkJson, "file" | "exit"> {
  readonly transcript: AnyTranscript | null;
  readonly story: string;
}

/** Shrinks against an open subject. The transcript is null when the subject did not break the rule again. */
async function shrinkAgainst<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  transcript: AnyTranscript,
  source: SubjectSource<V>,
  line: { readonly io: Io; show(text: string): void },
): Promise<Smaller> {
  const old = ofContract<V>(suite.contract.name, transcript);
  const rule = old.rule ?? "";
  const commands = old.steps.map(({ ask }) => ask);
  const failing = { script: { geometry: old.geometry, commands }, rule, profile: old.profile };
  const boot = (geometry: Geometry) => source.boot(geometry);
  const options: ShrinkOptions<V> = {
    adapt: (geometry) => source.adapt(geometry),
    world: source.world,
    signal: line.io.signal,
    onProgress: ({ executions, steps }) => line.show(`shrink: ${count(steps)} steps, ${count(executions)} runs`),
  };
  const among = await shrinkScript(suite, failing, boot, options);
  // Found with --rule or --known, it may break another rule first, which nobody wanted to hear of.
  const shrunk = among.reproduced ? among : await shrinkScript(suite, failing, boot, { ...options, only: [rule] });
  const { script, steps, executions, minimal, reproduced } = shrunk;
  const from = old.steps.length;
  const how = { from: old.shrunk?.from ?? from, executions, minimal: "step-and-argument" } as const;
  const { id: _, shrunk: __, ...kept } = old;
  const smaller = {
    ...kept,
    subject: source.name,
    geometry: script.geometry,
    steps,
    ...(minimal ? { shrunk: how } : {}),
  };
  const sealed = reproduced ? anyTranscript(sealTranscript(smaller)) : null;
  const story = tellSteps(tell(suite.contract, steps), lineWidth(line.io.columns));
  return { from, to: reproduced ? steps.length : from, executions, minimal, reproduced, transcript: sealed, story };
}

async function shrinkOne(
  transcript: AnyTranscript,
  subject: string,
  io: Io,
  quiet: boolean,
): Promise<Smaller | Problem> {
  return await withSuite(transcript.contract, async (suite) => {
    const { name, rules } = suite.contract;
    const { rule = "" } = transcript;
    if (!Object.hasOwn(rules, rule)) return badData(`contract ${name} has no rule ${rule}; it was renamed or removed`);
    const { profile } = transcript;
    const opening = { ...openingOf(io), profile, signal: io.signal };
    const source = await resolveSource(suite, properName(suite, subject, profile), opening);
    if (source === undefined) return badData(`its subject ${subject} does not exist here; name one with --subject`);
    const line = openProgress(io, quiet);
    try {
      return await shrinkAgainst(suite, transcript, source, { io, show: line.show });
    } finally {
      line.clear();
      await source.close();
    }
  });
}

/** Who is asked: the subject of the transcript, or another one that speaks its contract. */
function readSubject(typed: Typed, transcript: AnyTranscript, file: string): string | Problem {
  const { subject, contract } = transcript;
  if (typed.subject === undefined)
    return isUntyped(subject, undefined) ? usage(`${file}: ${untyped(subject)}`) : subject;
  const known = contractsOfSubject(String(typed.subject), [contract]);
  return isProblem(known) ? known : String(typed.subject);
}

/** `hotmem shrink`: a smaller transcript of the same broken rule, if there is one. */
export async function shrink(typed: Typed, files: readonly string[], io: Io): Promise<ExitCode | Problem> {
  const [file = ""] = files;
  const out = readOutFolder(io, typed.out);
  if (isProblem(out)) return out;
  const read = await readOne(resolve(io.cwd, file), file);
  if (isProblem(read)) return read;
  const { transcript } = read;
  if (transcript.expects !== "violated") return badData(`${file} expects no violation, so there is nothing to shrink`);
  const subject = readSubject(typed, transcript, file);
  if (isProblem(subject)) return subject;
  const smaller = await shrinkOne(transcript, subject, io, typed.quiet === true || typed.json === true);
  if (isProblem(smaller)) return smaller;
  const changed = smaller.transcript !== null && smaller.transcript.id !== transcript.id;
  const kept = changed && smaller.transcript !== null ? await keep(io, out, smaller.transcript) : null;
  if (isProblem(kept)) return kept;
  const code = smaller.reproduced ? (io.signal.aborted ? exit.interrupted : exit.held) : exit.violated;
  const { transcript: _, story, ...lengths } = smaller;
  if (typed.json === true) io.stdout.write(toJson({ ...lengths, file: kept, exit: code } satisfies ShrinkJson));
  else io.stdout.write(say(file, subject, smaller, kept, typed.quiet === true ? "" : `${story}\n`));
  return code;
}

function say(file: string, subject: string, smaller: Smaller, kept: string | null, story: string): string {
  const { from, to, executions, minimal, reproduced } = smaller;
  if (!reproduced) return `${subject} no longer breaks the rule of ${file}; nothing was written\n`;
  const guarantee = minimal ? "no step can go, no argument can be lowered" : "stopped before it was minimal";
  const lengths = `from ${plural(from, "step")} to ${count(to)} in ${plural(executions, "execution")}; ${guarantee}`;
  const nothing = minimal ? `${file} is as small as it gets` : `nothing smaller than ${file} was found so far`;
  return `${story}${lengths}\n${kept === null ? nothing : `written to ${kept}`}\n`;
}

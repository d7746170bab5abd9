import { resolve } from "node:path";
import { type FrameRange, readRanges } from "../oracle/kmem/ranges.ts";
import { type KmemReport, validateKmem } from "../oracle/kmem/validate.ts";
import { reason } from "../replay/transcript-file.ts";
import type { Typed } from "./command-line.ts";
import { type ExitCode, exit } from "./exit.ts";
import type { Io } from "./io.ts";
import { toJson } from "./json.ts";
import { choices } from "./nearest.ts";
import { badData, isProblem, noInput, type Problem, usage } from "./problem.ts";
import { tellKmem, tellSteps } from "./tell-validated.ts";
import { type StepsReport, validateSteps } from "./validate-steps.ts";
import type { Flag } from "./verbs.ts";

/** What `validate --json` prints. */
export interface ValidateJson {
  readonly file: string;
  readonly report: KmemReport | StepsReport;
  readonly exit: ExitCode;
}

/** Flags that mean something for one kind of trace only. */
const onlyKmem: readonly Flag[] = ["boot", "movable"];
const onlySteps: readonly Flag[] = ["contract", "profile", "geometry"];

const rangesOf = (flag: "boot" | "movable", typed: Typed): readonly FrameRange[] | undefined | Problem => {
  const text = typed[flag];
  if (text === undefined) return undefined;
  return (
    readRanges(String(text)) ??
    usage(`--${flag} ${text} is no list of frames; write hexadecimal ranges: 0-1ffff,100000-`)
  );
};

async function kmem(file: string, typed: Typed, io: Io): Promise<KmemReport | ExitCode | Problem> {
  const boot = rangesOf("boot", typed);
  if (isProblem(boot)) return boot;
  const movable = rangesOf("movable", typed);
  if (isProblem(movable)) return movable;
  const setting = { ...(boot === undefined ? {} : { boot }), ...(movable === undefined ? {} : { movable }) };
  const report = await validateKmem(resolve(io.cwd, file), setting, io.signal);
  switch (report.kind) {
    case "judged":
      return report;
    case "interrupted":
      return exit.interrupted;
    case "malformed":
      return badData(`${file}, line ${report.line}: ${report.why}`);
    case "alien":
      return badData(`cannot judge ${file}: ${report.why}`);
    case "missing":
      return noInput(`cannot read ${file}: ${reason(report.error)}; check the path`);
  }
}

/** Which kind of trace it is, from the flags; the flags of the other kind must not be there. */
function fromOf(typed: Typed): "kmem" | "steps" | Problem {
  const { from } = typed;
  if (from !== undefined && from !== "kmem") return usage(`unknown format ${from}; ${choices(String(from), ["kmem"])}`);
  const alien = (from === "kmem" ? onlySteps : onlyKmem).find((flag) => typed[flag] !== undefined);
  if (alien === undefined) return from === "kmem" ? "kmem" : "steps";
  return usage(from === "kmem" ? `--${alien} says nothing about a trace of Linux` : `--${alien} needs --from kmem`);
}

/** `hotmem validate`: judges what others recorded. */
export async function validate(typed: Typed, [file = ""]: readonly string[], io: Io): Promise<ExitCode | Problem> {
  const from = fromOf(typed);
  if (isProblem(from)) return from;
  const report = from === "kmem" ? await kmem(file, typed, io) : validateSteps(file, typed, io);
  if (isProblem(report) || typeof report === "number") return report;
  const isViolated = report.kind === "judged" ? report.conviction !== null : report.violation !== null;
  const code = isViolated ? exit.violated : exit.held;
  if (typed.json === true) {
    io.stdout.write(toJson({ file, report, exit: code } satisfies ValidateJson));
  } else if (isViolated || typed.quiet !== true) {
    io.stdout.write(report.kind === "judged" ? tellKmem(file, report) : tellSteps(file, report));
  }
  return code;
}

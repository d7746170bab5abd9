import { findProgram } from "../oracle/qemu/program.ts";
import type { Checked, CheckJson } from "./check-json.ts";
import type { Typed } from "./command-line.ts";
import { shownBy } from "./conformance/shown.ts";
import { writeReport } from "./conformance/write.ts";
import { type CorpusResult, replayCorpus, tellCorpus } from "./corpus.ts";
import { performJobs } from "./crew.ts";
import { type ExitCode, exit, worst } from "./exit.ts";
import type { Io } from "./io.ts";
import type { Job } from "./job.ts";
import { toJson } from "./json.ts";
import { mergeReports } from "./merge.ts";
import { qemuProgram } from "./opening.ts";
import { sharesOf } from "./outside.ts";
import { packageVersion } from "./package-root.ts";
import { commandAgain, planTasks } from "./plan.ts";
import { isProblem, type Problem } from "./problem.ts";
import { openProgress, type Standing, sayStanding } from "./progress.ts";
import { neverHit, type Report } from "./report.ts";
import { isOrdinary, readSettings, type Settings } from "./settings.ts";
import { mergeStandings } from "./standings.ts";
import { tellFailure } from "./story.ts";
import { tellReport } from "./summary.ts";
import { lineWidth } from "./text.ts";
import { keepFailures } from "./transcripts.ts";

export type { CheckJson };

/**
 * The code of one campaign. A rule that never had anything to say proves nothing, so it makes the result inconclusive
 * where it could have been expected to speak: when it was asked for by name, or when a reference is checked with the
 * ordinary budget.
 */
function codeOf(report: Report, thorough: boolean): ExitCode {
  if (report.ending === "violated") return exit.violated;
  if (report.lost.some(({ broke }) => broke === "protocol")) return exit.protocol;
  if (report.ending === "interrupted") return exit.interrupted;
  if (report.ending === "inconclusive") return exit.inconclusive;
  return thorough && neverHit(report).length > 0 ? exit.inconclusive : exit.held;
}

async function performAll(settings: Settings, io: Io): Promise<readonly Report[]> {
  const groups = planTasks(settings);
  const jobs = groups.flat().map((task): Job => ({ kind: "check", task }));
  const line = openProgress(io, settings.quiet || settings.json);
  const standings = new Map<number, Standing>();
  const { threads } = sharesOf(settings.subject, settings.jobs);
  const done = await performJobs(jobs, threads, io.signal, {
    onProgress: (at, standing) => {
      standings.set(at, standing);
      line.show(sayStanding(mergeStandings([...standings.values()])));
    },
  });
  line.clear();
  const reports = done.map((one) => (one?.kind === "check" ? one.report : null));
  return groups.flatMap((group, at) => {
    const from = groups.slice(0, at).flat().length;
    const [first, ...rest] = reports.slice(from, from + group.length).filter((report) => report !== null);
    return first === undefined ? [] : [mergeReports([first, ...rest])];
  });
}

/** Codes that say that something went wrong, or that nothing was shown, although no rule was broken. */
const unshown: readonly ExitCode[] = [exit.inconclusive, exit.protocol];

function print(
  settings: Settings,
  corpus: CorpusResult | null,
  checked: readonly Checked[],
  codes: readonly ExitCode[],
  io: Io,
): void {
  const width = lineWidth(io.columns);
  if (corpus !== null) io.stdout.write(tellCorpus(corpus, settings.quiet));
  if (checked.length < settings.choices.length) io.stdout.write("interrupted before everything was begun\n\n");
  const isShort = settings.quiet || checked.length > 1;
  for (const [place, one] of checked.entries()) {
    const { report, files } = one;
    for (const [at, failure] of report.failures.entries()) {
      io.stdout.write(`${tellFailure(report, failure, files[at] ?? null, width)}\n`);
    }
    const withDeviations = settings.subject === "qemu" || settings.known.length > 0;
    // In a pipeline nobody must have to guess what an exit code means of which nothing was told.
    const isTold = !settings.quiet || unshown.includes(codes[place] ?? exit.held);
    if (isTold) io.stdout.write(`${tellReport(one, { withDeviations, isShort, width })}\n`);
  }
  if (!settings.quiet && settings.subject === "reference") io.stdout.write(`${adviseQemu(io)}\n`);
}

/** How to check the device of somebody else, or what is missing for it. */
function adviseQemu(io: Io): string {
  const found = findProgram(qemuProgram(io), io.env["PATH"] ?? "");
  return found === undefined
    ? "skipped: QEMU's device (apt-get install qemu-system-x86)"
    : "QEMU is here: hotmem check --contract device --subject qemu checks its real device";
}

function conclude(
  { subject, choices, baseName, base }: Settings,
  corpus: CorpusResult | null,
  reports: readonly Checked[],
  code: ExitCode,
): CheckJson {
  const begun = new Set(reports.map(({ report }) => report.contract));
  return {
    format: 1,
    hotmem: packageVersion,
    finished: new Date().toISOString(),
    subject,
    geometry: { name: baseName, base },
    corpus,
    reports,
    notBegun: choices.map(({ contract }) => contract).filter((contract) => !begun.has(contract)),
    exit: code,
  };
}

/** `hotmem check`: campaigns against one subject under every contract that fits, and a report on each. */
export async function check(typed: Typed, _files: readonly string[], io: Io): Promise<ExitCode | Problem> {
  const settings = await readSettings(typed, io);
  if (isProblem(settings)) return settings;
  const contracts = settings.choices.map(({ contract }) => contract);
  const corpus = settings.subject === "reference" ? await replayCorpus(contracts, io) : null;
  const reports = await performAll(settings, io);
  const thorough = typed.rule !== undefined || isOrdinary(typed);
  const codes = reports.map((report) => codeOf(report, thorough));
  if (corpus !== null) codes.push(corpus.code);
  if (reports.length < settings.choices.length) codes.push(exit.interrupted);
  const code = worst(codes);
  const checked: Checked[] = [];
  for (const report of reports) {
    const files = await keepFailures(settings.out, report, io);
    const choice = settings.choices.find(({ contract }) => contract === report.contract);
    const again = choice === undefined ? "" : commandAgain(choice, settings);
    checked.push(shownBy(report, files, again));
  }
  const shown = conclude(settings, corpus, checked, code);
  const trouble = settings.report === null ? null : writeReport(settings.report, shown);
  if (trouble !== null) io.stderr.write(`hotmem: ${trouble}\n`);
  const last = trouble !== null && code === exit.held ? exit.usage : code;
  if (settings.json) io.stdout.write(toJson({ ...shown, exit: last }));
  else print(settings, corpus, checked, codes, io);
  return last;
}

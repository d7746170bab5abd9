import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { concerns, type Deviation, type Known, readKnownFile } from "../replay/known.ts";
import type { Rechecked } from "../replay/known-recheck.ts";
import { sayFinding } from "../replay/verdict.ts";
import type { Io } from "./io.ts";
import { packageRoot } from "./package-root.ts";
import { badData, noInput, type Problem, usage } from "./problem.ts";
import type { DeviationCount } from "./report.ts";

/** Deviations that come with hotmem, by subject. The files lie beside the code that asks the subject. */
const shipped: Readonly<Record<string, string>> = { qemu: join(packageRoot, "oracle/qemu/known-deviations.json") };

async function readOne(path: string, shown: string, subject: string): Promise<Known | Problem> {
  const read = await readKnownFile(path, shown);
  if ("missing" in read) return noInput(`${read.missing}; check the path after --known`);
  if ("wrong" in read) return badData(read.wrong);
  if (read.subject === subject) return read;
  return usage(`${shown} records deviations of ${read.subject}, not of ${subject}; use --subject ${read.subject}`);
}

/** Everything recorded about a subject: what comes with hotmem, and the file named on the command line. */
export async function readKnown(
  io: Io,
  subject: string,
  typed: string | undefined,
): Promise<readonly Known[] | Problem> {
  const all: Known[] = [];
  const ours = shipped[subject];
  if (ours !== undefined && existsSync(ours)) {
    const read = await readOne(ours, ours, subject);
    if ("kind" in read) return read;
    all.push(read);
  }
  if (typed !== undefined) {
    const read = await readOne(resolve(io.cwd, typed), typed, subject);
    if ("kind" in read) return read;
    all.push(read);
  }
  return all;
}

/** Counts each recorded deviation of this version: how often it occurred, and what its own transcript shows today. */
export function countDeviations(
  known: readonly Known[],
  version: string,
  found: readonly { readonly rule: string; readonly ask: string; readonly count: number }[],
  rechecked: readonly Rechecked[],
): readonly DeviationCount[] {
  const countOf = ({ rule, ask }: Deviation) => found.find((one) => one.rule === rule && one.ask === ask)?.count ?? 0;
  return known
    .flatMap(({ deviations }) => deviations)
    .filter((deviation) => concerns(deviation, version))
    .map((deviation) => {
      const again = rechecked.find((one) => one.deviation === deviation);
      return {
        rule: deviation.rule,
        ask: deviation.ask,
        says: deviation.says,
        count: countOf(deviation),
        today: again?.kind ?? "unknown",
        finding: again === undefined ? "of another contract" : sayFinding(again.finding),
      };
    });
}

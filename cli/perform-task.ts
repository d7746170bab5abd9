import type { State, Vocabulary } from "../model/contract.ts";
import { CannotStart } from "../model/subject.ts";
import { campaign, type Progress } from "../properties/campaign.ts";
import type { Suite } from "../properties/suite.ts";
import { resolveSource, withSuite } from "../properties/suites.ts";
import { excuseOf } from "../replay/known.ts";
import { type Rechecked, recheckKnown } from "../replay/known-recheck.ts";
import type { Hooks } from "./hooks.ts";
import { plainReport } from "./plain-report.ts";
import type { Report } from "./report.ts";
import type { Task } from "./task.ts";

/** More runs than any time limit lets happen. */
const noLimit = Number.MAX_SAFE_INTEGER;

/** @throws {CannotStart} when the subject cannot be started, or can have no geometry like this one */
export const performTask = (task: Task, hooks: Hooks): Promise<Report> =>
  withSuite(task.contract, (suite) => performWith(suite, task, hooks));

async function performWith<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  task: Task,
  hooks: Hooks,
): Promise<Report> {
  const source = await resolveSource(suite, task.subject, task.opening);
  if (source === undefined) throw new Error(`subject ${task.subject} of ${task.contract} was not looked up first`);
  try {
    const possible = source.adapt(task.base);
    if ("refused" in possible) throw new CannotStart(`${task.subject} cannot have this geometry: ${possible.refused}`);
    const { profile, only, base, seed, runs = noLimit, steps, timeMs } = task;
    const label = `${task.contract} ${task.subject}`;
    const rechecked: Rechecked[] = [];
    for (const known of task.known) rechecked.push(...(await recheckKnown(suite.contract, known, source)));
    const excuses = task.known.map((known) => excuseOf(known, source.version));
    const report = await campaign(suite, source, {
      profile,
      ...(only === undefined ? {} : { only }),
      base,
      seed,
      runs,
      steps,
      ...(timeMs === undefined ? {} : { timeMs }),
      concurrency: task.concurrency,
      signal: hooks.signal,
      known: (violation, ask) => excuses.some((excuse) => excuse(violation, ask)),
      onProgress: (progress: Progress) => hooks.onProgress({ label, ...progress, timeMs, runsAllowed: task.runs }),
    });
    return plainReport(suite.contract, task, report, rechecked);
  } finally {
    await source.close();
  }
}

import type { Conviction, MutantTask } from "./convict.ts";
import { convict } from "./convict.ts";
import type { Hooks } from "./hooks.ts";
import { performTask } from "./perform-task.ts";
import type { Report } from "./report.ts";
import type { Task } from "./task.ts";

/** Work for one thread; plain data. */
export type Job =
  | { readonly kind: "check"; readonly task: Task }
  | { readonly kind: "mutant"; readonly task: MutantTask };

/** What came of a {@link Job}; plain data. */
export type Done =
  | { readonly kind: "check"; readonly report: Report }
  | { readonly kind: "mutant"; readonly conviction: Conviction };

/** @throws {CannotStart} when the subject cannot be started */
export async function performJob(job: Job, hooks: Hooks): Promise<Done> {
  switch (job.kind) {
    case "check":
      return { kind: "check", report: await performTask(job.task, hooks) };
    case "mutant":
      return { kind: "mutant", conviction: await convict(job.task, hooks) };
  }
}

import { type ExitCode, exit } from "./exit.ts";

/** What a person did wrong, or what is missing: one sentence (what, where, what to do) and the code to exit with. */
export interface Problem {
  readonly kind: "problem";
  readonly code: ExitCode;
  readonly says: string;
}

const problem =
  (code: ExitCode) =>
  (says: string): Problem => ({ kind: "problem", code, says });

/** The command line makes no sense. */
export const usage = problem(exit.usage);
/** A file is there but is not what it should be. */
export const badData = problem(exit.badData);
/** A file is not there. */
export const noInput = problem(exit.noInput);
/** The subject cannot be started. */
export const cannotStart = problem(exit.cannotStart);

/** Tells a problem from whatever else a reader of the command line returns. */
export const isProblem = (value: unknown): value is Problem =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "problem";

import { accessSync, constants, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { reason } from "../../replay/transcript-file.ts";
import type { CheckJson } from "../check-json.ts";
import { whyNotWritable } from "../files.ts";
import type { Io } from "../io.ts";
import { toJson } from "../json.ts";
import { type Problem, usage } from "../problem.ts";
import { junitOf } from "./junit.ts";
import { pageOf } from "./page.ts";

/** The files of a report and who writes them; whatever else is in the folder stays. */
const writers: Readonly<Record<string, (checked: CheckJson) => string>> = {
  "report.json": toJson,
  "junit.xml": junitOf,
  "report.html": pageOf,
};

/** A folder for a report, absolute; made and looked at before the work begins rather than after. Null when none is wanted. */
export function readReportFolder(io: Io, typed: string | true | undefined): string | null | Problem {
  if (typed === undefined) return null;
  const name = String(typed);
  if (name === "") return usage("--report has an empty name; give a folder");
  const full = resolve(io.cwd, name);
  const why = whyNotWritable(full) ?? whyNotMade(full) ?? whyNotReplaced(full);
  return why === null ? full : usage(`cannot write to ${name}: ${why}; give another folder with --report`);
}

/** Makes the folder, for who cannot make it now cannot write into it after the campaign either. */
function whyNotMade(full: string): string | null {
  try {
    mkdirSync(full, { recursive: true });
    return null;
  } catch (error) {
    return reason(error);
  }
}

function whyNotReplaced(full: string): string | null {
  for (const name of Object.keys(writers)) {
    try {
      const file = join(full, name);
      const found = statSync(file, { throwIfNoEntry: false });
      if (found === undefined) continue;
      if (!found.isFile()) return `${name} in it is no file`;
      accessSync(file, constants.W_OK);
    } catch (error) {
      return `${name}: ${reason(error)}`;
    }
  }
  return null;
}

/** Writes the three files; what went wrong, or null. The folder is made if need be. */
export function writeReport(folder: string, checked: CheckJson): string | null {
  for (const [name, write] of Object.entries(writers)) {
    const content = write(checked);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), content);
    } catch (error) {
      return `cannot write ${name} of the report: ${reason(error)}`;
    }
  }
  return null;
}

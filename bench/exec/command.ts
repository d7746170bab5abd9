import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { CheckJson } from "../../cli/check-json.ts";
import type { Entrant } from "./measure.ts";

const main = fileURLToPath(new URL("../../cli/main.js", import.meta.url));

/** The command that a person types, in as many threads; its start counts, as it does for that person. */
export const typing = (name: string, program: string, jobs: number): Entrant => ({
  name,
  work: async (ms, round) => {
    const flags = ["--contract", "allocator", "--subject", `exec:${program}`, "--json"];
    const size = ["--time", String(ms / 1000), "--seed", String(round), "--jobs", String(jobs)];
    const { stdout } = await promisify(execFile)(process.execPath, [main, "check", ...flags, ...size]);
    const { report } = (JSON.parse(stdout) as CheckJson).reports[0] ?? {};
    if (report?.ending !== "held") throw new Error(`the sample ended ${report?.ending}`);
    return report.steps;
  },
});

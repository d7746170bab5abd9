import { fileURLToPath } from "node:url";
import { presets } from "../../model/presets.ts";
import type { CheckJson } from "../check-json.ts";
import type { Failure, Report, RuleCount } from "../report.ts";
import { shownBy } from "./shown.ts";

/** Everything at once that could end a text and begin something else. */
export const nasty = `"'><script>alert(1)</script>&amp;]]><!--\u001b[31m\u0000\u202e\ud800\ufffe-->\r\n\t</title>`;

const program = fileURLToPath(new URL("strange-subject.mjs", import.meta.url));

/** What to type after `--subject` for a program that can do little, in this way, and has such words. */
export const strangeSubject = (way: string, words = ""): string => {
  const json = JSON.stringify(words).replaceAll("'", "\\u0027");
  return `exec:'${process.execPath}' '${program}' ${way} '${json}'`;
};

/** A rule of profile `spec` that was hit twice, unless told otherwise. */
export const ruleCount = (id: string, given: Partial<RuleCount> = {}): RuleCount => ({
  id,
  says: `What ${id} says.`,
  source: "a book",
  profile: "spec",
  sees: "answers",
  scope: "always",
  premises: 2,
  inForce: true,
  judged: true,
  ...given,
});

/** A counterexample of two steps. */
export const failureOf = (rule: string, given: Partial<Failure> = {}): Failure => ({
  rule,
  says: `What ${rule} says.`,
  source: "a book",
  because: "it did",
  story: [
    { ask: "plug 1 block", answer: "ack" },
    { ask: "plug 1 block", answer: "ack" },
  ],
  shrunk: { from: 9, executions: 5, minimal: true },
  reproduced: true,
  run: 3,
  transcript: {} as Failure["transcript"],
  ...given,
});

/** A device that kept two rules of the weaker profile, which was judged, unless told otherwise. */
export const reportOf = (given: Partial<Report> = {}): Report => ({
  contract: "device",
  profile: "spec",
  profiles: ["spec", "uapi"],
  subject: "exec:./device",
  version: "mine 1",
  world: "closed",
  seed: 7,
  runs: 2,
  steps: 20,
  skipped: 1,
  elapsedMs: 1234.5,
  ending: "held",
  commands: { plug: 20 },
  answers: { "plug/ack": 20 },
  declined: [],
  unspoken: [],
  lacks: [],
  rules: [
    ruleCount("plug/within-requested"),
    ruleCount("config/constant"),
    ruleCount("nack/for-over-request", { profile: "uapi", inForce: false }),
  ],
  failures: [],
  deviations: [],
  lost: [],
  ...given,
});

/** What a check of these reports ends with; counterexamples lie in `out/`. */
export const checkedOf = (...reports: readonly Report[]): CheckJson => ({
  format: 1,
  hotmem: "1.2.3",
  finished: "2026-01-02T03:04:05.678Z",
  subject: reports[0]?.subject ?? "",
  geometry: { name: "tiny", base: presets.tiny },
  corpus: null,
  reports: reports.map((report) =>
    shownBy(
      report,
      report.failures.map(({ rule }) => `out/${rule}.jsonl`),
      `hotmem check --contract ${report.contract}`,
    ),
  ),
  notBegun: [],
  exit: 0,
});

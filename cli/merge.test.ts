import { expect, test } from "vitest";
import { mergeReports } from "./merge.ts";
import type { Failure, Report } from "./report.ts";

const step = { ask: "unplug", answer: "ack" };
const failure = (rule: string, length: number): Failure => ({
  rule,
  says: "",
  source: "",
  because: "",
  story: Array.from({ length }, () => step),
  shrunk: { from: 9, executions: 1, minimal: true },
  reproduced: true,
  run: 0,
  transcript: { id: `${rule} ${length}` } as Failure["transcript"],
});
const rule = {
  id: "plug/once",
  says: "",
  source: "",
  profile: "spec",
  sees: "lists",
  scope: "always",
  premises: 2,
  inForce: true,
  judged: true,
} as const;
const declined = (why: string) => ({ ask: "state", count: 3, reasons: [{ why, count: 1 }] });
const report = (failures: readonly Failure[]): Report => ({
  contract: "device",
  profile: "spec",
  profiles: ["spec"],
  subject: "x",
  version: "1",
  world: "closed",
  seed: 1,
  runs: 1,
  steps: 10,
  skipped: 0,
  elapsedMs: 100,
  ending: failures.length > 0 ? "violated" : "held",
  commands: { plug: 10 },
  answers: { "plug/ack": 10 },
  declined: [declined("no")],
  unspoken: [],
  lacks: [],
  rules: [rule],
  failures,
  deviations: [],
  lost: [],
});

test("counts of threads are added up, and of the counterexamples to one rule the shortest is kept", () => {
  const merged = mergeReports([
    report([failure("plug/once", 5), failure("unplug/idle", 2)]),
    report([failure("plug/once", 3)]),
    report([failure("plug/once", 3), failure("unplug/idle", 4)]),
    { ...report([]), declined: [declined("never")], rules: [{ ...rule, judged: false }] },
  ]);
  expect(merged.failures.map((one) => [one.rule, one.story.length])).toEqual([
    ["plug/once", 3],
    ["unplug/idle", 2],
  ]);
  expect(merged).toMatchObject({ ending: "violated", runs: 4, steps: 40, commands: { plug: 40 } });
  expect(merged.rules).toEqual([{ ...rule, premises: 8 }]);
  const reasons = [
    { why: "no", count: 3 },
    { why: "never", count: 1 },
  ];
  expect(merged.declined).toEqual([{ ask: "state", count: 12, reasons }]);
});

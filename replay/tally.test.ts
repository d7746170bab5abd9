import { expect, it } from "vitest";
import { answersOf, countAnswer, mergeTally, openTally, tallyOf, totals } from "./tally.ts";

it("counts per command and answer, and sums", () => {
  const tally = openTally(["plug", "unplug"]);
  countAnswer(tally, "plug", "ack");
  countAnswer(tally, "plug", "ack");
  countAnswer(tally, "plug", "nack");
  countAnswer(tally, "state", "ack");
  tallyOf(tally, "unplug").skipped++;
  expect([...answersOf(tally)]).toEqual([
    ["plug/ack", 2],
    ["plug/nack", 1],
    ["state/ack", 1],
  ]);
  expect(totals(tally)).toEqual({ applied: 4, skipped: 1, declined: 0 });
});

it("adds one tally to another", () => {
  const [into, from] = [openTally(["plug"]), openTally([])];
  countAnswer(into, "plug", "ack");
  countAnswer(from, "plug", "ack");
  countAnswer(from, "plug", "busy");
  countAnswer(from, "read", "value");
  tallyOf(from, "plug").declined = 3;
  mergeTally(into, from);
  expect(into).toEqual({
    plug: { applied: 3, skipped: 0, declined: 3, answers: { ack: 2, busy: 1 } },
    read: { applied: 1, skipped: 0, declined: 0, answers: { value: 1 } },
  });
});

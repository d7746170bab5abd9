import { expect, it } from "vitest";
import {
  answersOf,
  countAnswer,
  countDeclined,
  MOST_REASONS,
  mergeTally,
  openTally,
  tallyOf,
  totals,
} from "./tally.ts";

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
  countDeclined(into, "plug", { why: "no" });
  countDeclined(from, "plug", { why: "never", link: "https://a.example" });
  countDeclined(from, "plug", { why: "no" });
  mergeTally(into, from);
  expect(into).toEqual({
    plug: {
      applied: 3,
      skipped: 0,
      declined: 3,
      answers: { ack: 2, busy: 1 },
      reasons: [
        { why: "no", count: 2 },
        { why: "never", link: "https://a.example", count: 1 },
      ],
    },
    read: { applied: 1, skipped: 0, declined: 0, answers: { value: 1 }, reasons: [] },
  });
});

it("counts why commands were declined, and keeps few of many reasons, none of them long", () => {
  const tally = openTally([]);
  for (let at = 0; at < 3000; at++)
    countDeclined(tally, "drain", { why: `reason ${at % 1000} ${"x".repeat(100_000)}` });
  const [other, linked] = [openTally([]), { why: "no", link: "https://a.example" }];
  for (const link of [linked, linked, { why: "no" }]) countDeclined(other, "drain", link);
  const { declined, reasons } = tallyOf(tally, "drain");
  expect([declined, reasons.length, reasons.map(({ count }) => count)]).toEqual([3000, MOST_REASONS, [3, 3, 3, 3, 3]]);
  expect(JSON.stringify(reasons).length).toBeLessThan(4000);
  expect(tallyOf(other, "drain").reasons).toEqual([
    { ...linked, count: 2 },
    { why: "no", count: 1 },
  ]);
});

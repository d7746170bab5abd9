import { expect, it } from "vitest";
import { openPace, quicken } from "./pace.ts";

it("grows from 64 commands to two thirds of a run while runs are quick", () => {
  const pace = openPace({ steps: 300 });
  const seen = [1, 1, 1000, 1, 999].map((ms) => {
    const { batch } = pace;
    quicken(pace, ms);
    return batch;
  });
  expect([...seen, pace.batch]).toEqual([64, 128, 200, 200, 200, 200]);
});

it("stays where it is while runs are slow, short, or it was told how many", () => {
  const slow = openPace({ steps: 300 });
  quicken(slow, 1000);
  const short = openPace({ steps: 20 });
  quicken(short, 0);
  const told = openPace({ steps: 300, batch: 7 });
  quicken(told, 0);
  expect([slow.batch, short.batch, told.batch]).toEqual([64, 64, 7]);
});

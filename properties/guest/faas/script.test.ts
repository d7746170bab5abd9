import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { guest } from "../../../model/guest/contract.ts";
import { referenceGuest, virtioMemGuest } from "../../../model/guest/reference/reference.ts";
import type { GuestState } from "../../../model/guest/state.ts";
import type { Guest } from "../../../model/guest/vocabulary.ts";
import { openDocket, profilesUpTo } from "../../../model/rule.ts";
import type { ForkableSource } from "../../../model/subject.ts";
import { type RunReport, runScript } from "../../../replay/run.ts";
import type { Script } from "../../../replay/script.ts";
import type { Composable } from "../../compose.ts";
import { diceOf } from "../../dice.ts";
import { guestComposer } from "../composer.ts";
import { functionGuest, paperDay } from "./parameters.ts";
import { faasScript } from "./script.ts";

const suite: Composable<Guest, GuestState> = { contract: guest, composer: guestComposer, reference: referenceGuest };
const days = [
  [768, 9],
  [1536, 9],
  [768, 36],
] as const;

const dayOf = (limit: 768 | 1536, concurrency: number): Script<Guest> =>
  faasScript(suite, diceOf(80, limit + concurrency), { geometry: functionGuest(limit, concurrency), steps: 1500 });

function run(source: ForkableSource<Guest>, profile: string, script: Script<Guest>): RunReport<Guest> {
  const docket = openDocket(guest.rules, { profiles: profilesUpTo(guest.profiles, profile), world: "closed" });
  return runScript(guest, docket, source.boot(script.geometry), script) as RunReport<Guest>;
}

const migrated = ({ steps }: RunReport<Guest>): number =>
  steps.reduce((sum, { answer }) => sum + answer.spent.migrated, 0);

describe.each(days)("a day of functions with %i MiB, at most %i at once", (limit, concurrency) => {
  const script = dayOf(limit, concurrency);
  const report = run(referenceGuest, "hotmem", script);

  test("is as long as asked for, all of it applies, and HotMem moves nothing", () => {
    expect(report.ending).toEqual({ kind: "held" });
    expect([report.steps.length, report.skipped, migrated(report)]).toEqual([1500, 0, 0]);
  });

  test("brings instances and takes their memory back; none needs more than its limit", () => {
    const told = report.steps.flatMap(({ answer }) => answer.events);
    const states = new Set(told.map((event) => (event.kind === "partition" ? event.state : event.kind)));
    for (const state of ["assigned", "free", "unplugging", "empty", "served"]) expect(states).toContain(state);
    expect(states).not.toContain("killed");
    let alive = 0;
    for (const { ask } of report.steps) {
      if (ask.kind === "spawn") alive++;
      if (ask.kind === "exit" || ask.kind === "kill") alive--;
      expect(alive).toBeLessThanOrEqual(concurrency);
    }
  });
});

test("the same dice make the same day", () => {
  expect(dayOf(768, 9)).toEqual(dayOf(768, 9));
});

test("a stock guest gets through the same day, and has to move pages for it", () => {
  const report = run(virtioMemGuest, "virtio-mem", dayOf(1536, 9));
  expect(report.ending).toEqual({ kind: "held" });
  expect(migrated(report)).toBeGreaterThan(0);
});

test("a runtime whose guest is slow races scale-up with scale-down, and still nothing is violated", () => {
  const geometry = functionGuest(768, 9);
  const parameters = { ...paperDay(geometry), pace: 3, keepAlive: 1, burstEvery: 4, warm: 80, scratch: 40 };
  const script = faasScript(suite, diceOf(81, 0), { geometry, steps: 1500, parameters });
  const report = run(referenceGuest, "hotmem", script);
  expect(report.ending).toEqual({ kind: "held" });
  const waited = report.steps.filter(({ answer }) => answer.kind === "waiting").length;
  const killed = report.steps.filter(({ answer }) => answer.kind === "killed").length;
  expect(waited).toBeGreaterThan(10);
  expect(killed).toBeGreaterThan(0);
});

test("the day that README tells of goes as it is told", () => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8").replaceAll(/\s+/g, " ");
  expect(readme).toContain("`faasScript(guestSuite, diceOf(1, 0), { geometry: functionGuest(768, 9), steps: 2000 })`");
  const day = faasScript(suite, diceOf(1, 0), { geometry: functionGuest(768, 9), steps: 2000 });
  const hotmem = run(referenceGuest, "hotmem", day);
  expect([hotmem.ending.kind, migrated(hotmem)]).toEqual(["held", 0]);
  const stock = run(virtioMemGuest, "hotmem", day);
  expect(stock.ending.kind).toBe("violated");
  const [moved, step] = [migrated(stock), stock.steps.length - 1].map((n) => n.toLocaleString("en"));
  expect(readme).toContain(`stock virtio-mem moves ${moved} until it is convicted at step ${step}.`);
});

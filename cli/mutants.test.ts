import { expect, test } from "vitest";
import type { Conviction } from "./convict.ts";
import { codeOf, stepsFor, tellMutants } from "./mutants.ts";

const caught: Conviction = {
  contract: "device",
  mutant: "plugsTwice",
  breaks: "plug/already-plugged",
  verdict: "convicted",
  rule: "plug/already-plugged",
  runs: 2,
  steps: 1234,
  hunts: [1234],
  length: 3,
  elapsedMs: 1500,
  transcript: null,
};
const survived: Conviction = {
  ...caught,
  mutant: "hidesWell",
  verdict: "survived",
  rule: null,
  length: 0,
  hunts: [null, null],
};
const shy: Conviction = { ...caught, mutant: "hidesAtTimes", hunts: [20, null, 10, 30] };
const wrong: Conviction = { ...caught, mutant: "breaksAnother", verdict: "wrong rule", rule: "state/truthful" };
const interrupted: Conviction = { ...caught, verdict: "interrupted", rule: null };

test.each([
  [[caught, caught], 2, 0],
  [[caught, survived], 2, 1],
  [[caught, wrong], 2, 1],
  [[caught, interrupted], 2, 130],
  [[caught], 2, 130],
  [[survived, interrupted], 3, 1],
] as const)("%# exits with the worst of all trials", (convictions, planned, code) => {
  expect(codeOf(convictions, planned)).toBe(code);
});

test("the table names mutant, rule, effort, length and time, and what is wrong in capitals", () => {
  const mutants = [caught, survived, wrong, shy];
  const text = tellMutants({
    hotmem: "0",
    seed: 7,
    mutants,
    planned: 4,
    unproven: ["state/truthful"],
    elapsedMs: 4500,
    exit: 1,
  });
  const lines = text.split("\n").map((line) => line.replace(/ +/g, " ").trim());
  expect(lines).toContain("caught plugsTwice plug/already-plugged 1,234 1,234 3 1.5 s");
  expect(lines).toContain("SURVIVED hidesWell plug/already-plugged - - 0 1.5 s");
  expect(lines).toContain(
    "WRONG RULE breaksAnother state/truthful (built to break plug/already-plugged) 1,234 1,234 3 1.5 s",
  );
  expect(lines).toContain("caught hidesAtTimes plug/already-plugged 20 - 3 1.5 s");
  expect(lines).toContain("hidesAtTimes got away with 1 of 4 seeds");
  expect(lines).toContain("2 of 4 mutants caught in 4.5 s; seed 7");
  expect(lines).toContain("rules without a mutant: state/truthful");
});

test("an interrupted hunt does not pass for a whole one", () => {
  const text = tellMutants({
    hotmem: "0",
    seed: 7,
    mutants: [caught],
    planned: 40,
    unproven: [],
    elapsedMs: 1,
    exit: 130,
  });
  expect(text).toContain("1 of 40 mutants caught");
  expect(text).toContain("interrupted: 39 had no trial");
});

test("percentiles are by nearest rank, and seeds without a failure come last", () => {
  const hunts = Array.from({ length: 20 }, (_, at) => 20 - at);
  expect([stepsFor(hunts, 0.5), stepsFor(hunts, 0.9)]).toEqual(["10", "18"]);
  expect([stepsFor([7], 0.5), stepsFor([7], 0.9)]).toEqual(["7", "7"]);
  expect(stepsFor([...hunts.slice(0, 17), null, null, null], 0.9)).toBe("-");
  expect(stepsFor([...hunts.slice(0, 18), null, null], 0.9)).toBe("20");
});

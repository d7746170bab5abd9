import { describe, expect, test } from "vitest";
import { toyGeometry, toyRules } from "../replay/shrink/toy.test-kit.ts";
import { toySource } from "../replay/shrink/toy-subject.test-kit.ts";
import { campaign } from "./campaign.ts";
import { isBeyond, ownOf, properName, suiteFor } from "./honest.ts";
import { lookedAt } from "./looked-at.ts";
import { namesIn, resolveSource } from "./suites.ts";
import { toySuite } from "./toy.test-kit.ts";

const named = (name: string, source = toySource()) => ({ ...source, name });
const modest = named("reference:modest");
const another = named("reference:another");
const mutant = { breaks: "x/y", profile: "any", story: "" };
const ofReference = { ...mutant, name: "a", source: named("mutant:a") };
const ofModest = { ...mutant, name: "b", source: named("mutant:b"), of: modest };

const suite: typeof toySuite = {
  ...toySuite,
  mechanisms: [
    { source: modest, owes: "any" },
    { source: another, owes: "any" },
  ],
  mutants: [ofReference, ofModest],
};

describe("the reference", () => {
  test("is the mechanism that owes the profile and no more, where there is one", () => {
    expect(ownOf(suite, "strict").source).toBe(suite.reference);
    expect(ownOf(suite, "any").source).toBe(modest);
    expect(ownOf(toySuite, "any").source).toBe(toySuite.reference);
    expect(properName(suite, "reference", "any")).toBe("reference:modest");
    expect(properName(suite, "reference", "strict")).toBe(suite.reference.name);
    expect(properName(suite, "mutant:a", "any")).toBe("mutant:a");
  });

  test("is one of several that can be named, all of them our own", async () => {
    expect(namesIn(suite)).toEqual(["reference", "reference:modest", "reference:another", "mutant:a", "mutant:b"]);
    expect(await resolveSource(suite, "reference:another")).toBe(another);
    for (const own of [modest, another, ofModest.source]) expect(lookedAt(suite, own)).toBe(own);
    const stranger = named("exec:stranger");
    expect(lookedAt(suite, stranger)).not.toBe(stranger);
  });
});

test("a mechanism is measured by more than it owes under a stronger profile only", () => {
  expect([isBeyond(suite, modest, "strict"), isBeyond(suite, modest, "any")]).toEqual([true, false]);
  for (const source of [suite.reference, ofModest.source, named("qemu")])
    expect(isBeyond(suite, source, "strict")).toBe(false);
});

describe("scripts are made against", () => {
  const of = (source: typeof modest, profile: string) => {
    const { reference, owes } = suiteFor(suite, source, profile);
    return [reference.name, owes];
  };
  const strongest = [suite.reference.name, "strict"];

  test.each([
    ["the subject, when it is honest", suite.reference, "any", strongest],
    ["a mechanism", another, "any", ["reference:another", "any"]],
    ["a mechanism that owes less than it is judged by", another, "strict", ["reference:another", "any"]],
    ["what the subject is a mutant of", ofReference.source, "any", strongest],
    ["a mechanism that the subject is a mutant of", ofModest.source, "any", ["reference:modest", "any"]],
    ["such a mechanism under the strongest profile", ofModest.source, "strict", ["reference:modest", "any"]],
    ["the profile's own for a stranger", named("qemu"), "any", ["reference:modest", "any"]],
    ["the reference for a stranger under the strongest profile", named("qemu"), "strict", strongest],
  ])("%s", (_, source, profile, expected) => {
    expect(of(source, profile)).toEqual(expected);
  });
});

describe("a mechanism that breaks what only the strongest profile asks for", () => {
  const plugsTwice = named("reference:plugsTwice", toySource("plugsTwice"));
  const rules = { ...toyRules, "plug/once": { ...toyRules["plug/once"], profile: "strict" } };
  const lenient: typeof toySuite = {
    ...toySuite,
    contract: { ...toySuite.contract, rules },
    mechanisms: [{ source: plugsTwice, owes: "any" }],
  };
  const check = (profile: string) =>
    campaign(lenient, plugsTwice, { profile, base: toyGeometry, seed: 1, runs: 20, steps: 60 });

  test("holds under the profile that it owes, and scripts are made against it", async () => {
    expect(await check("any")).toMatchObject({ ending: "held", runs: 20 });
  });

  test("is convicted under the strongest", async () => {
    const { ending, failures } = await check("strict");
    expect([ending, failures[0]?.violation.rule]).toEqual(["violated", "plug/once"]);
  });
});

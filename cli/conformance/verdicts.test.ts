import { describe, expect, test } from "vitest";
import type { Report } from "../report.ts";
import { missingFor, sayMissing, sayReasons } from "./missing.ts";
import { nextToLearn } from "./next.ts";
import { profileVerdicts } from "./profiles.ts";
import { failureOf, reportOf, ruleCount } from "./report.test-kit.ts";
import { gathered, ruleVerdicts } from "./verdicts.ts";

const verdictOf = (given: Partial<Report>, id: string) => ruleVerdicts(reportOf(given)).find((one) => one.id === id);
const profiles = (given: Partial<Report>) => {
  const report = reportOf(given);
  return profileVerdicts(report, ruleVerdicts(report));
};
const shown = (given: Partial<Report>) => profiles(given).map(({ verdict }) => verdict);
const deviation = {
  rule: "config/constant",
  ask: "config",
  says: "It changes.",
  count: 2,
  today: "occurs",
  finding: "",
} as const;

describe("a rule", () => {
  test("that had something to say and was not broken is held", () => {
    expect(verdictOf({}, "config/constant")).toEqual({ id: "config/constant", verdict: "held" });
  });

  test("that was broken is broken, also where that is on record", () => {
    expect(verdictOf({ failures: [failureOf("config/constant")] }, "config/constant")?.verdict).toBe("broken");
    expect(verdictOf({ deviations: [deviation] }, "config/constant")).toMatchObject({
      verdict: "broken",
      because: "only in ways that are recorded as known deviations",
    });
    expect(verdictOf({ deviations: [{ ...deviation, count: 0 }] }, "config/constant")?.verdict).toBe("held");
  });

  test.each<[string, Partial<Report>, string]>([
    [
      "of a stronger profile",
      { rules: [ruleCount("a/b", { profile: "uapi", inForce: false })] },
      "belongs to profile uapi; this run judged spec",
    ],
    ["that was not asked for", { rules: [ruleCount("a/b", { inForce: false })] }, "left out by --rule"],
    [
      "in a shared world",
      { world: "shared", rules: [ruleCount("a/b", { inForce: false, scope: "closed" })] },
      "can be judged only where nobody else uses the memory",
    ],
    [
      "without lists",
      { rules: [ruleCount("a/b", { judged: false, premises: 0, sees: "lists" })] },
      "needs observe to show free lists, owners and blocks",
    ],
  ])("%s is not judged, and says why", (_, given, because) => {
    expect(verdictOf(given, "a/b")).toEqual({ id: "a/b", verdict: "not judged", because });
  });

  test("is never hit where nothing stood in its way", () => {
    const rules = [ruleCount("config/constant", { premises: 0 })];
    expect(verdictOf({ rules }, "config/constant")?.verdict).toBe("never hit");
    expect(verdictOf({ rules, unspoken: ["plug"] }, "config/constant")?.verdict).toBe("never hit");
    expect(verdictOf({ rules, unspoken: ["config"] }, "config/constant")).toEqual({
      id: "config/constant",
      verdict: "not judged",
      because: "needs config (not among its commands)",
      missing: [["config"]],
    });
  });

  test("that had something to say is judged, whatever the subject is without", () => {
    expect(verdictOf({ unspoken: ["config"] }, "config/constant")?.verdict).toBe("held");
  });
});

describe("a profile", () => {
  test("is held when its rules are, and a stronger one is not shown by that", () => {
    expect(profiles({})).toEqual([
      { profile: "spec", verdict: "held", rules: 2, judged: 2, because: [] },
      {
        profile: "uapi",
        verdict: "not shown",
        rules: 3,
        judged: 2,
        because: ["this run judged spec; --profile uapi judges it"],
      },
    ]);
  });

  test("may be held where a stronger one is broken, and not the other way round", () => {
    const strong = ruleCount("nack/for-over-request", { profile: "uapi" });
    const rules = [ruleCount("config/constant"), strong];
    expect(shown({ profile: "uapi", rules, failures: [failureOf(strong.id)], ending: "violated" })).toEqual([
      "held",
      "broken",
    ]);
    expect(shown({ rules, failures: [failureOf("config/constant")], ending: "violated" })).toEqual([
      "broken",
      "broken",
    ]);
    expect(shown({ profile: "uapi", rules })).toEqual(["held", "held"]);
  });

  test("is held in part by the rules that could be judged, and had something to say", () => {
    const rules = [ruleCount("config/constant"), ruleCount("plug/invalid-range", { premises: 0 })];
    expect(profiles({ rules, unspoken: ["plug"] })[0]).toMatchObject({
      ...{ verdict: "held in part", rules: 2, judged: 1, because: ["1 rule not judged"] },
    });
    const silent = [ruleCount("x/y"), ruleCount("config/constant", { premises: 0 })];
    expect(profiles({ rules: silent })[0]).toMatchObject({ verdict: "held in part", because: ["1 rule never hit"] });
  });

  test.each<[string, Partial<Report>, string]>([
    [
      "no rule was judged",
      { rules: [ruleCount("config/constant", { premises: 0 })], unspoken: ["config"] },
      "none of its rules was judged",
    ],
    ["the run was interrupted", { ending: "interrupted" }, "the run was interrupted"],
    [
      "the subject was lost",
      { ending: "inconclusive", lost: [{ why: "it hung", step: 3 }] },
      "the subject was lost 1 time",
    ],
    [
      "rules were left out",
      { rules: [ruleCount("x/y"), ruleCount("x/z", { inForce: false })] },
      "--rule left out 1 rule",
    ],
  ])("is not shown when %s", (_, given, why) => {
    expect(profiles(given)[0]).toMatchObject({ verdict: "not shown", because: [why] });
  });
});

describe("what is missing", () => {
  const allocator = (given: Partial<Report>) => reportOf({ contract: "allocator", ...given });

  test("is nothing where one way is open", () => {
    expect(missingFor(allocator({ unspoken: ["isolate", "contig-begin"] }), "allocate/isolated")).toEqual([]);
  });

  test("is told with the ways there are and how the subject is without them", () => {
    const report = allocator({ unspoken: ["isolate", "contig-begin", "offline-begin"] });
    const missing = missingFor(report, "allocate/isolated");
    expect(missing).toEqual([["isolate"], ["contig-begin"], ["offline-begin"]]);
    expect(sayMissing(report, missing)).toBe("needs isolate, contig-begin or offline-begin (not among its commands)");
    expect(
      sayMissing(report, [
        ["add", "online"],
        ["add", "remove"],
      ]),
    ).toMatch(/^needs add and online, or add and remove/);
  });

  test("may be a command that is always declined, or a field of the geometry; not one that is declined at times", () => {
    const declined = [{ ask: "allocate", count: 9, reasons: [] }];
    const report = allocator({ declined, commands: { allocate: 0 }, lacks: ["cma"] });
    expect(sayMissing(report, missingFor(report, "allocate/cma"))).toBe(
      "needs allocate (declined every time) and cma (not in its geometry)",
    );
    expect(missingFor(allocator({ declined, commands: { allocate: 1 } }), "allocate/aligned")).toEqual([]);
  });
});

describe("what to learn next", () => {
  const of = (...missing: (readonly (readonly string[])[])[]) =>
    nextToLearn(missing.map((sets, at) => ({ id: `r/${at}`, verdict: "not judged", missing: sets })));

  test("is the command that most rules wait for", () => {
    expect(of([["drain"]], [["observe"]], [["drain"], ["observe"]])).toMatchObject({
      learn: ["drain"],
      rules: ["r/0", "r/2"],
    });
    expect(of([["observe"]], [["drain"]], [["add", "observe"]], [["observe"]])).toEqual({
      learn: ["observe"],
      rules: ["r/0", "r/3"],
    });
  });

  test("is a command rather than a feature, and one rather than two", () => {
    expect(of([["cma"]], [["cma"]], [["drain"]])?.learn).toEqual(["drain"]);
    expect(of([["add", "online"]], [["add", "online"]], [["cma"]])?.learn).toEqual(["cma"]);
    expect(of([["add", "online"]])?.learn).toEqual(["add", "online"]);
  });

  test("is nothing where nothing is missing", () => {
    expect(nextToLearn(ruleVerdicts(reportOf()))).toBeNull();
  });
});

test("reasons are gathered, the largest group first, and only for the verdicts asked for", () => {
  const rule = (id: string, because: string) => ({ id, verdict: "not judged", because }) as const;
  const verdicts = [rule("a", "x"), rule("b", "y"), rule("c", "y"), { id: "d", verdict: "held" } as const];
  expect(gathered(verdicts, ["not judged"])).toEqual([
    { because: "y", rules: ["b", "c"] },
    { because: "x", rules: ["a"] },
  ]);
});

test("reasons that were not kept are counted", () => {
  const reasons = [
    { why: "no", count: 2 },
    { why: "later", link: "https://a.example", count: 1 },
  ];
  expect(sayReasons({ ask: "plug", count: 1003, reasons })).toBe(
    "no; later, https://a.example; and 1,000 times for other reasons",
  );
});

import { describe, expect, it } from "vitest";
import type { Contract, State } from "../model/contract.ts";
import { presets } from "../model/presets.ts";
import { type Docket, ruleTable, weighs } from "../model/rule.ts";
import type { Outcome, SubjectSource } from "../model/subject.ts";
import { illegal, LEGAL } from "../model/verdict.ts";
import type { Transcript } from "./transcript-content.ts";
import { isExpected, judgeTranscript, sayFinding } from "./verdict.ts";
import { replayAgainst, replayTranscript } from "./verdict-asked.ts";

type Now = { readonly kind: "now"; readonly value: number };

/** A counter: `up` adds one, `down` takes one off and may not be asked at 0, `look` looks. */
interface Counter {
  readonly up: { readonly ask: object; readonly answer: Now };
  readonly down: { readonly ask: object; readonly answer: Now };
  readonly look: { readonly ask: object; readonly answer: Now };
}

const rule = (profile: string, scope: "always" | "closed" = "always") =>
  ({ says: "", source: "", alias: [], profile, sees: "answers", scope }) as const;

const rules = ruleTable({
  "count/exact": rule("plain"),
  "count/even-looks": rule("plain"),
  "count/small": rule("strict"),
  "count/alone": rule("plain", "closed"),
});

class Count implements State<Count> {
  readonly docket: Docket;
  value = 0;
  constructor(docket: Docket) {
    this.docket = docket;
  }
  fork(): Count {
    return Object.assign(new Count(this.docket), { value: this.value });
  }
  key = () => String(this.value);
}

const law = (change: number) => ({
  applies: (state: Count) => state.value + change >= 0,
  judge: (state: Count, _: object, { value }: Now) => {
    const expected = state.value + change;
    if (weighs(state.docket, rules["count/exact"]) && value !== expected) {
      return illegal(rules["count/exact"], `${value} instead of ${expected}`);
    }
    if (change === 0 && weighs(state.docket, rules["count/even-looks"]) && value % 2 !== 0) {
      return illegal(rules["count/even-looks"], `${value} is odd`);
    }
    if (weighs(state.docket, rules["count/small"]) && value > 2) return illegal(rules["count/small"], `${value}`);
    state.value = value;
    return LEGAL;
  },
  answers: () => [],
});

const counter: Contract<Counter, Count> = {
  name: "device",
  profiles: ["plain", "strict"],
  rules,
  leftOut: [],
  laws: { up: law(1), down: law(-1), look: law(0) },
  begin: (_, docket) => new Count(docket),
  sayAsk: ({ kind }) => kind,
  sayAnswer: (_, { value }) => `now ${value}`,
};

type Word = keyof Counter;

/** A recorded run: words and what was answered. */
const recorded = (
  rule: string | undefined,
  steps: readonly (readonly [Word, number])[],
  more: Partial<Transcript<Counter>> = {},
): Transcript<Counter> => ({
  id: "0123456789abcdef",
  contract: "device",
  profile: "plain",
  subject: "toy",
  title: "",
  expects: rule === undefined ? "held" : "violated",
  ...(rule === undefined ? {} : { rule }),
  geometry: presets.tiny,
  steps: steps.map(([kind, value]) => ({ ask: { kind }, answer: { kind: "now", value } })),
  ...more,
});

interface Toy extends SubjectSource<Counter> {
  stopped: number;
}

/** A subject that answers by a function of its count and of the command. */
const toy = (
  answer: (count: number, kind: Word) => Outcome<Now> | number,
  more: Partial<SubjectSource<Counter>> = {},
): Toy => ({
  name: "toy",
  version: "toy 1",
  world: "closed",
  speaks: new Set<Word>(["up", "down", "look"]),
  adapt: (geometry) => geometry,
  boot() {
    let count = 0;
    return {
      perform({ kind }) {
        count += kind === "up" ? 1 : kind === "down" ? -1 : 0;
        const said = answer(count, kind);
        const outcome =
          typeof said === "number" ? ({ kind: "answered", answer: { kind: "now", value: said } } as const) : said;
        return Promise.resolve(outcome);
      },
      stop: () => {
        this.stopped++;
      },
    };
  },
  close: () => {},
  stopped: 0,
  ...more,
});

const honest = toy((count) => count);
const skewed = toy((count, kind) => (kind === "up" ? count + 1 : count));
const exact = "count/exact";

const wrongUp = recorded(exact, [
  ["up", 1],
  ["up", 3],
]);

describe("judging the recorded answers", () => {
  it("still finds the violation", () => {
    expect(judgeTranscript(counter, wrongUp)).toEqual({
      kind: "still violated",
      step: 1,
      violation: { rule: exact, because: "3 instead of 2" },
    });
  });

  it("finds it behind the violation of another rule", () => {
    const run = recorded(exact, [
      ["up", 1],
      ["look", 1],
      ["up", 3],
    ]);
    expect(judgeTranscript(counter, run)).toMatchObject({ kind: "still violated", step: 2 });
  });

  it("says that it is fixed, and how often the rule had something to say", () => {
    expect(
      judgeTranscript(
        counter,
        recorded(exact, [
          ["up", 1],
          ["up", 2],
        ]),
      ),
    ).toEqual({ kind: "fixed", skipped: 0, premises: 2 });
    const never = judgeTranscript(counter, recorded("count/even-looks", [["up", 1]]));
    expect(sayFinding(never)).toBe("fixed; the rule had nothing to say");
  });

  it("says that another rule is violated", () => {
    expect(
      judgeTranscript(
        counter,
        recorded(exact, [
          ["up", 1],
          ["look", 1],
        ]),
      ),
    ).toEqual({
      kind: "violated differently",
      step: 1,
      violation: { rule: "count/even-looks", because: "1 is odd" },
    });
  });

  it("judges by the profile of the transcript", () => {
    const steps = [
      ["up", 1],
      ["up", 2],
      ["up", 3],
    ] as const;
    expect(judgeTranscript(counter, recorded(exact, steps)).kind).toBe("fixed");
    expect(judgeTranscript(counter, recorded(exact, steps, { profile: "strict" })).kind).toBe("violated differently");
  });

  it("says where a command does not apply", () => {
    expect(
      judgeTranscript(
        counter,
        recorded(exact, [
          ["up", 1],
          ["down", 0],
          ["down", 0],
        ]),
      ),
    ).toEqual({
      kind: "not well-formed",
      step: 2,
      why: "down: this does not apply here",
    });
  });

  it("never takes a rule that cannot be judged for fixed", () => {
    const why = (rule: string, world?: "shared") =>
      sayFinding(judgeTranscript(counter, recorded(rule, [["up", 1]]), world));
    expect(why("count/gone")).toBe(
      "not well-formed at step 0: contract device has no rule count/gone; it was renamed or removed",
    );
    expect(why("toString")).toContain("has no rule toString");
    expect(why("count/small")).toBe(
      "not well-formed at step 0: rule count/small belongs to profile strict, not to plain",
    );
    expect(why("count/alone", "shared")).toBe(
      "inconclusive at step 0: rule count/alone is judged only where nobody else allocates",
    );
  });

  it("tells held from violated when no violation is expected", () => {
    const held = recorded(undefined, [["up", 1]]);
    const broken = recorded(undefined, [["up", 2]]);
    expect([judgeTranscript(counter, held).kind, judgeTranscript(counter, broken).kind]).toEqual(["held", "violated"]);
    expect(isExpected(held, judgeTranscript(counter, held))).toBe(true);
    expect(isExpected(broken, judgeTranscript(counter, broken))).toBe(false);
  });
});

describe("asking a subject again", () => {
  it("still finds the violation, though the answers are others", async () => {
    const finding = await replayAgainst(counter, wrongUp, skewed);
    expect(sayFinding(finding)).toBe("still violated at step 0: count/exact: 2 instead of 1");
  });

  it("says that it is fixed", async () => {
    expect(await replayAgainst(counter, wrongUp, honest)).toEqual({ kind: "fixed", skipped: 0, premises: 2 });
  });

  it("skips commands that no longer apply", async () => {
    const run = recorded(exact, [
      ["up", 2],
      ["down", 1],
      ["down", 0],
    ]);
    const finding = await replayAgainst(counter, run, honest);
    expect(sayFinding(finding)).toBe("fixed; commands that no longer applied: 1");
  });

  it("says that another rule is violated", async () => {
    const finding = await replayAgainst(
      counter,
      recorded(exact, [
        ["up", 5],
        ["look", 5],
      ]),
      honest,
    );
    expect(sayFinding(finding)).toBe("violated differently at step 1: count/even-looks: 1 is odd");
  });

  it("tells held from violated when no violation is expected", async () => {
    const run = recorded(undefined, [["up", 1]]);
    expect((await replayAgainst(counter, run, honest)).kind).toBe("held");
    expect((await replayAgainst(counter, run, skewed)).kind).toBe("violated");
  });

  it("learns nothing from a subject that is lost, that declines, or that cannot have the geometry", async () => {
    const say = async (source: Toy) => sayFinding(await replayAgainst(counter, wrongUp, source));
    expect(await say(toy(() => ({ kind: "lost", why: "it crashed" })))).toBe("inconclusive at step 0: it crashed");
    expect(await say(toy(() => ({ kind: "declined", why: "no" })))).toBe(
      "inconclusive at step 0: toy declined 2 of 2 commands",
    );
    expect(await say(toy((count) => count, { adapt: () => ({ refused: "too small" }) }))).toBe(
      "inconclusive at step 0: toy refuses the geometry: too small",
    );
    expect(await say(toy((count) => count, { adapt: () => presets.small }))).toBe(
      "inconclusive at step 0: toy cannot have the geometry of the transcript",
    );
  });

  it("stops the subject, also when it throws", async () => {
    const source = toy(() => {
      throw new Error("a bug in the adapter");
    });
    await expect(replayAgainst(counter, wrongUp, source)).rejects.toThrow("a bug in the adapter");
    expect(source.stopped).toBe(1);
  });
});

describe("replaying", () => {
  it("is as expected when every finding is", async () => {
    expect((await replayTranscript(counter, wrongUp)).asExpected).toBe(true);
    expect((await replayTranscript(counter, wrongUp, skewed)).asExpected).toBe(true);
    const fixed = await replayTranscript(counter, wrongUp, honest);
    expect([fixed.recorded.kind, fixed.asked?.kind, fixed.asExpected]).toEqual(["still violated", "fixed", false]);
  });

  it("never asks what is not well-formed", async () => {
    const replay = await replayTranscript(
      counter,
      recorded(exact, [["down", 0]]),
      toy(() => ({ kind: "lost", why: "asked" })),
    );
    expect(replay.asked).toBeUndefined();
    expect(replay.asExpected).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { State, Step, Vocabulary } from "../model/contract.ts";
import { presets } from "../model/presets.ts";
import { sealTranscript } from "../replay/transcript.ts";
import { judgeTranscript } from "../replay/verdict.ts";
import { stepsOf } from "../wire/arbitrary.test-kit.ts";
import { decodeStep, encodeStep } from "../wire/step.ts";
import { composeScript } from "./compose.ts";
import { diceOf } from "./dice.ts";
import type { Suite } from "./suite.ts";
import { contractNames, withSuite } from "./suites.ts";

/** What the reference answers to a generated script. */
function honestRun<V extends Vocabulary<V>, S extends State<S>>(suite: Suite<V, S>, seed: number): readonly Step<V>[] {
  const { commands } = composeScript(suite, diceOf(seed, 0), { geometry: presets.tiny, steps: 40 });
  const subject = suite.reference.boot(presets.tiny);
  return commands.flatMap((ask) => {
    const outcome = subject.perform(ask);
    return outcome.kind === "answered" ? [{ ask, answer: outcome.answer }] : [];
  });
}

/** Judges honest runs in which one step, or one answer, is exchanged for any other that the schema admits. */
function judgeForged<V extends Vocabulary<V>, S extends State<S>>(suite: Suite<V, S>, runs: number): Set<string> {
  const { contract, wire } = suite;
  const kinds = new Set<string>();
  const forged = fc.tuple(fc.nat(1000), fc.nat(39), fc.array(stepsOf(wire), { minLength: 1, maxLength: 30 }));
  fc.assert(
    fc.property(forged, ([seed, at, strangers]) => {
      const steps = [...honestRun(suite, seed)];
      const mine = steps[at % steps.length] as Step<V>;
      const alike = strangers.find(({ ask }) => ask.kind === mine.ask.kind);
      const forgery = alike === undefined ? (strangers[0] as Step<V>) : { ask: mine.ask, answer: alike.answer };
      steps[at % steps.length] = forgery;
      const read = decodeStep(wire, JSON.parse(JSON.stringify(encodeStep(wire, forgery))));
      expect("error" in read).toBe(false);
      const profile = contract.profiles.at(-1) as string;
      const header = { contract: contract.name, profile, subject: "x", title: "x", geometry: presets.tiny, steps };
      kinds.add(judgeTranscript(contract, sealTranscript<V>({ ...header, expects: "held" })).kind);
    }),
    { numRuns: runs, seed: 1 },
  );
  return kinds;
}

describe.each(contractNames)("transcripts of the %s that somebody edited by hand", (name) => {
  it("are judged, or said not to be well-formed, and never make a law throw", () => {
    const kinds = withSuite(name, (suite) => judgeForged(suite, 400));
    expect([...kinds]).toEqual(expect.arrayContaining(["not well-formed", "violated"]));
  });
});

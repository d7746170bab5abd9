import type { State, Vocabulary } from "../../model/contract.ts";
import { type Geometry, totalFrames } from "../../model/geometry.ts";
import { openDocket, profilesUpTo } from "../../model/rule.ts";
import { type RunReport, runScript } from "../../replay/run.ts";
import type { Script } from "../../replay/script.ts";
import { shrinkScript } from "../../replay/shrink/shrink.ts";
import { composeScript } from "../compose.ts";
import { diceOf } from "../dice.ts";
import { suiteFor } from "../honest.ts";
import type { Mutant } from "../mutants/mutant.ts";
import type { Suite } from "../suite.ts";
import { search } from "./search.ts";

/** How a shrunk counterexample compares with an exhaustive search on the same guest. */
export interface Comparison {
  readonly mutant: string;
  readonly shrunk: number;
  /** `shortest`: no shorter script of enumerated commands breaks the rule; `unsettled`: too many states to tell. */
  readonly verdict: "shortest" | "unsettled" | { readonly shorter: readonly string[] };
  readonly states: number;
}

/** Most distinct states a comparison may visit. */
const STATES = 60_000;

/** Finds, shrinks, and then looks exhaustively for something shorter. Null when nothing was found within `runs`. */
export async function compareWithShortest<V extends Vocabulary<V>, S extends State<S>>(
  all: Suite<V, S>,
  mutant: Mutant<V>,
  base: Geometry,
  runs: number,
): Promise<Comparison | null> {
  const suite = suiteFor(all, mutant.source, mutant.profile);
  const failing = hunt(suite, mutant, base, runs);
  if (failing === null) return null;
  const { profile } = mutant;
  const { script } = await shrinkScript(suite, { ...failing, profile }, (geometry) => mutant.source.boot(geometry), {
    // As campaigns do: what they tell people is what has to be short.
    again: (geometry, attempt) => composeScript(suite, diceOf(8, attempt), { geometry, steps: 50 }),
  });
  const depth = script.commands.length - 1;
  if (!isTiny(script.geometry)) return { mutant: mutant.name, shrunk: depth + 1, states: 0, verdict: "unsettled" };
  const options = { profile, rule: failing.rule, depth, states: STATES };
  const result = search(suite, mutant.source, script.geometry, options);
  const found = { mutant: mutant.name, shrunk: script.commands.length, states: result.states };
  switch (result.kind) {
    case "none":
      return { ...found, verdict: "shortest" };
    case "gave-up":
      return { ...found, verdict: "unsettled" };
    case "found":
      return { ...found, verdict: { shorter: result.commands.map((ask) => suite.contract.sayAsk(ask)) } };
  }
}

/** Small enough for every command to be enumerated. */
const isTiny = (geometry: Geometry): boolean => totalFrames(geometry) <= 64 && geometry.device.regionBlocks <= 64;

function hunt<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  { source, needs, profile }: Mutant<V>,
  base: Geometry,
  runs: number,
): { readonly script: Script<V>; readonly rule: string } | null {
  const { contract, composer } = suite;
  const profiles = profilesUpTo(contract.profiles, profile);
  for (let run = 0; run < runs; run++) {
    const dice = diceOf(7, run);
    const script = composeScript(suite, dice, { geometry: { ...composer.geometry(dice, base), ...needs }, steps: 60 });
    const docket = openDocket(contract.rules, { profiles, world: source.world });
    const report = runScript(contract, docket, source.boot(script.geometry), script) as RunReport<V>;
    if (report.ending.kind === "violated") return { script, rule: report.ending.violation.rule };
  }
  return null;
}

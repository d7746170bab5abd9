import { allocator } from "../../model/allocator/contract.ts";
import { referenceAllocator } from "../../model/allocator/reference/reference.ts";
import type { AllocatorState } from "../../model/allocator/state.ts";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import { type Answer, applies, type Command, judge, type Kind, type Law } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { type Docket, openDocket } from "../../model/rule.ts";
import type { Dice } from "../composer.ts";
import { listed } from "../listed.test-kit.ts";
import { allocatorComposer } from "./composer.ts";

export const kinds = Object.keys(allocatorComposer.weights) as readonly Kind<Allocator>[];
const weights = kinds.map((kind) => allocatorComposer.weights[kind]);
const total = weights.reduce((sum, weight) => sum + weight, 0);

export function anyKind(dice: Dice): Kind<Allocator> {
  let left = dice.below(total);
  const at = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return kinds[at] as Kind<Allocator>;
}

/** Answers of one law, at most `most` of them. */
export function someAnswers(
  state: AllocatorState,
  ask: Command<Allocator>,
  most: number,
): readonly Answer<Allocator>[] {
  const law = allocator.laws[ask.kind] as Law<Allocator, Kind<Allocator>, AllocatorState>;
  const found: Answer<Allocator>[] = [];
  for (const answer of listed(law, state, ask)) {
    found.push(answer);
    if (found.length >= most) break;
  }
  return found;
}

/** Walks through states by composed commands and any legal answers: no subject, only the laws. */
export function walk(
  dice: Dice,
  geometry: Geometry,
  steps: number,
  visit: (state: AllocatorState, ask: Command<Allocator>, answer?: Answer<Allocator>) => void,
): AllocatorState {
  const docket = openDocket(allocator.rules, { profiles: ["any", "linux"], world: "closed" });
  const state = allocator.begin(geometry, docket);
  for (let step = 0; step < steps; step++) {
    const ask = allocatorComposer.propose(anyKind(dice), state, dice);
    if (ask === null) continue;
    const answers = applies(allocator.laws, state, ask) ? someAnswers(state, ask, 60) : [];
    const answer = answers.length === 0 ? undefined : dice.pick(answers);
    visit(state, ask, answer);
    if (answer !== undefined) judge(allocator.laws, state, { ask, answer });
  }
  return state;
}

/** Asks the reference what is composed and judges its answers; throws at the first that breaks a rule. */
export function converse(
  dice: Dice,
  geometry: Geometry,
  steps: number,
  visit: (state: AllocatorState, ask: Command<Allocator>) => void,
  docket: Docket = openDocket(allocator.rules, { profiles: ["any", "linux"], world: "closed" }),
): AllocatorState {
  const state = allocator.begin(geometry, docket);
  const subject = referenceAllocator.boot(geometry);
  for (let step = 0; step < steps; step++) {
    const ask = allocatorComposer.propose(anyKind(dice), state, dice);
    if (ask === null) continue;
    visit(state, ask);
    if (!applies(allocator.laws, state, ask)) continue;
    const outcome = subject.perform(ask);
    if (outcome.kind !== "answered") throw new Error(`${allocator.sayAsk(ask)}: ${outcome.kind}, ${outcome.why}`);
    const verdict = judge(allocator.laws, state, { ask, answer: outcome.answer });
    if (verdict.kind === "legal") continue;
    const said = `${allocator.sayAsk(ask)}: ${allocator.sayAnswer(ask, outcome.answer)}`;
    throw new Error(
      `step ${step}, ${said}; ${verdict.violation.rule}: ${verdict.violation.because}; ${JSON.stringify(geometry)}`,
    );
  }
  return state;
}

import {
  type Command,
  type Contract,
  judge,
  type Kind,
  type State,
  type Step,
  type Vocabulary,
} from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import { type Docket, openDocket, profilesUpTo } from "../model/rule.ts";
import type { ForkableSource } from "../model/subject.ts";
import type { Violation } from "../model/verdict.ts";
import type { Script } from "../replay/script.ts";
import type { Composer, Dice, Mood } from "./composer.ts";
import { drawMood, type MoodTable, moodTable } from "./moods.ts";

/** What generation needs of a suite. */
export interface Composable<V extends Vocabulary<V>, S extends State<S>> {
  readonly contract: Contract<V, S>;
  readonly composer: Composer<V, S>;
  readonly reference: ForkableSource<V>;
  /** The strongest profile that this reference owes; absent means the strongest there is. */
  readonly owes?: string;
}

/** What a composed script is made for. */
export interface ComposeOptions<V extends Vocabulary<V>> {
  readonly geometry: Geometry;
  /** Commands to make; fewer only when nothing at all can be asked any more. */
  readonly steps: number;
  /** Kinds to use; absent means all. */
  readonly among?: ReadonlySet<Kind<V>>;
  /** Absent: drawn anew. */
  readonly mood?: Mood<V>;
  /** From {@link generationDocket}; whoever makes many scripts opens it once. */
  readonly docket?: Docket;
}

/** A shape to try: the base itself in one of four runs, else what the composer draws around it. */
export function drawGeometry<V extends Vocabulary<V>, S extends State<S>>(
  { composer }: Composable<V, S>,
  dice: Dice,
  base: Geometry,
): Geometry {
  return dice.chance(1, 4) ? base : composer.geometry(dice, base);
}

/** Draws before every kind is tried in turn. */
const PATIENCE = 24;

/** Every rule in force that the reference owes. */
export function generationDocket<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  owes = contract.profiles.at(-1) as string,
): Docket {
  return openDocket(contract.rules, { profiles: profilesUpTo(contract.profiles, owes), world: "closed" });
}

/**
 * Makes a script for a guest of this geometry. Each command is proposed for the state in which an honest subject would
 * find itself: the specification's, moved on by the reference's answers.
 *
 * @throws {ReferenceBroken} when the reference breaks a rule, which is a bug of this project
 */
export function composeScript<V extends Vocabulary<V>, S extends State<S>>(
  { contract, composer, reference, owes }: Composable<V, S>,
  dice: Dice,
  options: ComposeOptions<V>,
): Script<V> {
  const { geometry, steps } = options;
  const state = contract.begin(geometry, options.docket ?? generationDocket(contract, owes));
  const subject = reference.boot(geometry);
  const table = moodTable(options.mood ?? drawMood(composer, dice, options.among));
  const commands: Command<V>[] = [];
  const asked: Step<V>[] = [];
  while (commands.length < steps) {
    const ask = proposeSome(composer, table, state, dice);
    if (ask === null) break;
    commands.push(ask);
    const outcome = subject.perform(ask);
    if (outcome.kind === "declined") continue;
    if (outcome.kind === "lost") throw new Error(`the reference was lost at ${contract.sayAsk(ask)}: ${outcome.why}`);
    const step = { ask, answer: outcome.answer };
    asked.push(step);
    const verdict = judge(contract.laws, state, step);
    if (verdict.kind === "illegal")
      throw new ReferenceBroken(contract, { geometry, commands }, asked, verdict.violation);
  }
  return { geometry, commands };
}

/** A sequel where there is one, else a command of a drawn kind, else of any; null when nothing at all can be asked any more. */
export function proposeSome<V extends Vocabulary<V>, S extends State<S>>(
  composer: Composer<V, S>,
  table: MoodTable<V>,
  state: S,
  dice: Dice,
): Command<V> | null {
  const next = composer.sequel?.(state, dice) ?? null;
  if (next !== null && table.kinds.includes(next.kind as Kind<V>)) return next;
  for (let attempt = 0; attempt < PATIENCE; attempt++) {
    const ask = composer.propose(table.draw(dice), state, dice);
    if (ask !== null) return ask;
  }
  for (const kind of table.kinds) {
    const ask = composer.propose(kind, state, dice);
    if (ask !== null) return ask;
  }
  return null;
}

/** Reference and specification contradict one another, so one of them is wrong. The message is the whole transcript. */
export class ReferenceBroken<V extends Vocabulary<V>, S extends State<S>> extends Error {
  override readonly name = "ReferenceBroken";
  readonly script: Script<V>;
  readonly violation: Violation;

  constructor(contract: Contract<V, S>, script: Script<V>, steps: readonly Step<V>[], violation: Violation) {
    const said = steps.map(({ ask, answer }) => `${contract.sayAsk(ask)}: ${contract.sayAnswer(ask, answer)}`);
    const lines = said.map((line, i) => `${i}. ${line}`);
    const geometry = JSON.stringify(script.geometry);
    super(
      [`the reference broke ${violation.rule}: ${violation.because}`, ...lines, `geometry: ${geometry}`].join("\n"),
    );
    this.script = script;
    this.violation = violation;
  }
}

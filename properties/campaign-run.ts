import { checkGeometry } from "../model/check-geometry.ts";
import type { Kind, State, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import type { Docket } from "../model/rule.ts";
import { CannotStart, type Subject, type SubjectSource } from "../model/subject.ts";
import type { Excuse } from "../replay/judge-step.ts";
import { type RunReport, runScript } from "../replay/run.ts";
import type { Script } from "../replay/script.ts";
import { mergeTally, openTally, type Tally } from "../replay/tally.ts";
import { type Composable, composeScript, drawGeometry } from "./compose.ts";
import type { Dice } from "./composer.ts";
import { diceOf } from "./dice.ts";
import { notStarted } from "./not-started.ts";
import { type Pace, quicken } from "./pace.ts";

/** What all runs of a campaign share. */
export interface RunPlan<V extends Vocabulary<V>, S extends State<S>> {
  readonly suite: Composable<V, S>;
  readonly source: SubjectSource<V>;
  readonly base: Geometry;
  readonly needs: Partial<Geometry>;
  readonly seed: number;
  readonly steps: number;
  readonly pace: Pace;
  /** How many more runs may be repeated because the subject was asked ahead; then it is not asked ahead any more. */
  readonly ahead: { left: number };
  readonly excuse: Excuse<V> | undefined;
  /** For the specification that generation runs along. */
  readonly generation: Docket;
  /** For judging the subject. */
  readonly docket: Docket;
  readonly tally: Tally;
}

/** A run and what came of it. */
export interface DoneRun<V extends Vocabulary<V>> {
  readonly script: Script<V>;
  readonly report: RunReport<V>;
}

/** A run that is to be made. */
export interface PlannedRun<V extends Vocabulary<V>> {
  readonly geometry: Geometry;
  /** Composed when it is first asked for. @throws {ReferenceBroken} */
  readonly script: () => Script<V>;
}

/** Run number `index`, which depends on nothing but the seed and its number. @throws {CannotStart} */
export function planRun<V extends Vocabulary<V>, S extends State<S>>(
  plan: RunPlan<V, S>,
  index: number,
): PlannedRun<V> {
  const { suite, source, steps, generation: docket } = plan;
  const dice = diceOf(plan.seed, index);
  const geometry = shape(plan, dice);
  const among: ReadonlySet<Kind<V>> = source.speaks;
  let script: Script<V> | undefined;
  return {
    geometry,
    script: () => {
      script ??= composeScript(suite, dice, { geometry, steps, among, docket });
      return script;
    },
  };
}

/** A run by its number, with what it is to be where that is known already. */
export interface NumberedRun<V extends Vocabulary<V>> {
  readonly index: number;
  readonly planned?: PlannedRun<V>;
}

/** Composes a run before its turn. What goes wrong is not known then: it will happen again when the run has its turn. */
export function planAhead<V extends Vocabulary<V>, S extends State<S>>(
  plan: RunPlan<V, S>,
  index: number,
): NumberedRun<V> {
  try {
    const planned = planRun(plan, index);
    planned.script();
    return { index, planned };
  } catch {
    return { index };
  }
}

/**
 * Makes a run.
 *
 * @param meanwhile called once while the subject is busy, where it answers later
 */
export async function performRun<V extends Vocabulary<V>, S extends State<S>>(
  plan: RunPlan<V, S>,
  planned: PlannedRun<V>,
  meanwhile: () => void,
): Promise<DoneRun<V>> {
  const { source, pace } = plan;
  const { geometry } = planned;
  const booted = source.boot(geometry);
  // Unless it is composed already: while the subject starts, where starting takes time.
  const script = await orStop(booted, planned.script);
  const begun = performance.now();
  const asked = await ask(plan, booted, script, pace.batch, meanwhile);
  const { report } = asked;
  const { ending, outran } = report;
  if (outran) plan.ahead.left--;
  quicken(pace, performance.now() - begun);
  if (!asked.batched || ending.kind !== "inconclusive") {
    count(plan, asked);
    return { script, report };
  }
  // A batch that ran ahead of what applies, or in which the subject was lost, is repeated one command at a time, against a
  // fresh subject.
  try {
    const again = await ask(plan, source.boot(geometry), script, 1);
    count(plan, again);
    const { report: slow } = again;
    if (outran || slow.ending.kind !== "held") return { script, report: slow };
    const why = `${ending.why}; asked one command at a time, it was not lost`;
    return { script, report: { ...slow, ending: { ...ending, why } } };
  } catch (error) {
    count(plan, asked);
    return { script, report: { ...report, ending: { kind: "inconclusive", step: 0, ...notStarted(error) } } };
  }
}

type Booted<V extends Vocabulary<V>> = Subject<V> | Promise<Subject<V>>;

/** What `make` returns; when it throws, the subject is stopped first. */
async function orStop<V extends Vocabulary<V>, T>(booted: Booted<V>, make: () => T): Promise<T> {
  try {
    return make();
  } catch (error) {
    await (await booted).stop();
    throw error;
  }
}

/** What asking a subject the commands of a run came to, and the counts of it alone. */
interface Asked<V extends Vocabulary<V>> {
  readonly report: RunReport<V>;
  /** Whether several commands were asked at a time. */
  readonly batched: boolean;
  readonly tally: Tally;
  readonly premises: Docket["premises"];
}

/** Adds the counts of a run to those of the campaign: of one that is repeated either time, but not both. */
function count<V extends Vocabulary<V>, S extends State<S>>(
  { tally, docket }: RunPlan<V, S>,
  { tally: counts, premises }: Asked<V>,
): void {
  mergeTally(tally, counts);
  for (let rule = 0; rule < premises.length; rule++)
    docket.premises[rule] = (docket.premises[rule] ?? 0) + (premises[rule] ?? 0);
}

async function ask<V extends Vocabulary<V>, S extends State<S>>(
  { suite, source, docket: { inForce, premises: all }, excuse, ahead: { left } }: RunPlan<V, S>,
  booted: Booted<V>,
  script: Script<V>,
  batch: number,
  meanwhile: () => void = () => {},
): Promise<Asked<V>> {
  const subject = booted instanceof Promise ? await booted : booted;
  const tally = openTally([]);
  const docket: Docket = { inForce, premises: new Float64Array(all.length) };
  try {
    const ahead = source.takesAhead === true && left > 0;
    const atOnce = Math.min(batch, subject.atOnce ?? batch);
    const options = { tally, batch: atOnce, ahead, ...(excuse === undefined ? {} : { excuse }) };
    const running = runScript(suite.contract, docket, subject, script, options);
    if (running instanceof Promise) meanwhile();
    const report = running instanceof Promise ? await running : running;
    return { report, batched: batch > 1 && subject.performAll !== undefined, tally, premises: docket.premises };
  } finally {
    await subject.stop();
  }
}

/** A geometry for this run that is possible, has what the subject under test needs, and that the subject can have. */
function shape<V extends Vocabulary<V>, S extends State<S>>(plan: RunPlan<V, S>, dice: Dice): Geometry {
  const { suite, source, base, needs } = plan;
  for (const wish of [drawGeometry(suite, dice, base), base]) {
    const geometry = { ...wish, ...needs };
    const adapted = checkGeometry(geometry) === null ? source.adapt(geometry) : null;
    if (adapted !== null && !("refused" in adapted)) return adapted;
  }
  const adapted = source.adapt({ ...base, ...needs });
  const why = checkGeometry({ ...base, ...needs }) ?? ("refused" in adapted ? adapted.refused : "");
  throw new CannotStart(`${source.name} cannot have this geometry: ${why}`);
}

import * as fc from "fast-check";
import { checkGeometry } from "../model/check-geometry.ts";
import type { Command, Kind, State, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import type { Script } from "../replay/script.ts";
import { cutShort } from "../replay/shrink/delete.ts";
import type { Context, Pass } from "../replay/shrink/pass.ts";
import { coarsePasses, finePasses } from "../replay/shrink/passes.ts";
import { isObject } from "../wire/codec.ts";
import { flawIn } from "../wire/flaw.ts";
import { decodeGeometry } from "../wire/geometry.ts";
import type { WireContract } from "../wire/schema.ts";
import { shapeOf } from "../wire/shape.ts";
import { type Composable, composeScript, drawGeometry, generationDocket } from "./compose.ts";
import { diceFrom } from "./dice.ts";

/** What a suite must have so that scripts can be generated and shrunk. */
export interface Scriptable<V extends Vocabulary<V>, S extends State<S>> extends Composable<V, S> {
  readonly wire: WireContract<V>;
}

/** What generated scripts are like. */
export interface ScriptOptions<V extends Vocabulary<V>> {
  /** How large the guests are; some runs have exactly this shape. */
  readonly base: Geometry;
  /** Commands of a script. */
  readonly steps: number;
  /** Kinds to use; absent means all. */
  readonly among?: ReadonlySet<Kind<V>>;
}

/**
 * Scripts for `fc.assert`: state-aware, every run in its own mood, and shrunk by the passes of `hotmem shrink`. Values
 * print as one command a line.
 *
 * @throws when the options make no sense; one sentence
 */
export function scripts<V extends Vocabulary<V>, S extends State<S>>(
  suite: Scriptable<V, S>,
  options: ScriptOptions<V>,
): fc.Arbitrary<Script<V>> {
  const wrong = misuse(suite, options);
  if (wrong !== null) throw new Error(`scripts: ${wrong}`);
  return new Scripts(suite, options);
}

/** What is wrong with the options; without this the reference would be blamed for it. */
function misuse<V extends Vocabulary<V>, S extends State<S>>(
  { wire }: Scriptable<V, S>,
  { base, steps, among }: ScriptOptions<V>,
): string | null {
  const impossible = checkGeometry(base);
  if (impossible !== null) return `base: ${impossible}`;
  if (!Number.isSafeInteger(steps) || steps < 1) return `steps is ${steps}; give a whole number from 1 on`;
  const stranger = among === undefined ? undefined : [...among].find((kind) => !Object.hasOwn(wire, kind));
  if (stranger !== undefined) return `among: ${stranger} is no command; there are ${Object.keys(wire).join(", ")}`;
  return among?.size === 0 ? "among is empty; name a command, or leave it out" : null;
}

/** fast-check's extension point is a class. */
class Scripts<V extends Vocabulary<V>, S extends State<S>> extends fc.Arbitrary<Script<V>> {
  private readonly suite: Scriptable<V, S>;
  private readonly options: ScriptOptions<V>;

  constructor(suite: Scriptable<V, S>, options: ScriptOptions<V>) {
    super();
    this.suite = suite;
    this.options = options;
  }

  override generate(random: fc.Random): fc.Value<Script<V>> {
    const { base, ...rest } = this.options;
    const dice = diceFrom(random);
    const geometry = drawGeometry(this.suite, dice, base);
    const docket = generationDocket(this.suite.contract);
    return this.offer(composeScript(this.suite, dice, { ...rest, geometry, docket }), 0);
  }

  override canShrinkWithoutContext(value: unknown): value is Script<V> {
    if (!isObject(value) || !Array.isArray(value["commands"])) return false;
    if ("error" in decodeGeometry(value["geometry"])) return false;
    return value["commands"].every((ask) => isCommand(this.suite.wire, ask));
  }

  override shrink(script: Script<V>, context: unknown): fc.Stream<fc.Value<Script<V>>> {
    return new fc.Stream(this.candidates(script, typeof context === "number" ? context : 0));
  }

  /**
   * All candidates, beginning with the pass that succeeded last: fast-check asks again after each success, and what the
   * passes before it had to offer has just been turned down.
   */
  private *candidates(script: Script<V>, from: number): IterableIterator<fc.Value<Script<V>>> {
    const passes: readonly Pass<V>[] = [cutShort, ...coarsePasses<V>(), ...finePasses<V>()];
    const context: Context<V> = { wire: this.suite.wire, adapt: (wish) => possible(this.suite, wish) };
    for (let i = 0; i < passes.length; i++) {
      const which = (from + i) % passes.length;
      for (const candidate of (passes[which] as Pass<V>)(context, script)) yield this.offer(candidate, which);
    }
  }

  private offer(script: Script<V>, pass: number): fc.Value<Script<V>> {
    return new fc.Value(readable(this.suite, script), pass);
  }
}

/** The nearest shape that the reference can have; null when there is none. */
function possible<V extends Vocabulary<V>, S extends State<S>>(
  { reference }: Scriptable<V, S>,
  wish: Geometry,
): Geometry | null {
  const found = reference.adapt(wish);
  return "refused" in found ? null : found;
}

/** The script with a text for people. The text is no part of the data: it is not enumerable. */
function readable<V extends Vocabulary<V>, S extends State<S>>(
  { contract }: Scriptable<V, S>,
  script: Script<V>,
): Script<V> {
  const text = () =>
    [...script.commands.map((ask) => contract.sayAsk(ask)), JSON.stringify(script.geometry)].join("\n");
  return Object.defineProperty({ ...script }, fc.toStringMethod, { value: text });
}

/** Whether this is a command as it stands in memory: every argument there, of its type and in its range. */
function isCommand<V extends Vocabulary<V>>(wire: WireContract<V>, ask: unknown): ask is Command<V> {
  if (!isObject(ask) || typeof ask["kind"] !== "string" || !Object.hasOwn(wire, ask["kind"])) return false;
  return flawIn(shapeOf(wire[ask["kind"] as Kind<V>].ask), ask, "ask") === null;
}

import { checkGeometry } from "../../model/check-geometry.ts";
import type { Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import type { Script } from "../script.ts";
import { towards, withFewerOptions, withOptionsOf } from "./options.ts";
import type { Candidates, Context } from "./pass.ts";
import { relocate } from "./relocate.ts";
import { costOf, features, simplest, sizes } from "./sizes.ts";

/** Geometries to try instead of one, simplest first. */
type Way = (g: Geometry) => Iterable<Geometry>;

/** Makes the guest simpler: all of it at once, then feature by feature and size by size. Commands move along. */
export function* lowerGeometry<V extends Vocabulary<V>>(context: Context<V>, script: Script<V>): Candidates<V> {
  let current = script;
  for (const way of ways) {
    let before: Script<V> | null = null;
    while (before !== current) {
      before = current;
      current = yield* lowerOnce(context, current, way(current.geometry));
    }
  }
}

/** Goes through the wishes until one is accepted. Returns that one, or the script it was given. */
function* lowerOnce<V extends Vocabulary<V>>(
  { wire, adapt }: Context<V>,
  script: Script<V>,
  wishes: Iterable<Geometry>,
): Generator<Script<V>, Script<V>, Script<V> | null | undefined> {
  for (const wish of wishes) {
    const geometry = checkGeometry(wish) === null ? adapt(wish) : null;
    if (geometry === null || costOf(geometry) >= costOf(script.geometry)) continue;
    const commands = relocate(wire, script.commands, script.geometry, geometry);
    const accepted = yield { geometry, commands };
    if (accepted) return accepted;
  }
  return script;
}

const plain = Object.fromEntries(features.map((name) => [name, simplest[name]])) as Partial<Geometry>;
const featuresOf = (g: Geometry) => Object.fromEntries(features.map((name) => [name, g[name]])) as Partial<Geometry>;

const ways: readonly Way[] = [
  // Everything; or everything but what the fault may need.
  (g) => [
    simplest,
    withOptionsOf(g, { ...simplest, ...featuresOf(g) }),
    { ...g, ...plain },
    withOptionsOf(g, { ...simplest, ...featuresOf(g), cpus: g.cpus, device: g.device }),
    { ...g, device: simplest.device },
  ],
  withFewerOptions,
  (g) => features.map((name) => ({ ...g, [name]: simplest[name] })),
  // Orders and block size in one go, because each bounds the next.
  (g) => [sizes.slice(0, 3).reduce((to, { write, goal }) => write(to, goal), g)],
  ...sizes.map(({ read, write, goal }): Way => {
    return (g) => towards(read(g), goal).map((n) => write(g, n));
  }),
];

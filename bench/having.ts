import type { Ingredient } from "../cli/conformance/ingredients.ts";
import type { Kind, State, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import { noFeatures, presets } from "../model/presets.ts";
import type { SubjectSource } from "../model/subject.ts";
import { campaign } from "../properties/campaign.ts";
import type { Suite } from "../properties/suite.ts";

/** The reference without the commands and features that are not among these. */
const having = <V extends Vocabulary<V>, S extends State<S>>(
  { reference }: Suite<V, S>,
  among: ReadonlySet<Ingredient>,
): SubjectSource<V> => ({
  ...reference,
  wellShaped: true,
  speaks: new Set([...reference.speaks].filter((kind) => among.has(kind))) as ReadonlySet<Kind<V>>,
  adapt: (geometry) => reference.adapt({ ...geometry, ...switchedOff(among) }),
});

const switchedOff = (among: ReadonlySet<Ingredient>): Partial<Geometry> =>
  Object.fromEntries(Object.entries(noFeatures).filter(([name]) => !among.has(name)));

/** How often each rule has a say when the reference has only these ingredients, in so many runs; the same each time. */
export async function heardWith<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  among: ReadonlySet<Ingredient>,
  runs: number,
): Promise<ReadonlyMap<string, number>> {
  const profile = suite.contract.profiles.at(-1) as string;
  const options = { profile, base: presets.small, seed: 7, runs, steps: 300, batch: 1 };
  const { rules } = await campaign(suite, having(suite, among), options);
  return new Map(rules.map(({ id, premises }) => [id, premises]));
}

/** Runs with some ingredients; a rule that is rare with all of them gets the second number of runs. */
export const RUNS = { usual: 60, patient: 500 } as const;

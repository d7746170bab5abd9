import type { Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { noFeatures } from "../../model/presets.ts";
import type { SubjectSource } from "../../model/subject.ts";
import { frames, order, pageblock, pfn } from "../../model/units.ts";

/** Name of a feature that a geometry may have: the name of its field. */
export type Feature = keyof typeof noFeatures;

/** Every feature, in the order of the fields. */
export const featureNames = Object.keys(noFeatures) as readonly Feature[];

/**
 * Something that must be there before a rule can have a say: a command by its kind, or a feature of the geometry. A geometry
 * has no field that is named like a command.
 */
export type Ingredient = string;

/** Tells features from commands. */
export const isFeature = (ingredient: Ingredient): ingredient is Feature => Object.hasOwn(noFeatures, ingredient);

/** Each feature switched on, as small as it can be. */
const on = {
  perCpuLists: { perCpuLists: { high: frames(2), batch: frames(1), maxOrder: order(0) } },
  watermarks: { watermarks: { min: frames(1), lowmemReserve: frames(1) } },
  highatomic: { highatomic: true },
  cma: { cma: { first: pageblock(1), count: 1 } },
  hole: { hole: { first: pfn(1), count: frames(1) } },
  initOnAlloc: { initOnAlloc: true },
} as const satisfies { readonly [F in Feature]: Partial<Geometry> };

/** The features that a subject cannot have: it is offered a geometry with each, and says what it makes of it. */
export const featuresLacking = <V extends Vocabulary<V>>(
  source: SubjectSource<V>,
  base: Geometry,
): readonly Feature[] =>
  featureNames.filter((name) => {
    const adapted = source.adapt({ ...base, ...on[name] });
    return !("refused" in adapted) && adapted[name] === noFeatures[name];
  });

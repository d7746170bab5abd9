import { featureNames, type Ingredient, isFeature } from "../cli/conformance/ingredients.ts";
import type { ContractName, State, Vocabulary } from "../model/contract.ts";
import type { Suite } from "../properties/suite.ts";
import { contractNames, withSuite } from "../properties/suites.ts";
import { heardWith, RUNS } from "./having.ts";

/** How seldom a rule has a say in the usual runs with everything before it gets more runs. */
const RARE = 20;
/** Ways to give a rule its say that are looked for. */
const MOST_WAYS = 3;

/** How often each rule has a say when the reference has only some ingredients, in so many runs. */
type Heard = (having: ReadonlySet<Ingredient>, runs: number) => Promise<ReadonlyMap<string, number>>;

function listener<V extends Vocabulary<V>, S extends State<S>>(suite: Suite<V, S>): Heard {
  const known = new Map<string, ReturnType<Heard>>();
  return (among, runs) => {
    const key = `${runs} ${[...among].sort().join(" ")}`;
    const isMute = [...among].every(isFeature);
    const heard =
      known.get(key) ?? (isMute ? Promise.resolve(new Map<string, number>()) : heardWith(suite, among, runs));
    known.set(key, heard);
    return heard;
  };
}

/** Whether the rule has a say with these. */
type Speaks = (among: ReadonlySet<Ingredient>) => Promise<boolean>;

async function speaker(heard: Heard, rule: string, all: ReadonlySet<Ingredient>): Promise<Speaks> {
  const timesIn = async (among: ReadonlySet<Ingredient>, runs: number) => (await heard(among, runs)).get(rule) ?? 0;
  const isRare = (await timesIn(all, RUNS.usual)) < RARE;
  return async (among) =>
    (await timesIn(among, RUNS.usual)) > 0 || (isRare && (await timesIn(among, RUNS.patient)) > 0);
}

const less = (all: ReadonlySet<Ingredient>, ...gone: readonly Ingredient[]): ReadonlySet<Ingredient> =>
  new Set([...all].filter((one) => !gone.includes(one)));

/** A smallest set within these with which the rule has a say; beginning with one that did for another rule. */
async function smallest(
  speaks: Speaks,
  within: ReadonlySet<Ingredient>,
  others: readonly ReadonlySet<Ingredient>[],
): Promise<ReadonlySet<Ingredient>> {
  let set = within;
  const fitting = others.filter((other) => [...other].every((one) => within.has(one)));
  for (const other of fitting.sort((a, b) => a.size - b.size)) {
    if (other.size < set.size && (await speaks(other))) set = other;
  }
  // Features go first, then commands from the last on: what is left is what people would begin with.
  for (const one of [...set].reverse()) if (await speaks(less(set, one))) set = less(set, one);
  return set;
}

/** Different smallest sets, each found without something that the ones before it have. */
async function waysOf(
  speaks: Speaks,
  all: ReadonlySet<Ingredient>,
  others: ReadonlySet<Ingredient>[],
): Promise<readonly ReadonlySet<Ingredient>[]> {
  const ways: ReadonlySet<Ingredient>[] = [];
  const without: (readonly Ingredient[])[] = [[]];
  for (let gone = without.shift(); gone !== undefined && ways.length < MOST_WAYS; gone = without.shift()) {
    const left = less(all, ...gone);
    if (ways.some((way) => [...way].every((one) => left.has(one))) || !(await speaks(left))) continue;
    const way = await smallest(speaks, left, others);
    ways.push(way);
    others.push(way);
    for (const one of way) without.push([...gone, one]);
  }
  return ways;
}

async function print(contract: ContractName): Promise<void> {
  await withSuite(contract, async (suite) => {
    const heard = listener(suite);
    const all = new Set<Ingredient>([...suite.reference.speaks, ...featureNames]);
    const others: ReadonlySet<Ingredient>[] = [];
    for (const rule of Object.keys(suite.contract.rules)) {
      const ways = await waysOf(await speaker(heard, rule, all), all, others);
      console.log(`  "${rule}": ${JSON.stringify(ways.map((way) => [...way].join(" ")))},`);
    }
  });
}

for (const contract of contractNames.filter((name) => process.argv.length < 3 || process.argv.includes(name))) {
  console.log(contract);
  await print(contract);
}

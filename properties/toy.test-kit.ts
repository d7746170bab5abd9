/** The composer and the suite of the toy contract, for tests of generation, shrinking and campaigns. */
import { applies, type Command } from "../model/contract.ts";
import { block, handle, order } from "../model/units.ts";
import { type Toy, type ToyState, toy, toyWire } from "../replay/shrink/toy.test-kit.ts";
import { toySource } from "../replay/shrink/toy-subject.test-kit.ts";
import type { Composer, Dice } from "./composer.ts";
import type { Suite } from "./suite.ts";

/** The lowest handle that nothing has. */
const unused = ({ memory }: ToyState): number => {
  for (let h = 0; ; h++) if (!memory.pages.has(h) && !memory.pins.has(h)) return h;
};
const pick = (from: Iterable<number>, dice: Dice) => {
  const all = [...from];
  return all.length === 0 ? null : handle(dice.pick(all));
};
const someBlock = ({ memory }: ToyState, dice: Dice) => block(dice.below(memory.plugged.length));

function propose(kind: keyof Toy, state: ToyState, dice: Dice): Command<Toy> | null {
  const { memory } = state;
  switch (kind) {
    case "allocate":
      return {
        kind,
        as: handle(unused(state)),
        order: order(dice.below(memory.g.maxOrder + 1)),
        fixed: dice.chance(1, 4),
      };
    case "release": {
      const what = pick(
        [...memory.pages].filter(([, page]) => page.held === 0).map(([h]) => h),
        dice,
      );
      return what === null ? null : { kind, what };
    }
    case "pin": {
      const what = pick(memory.pages.keys(), dice);
      return what === null ? null : { kind, as: handle(unused(state)), what };
    }
    case "unpin": {
      const what = pick(memory.pins.keys(), dice);
      return what === null ? null : { kind, what };
    }
    case "plug":
    case "unplug":
      return { kind, block: someBlock(state, dice) };
  }
}

function* enumerate(state: ToyState): Iterable<Command<Toy>> {
  const { memory } = state;
  const as = handle(unused(state));
  for (let o = 0; o <= memory.g.maxOrder; o++) {
    for (const fixed of [false, true]) yield { kind: "allocate", as, order: order(o), fixed };
  }
  const mentions: Command<Toy>[] = [...memory.pages.keys()].flatMap((h): Command<Toy>[] => [
    { kind: "release", what: handle(h) },
    { kind: "pin", as, what: handle(h) },
  ]);
  for (const what of memory.pins.keys()) mentions.push({ kind: "unpin", what: handle(what) });
  for (let b = 0; b < memory.plugged.length; b++) {
    mentions.push({ kind: "plug", block: block(b) }, { kind: "unplug", block: block(b) });
  }
  for (const ask of mentions) if (applies(toy.laws, state, ask)) yield ask;
}

const toyComposer: Composer<Toy, ToyState> = {
  weights: { allocate: 4, release: 2, pin: 1, unpin: 1, plug: 2, unplug: 2 },
  essential: ["allocate"],
  geometry: (dice, base) => ({ ...base, cpus: 1 + dice.below(4), partitions: base.partitions + dice.below(2) }),
  propose,
  enumerate,
};

export const toySuite: Suite<Toy, ToyState> = {
  contract: toy,
  wire: toyWire,
  composer: toyComposer,
  reference: toySource(),
  mutants: [],
};

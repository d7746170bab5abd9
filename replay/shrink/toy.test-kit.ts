/**
 * A contract of six commands for tests of the engine: an allocator whose memory blocks come and go. First fit, migration
 * on unplug, pins. Small enough to be searched exhaustively; its subjects can be given planted faults.
 */
import { Type } from "typebox";
import type { Contract, State } from "../../model/contract.ts";
import { bootBlocks, type Geometry, totalBlocks } from "../../model/geometry.ts";
import { presets } from "../../model/presets.ts";
import { type Docket, ruleTable, weighs } from "../../model/rule.ts";
import { type BlockIndex, frames, type Handle, type Order } from "../../model/units.ts";
import { illegal, LEGAL, type Verdict } from "../../model/verdict.ts";
import { block, handle, integer, order } from "../../wire/fields.ts";
import { faithful, type WireContract } from "../../wire/schema.ts";

export interface Move {
  readonly what: Handle;
  readonly to: number;
}
type Done = { readonly kind: "done" };
type Plugged = Done | { readonly kind: "error" };

export interface Toy {
  readonly allocate: {
    readonly ask: { readonly as: Handle; readonly order: Order; readonly fixed: boolean };
    readonly answer: { readonly kind: "granted"; readonly first: number } | { readonly kind: "exhausted" };
  };
  readonly release: { readonly ask: { readonly what: Handle }; readonly answer: Done };
  readonly pin: { readonly ask: { readonly as: Handle; readonly what: Handle }; readonly answer: Done };
  readonly unpin: { readonly ask: { readonly what: Handle }; readonly answer: Done };
  readonly plug: { readonly ask: { readonly block: BlockIndex }; readonly answer: Plugged };
  readonly unplug: {
    readonly ask: { readonly block: BlockIndex };
    readonly answer:
      | { readonly kind: "ack"; readonly moved: readonly Move[] }
      | { readonly kind: "busy" }
      | { readonly kind: "error" };
  };
}

const done = Type.Object({ kind: Type.Literal("done") });
const error = Type.Object({ kind: Type.Literal("error") });
const moved = Type.Array(Type.Object({ what: handle("uses"), to: integer<number>(0, 1 << 20) }));

export const toyWire: WireContract<Toy> = faithful<Toy>()({
  allocate: {
    ask: Type.Object({ as: handle("creates"), order: order(), fixed: Type.Boolean() }),
    answer: Type.Union([
      Type.Object({ kind: Type.Literal("granted"), first: integer<number>(0, 1 << 20) }),
      Type.Object({ kind: Type.Literal("exhausted") }),
    ]),
  },
  release: { ask: Type.Object({ what: handle("ends") }), answer: done },
  pin: { ask: Type.Object({ as: handle("creates"), what: handle("uses") }), answer: done },
  unpin: { ask: Type.Object({ what: handle("ends") }), answer: done },
  plug: { ask: Type.Object({ block: block({ pair: "opens" }) }), answer: Type.Union([done, error]) },
  unplug: {
    ask: Type.Object({ block: block({ pair: "closes" }) }),
    answer: Type.Union([
      Type.Object({ kind: Type.Literal("ack"), moved }),
      Type.Object({ kind: Type.Literal("busy") }),
      error,
    ]),
  },
});

const base = { source: "replay/shrink/toy.test-kit.ts", alias: [], scope: "always" } as const;
export const toyRules = ruleTable({
  "allocate/free": {
    ...base,
    says: "Only frames that are plugged and free are granted.",
    profile: "any",
    sees: "answers",
  },
  "plug/once": { ...base, says: "A plugged block is not plugged again.", profile: "any", sees: "answers" },
  "unplug/pinned": { ...base, says: "A pinned page does not move.", profile: "any", sees: "answers" },
  "unplug/idle": { ...base, says: "A block leaves empty.", profile: "any", sees: "answers" },
  "allocate/low": { ...base, says: "The lowest frames are granted first.", profile: "strict", sees: "answers" },
  "lists/true": { ...base, says: "Lists tell the truth.", profile: "any", sees: "lists" },
});

/** The smallest toy: three blocks of four frames, of which the first is there from the start. */
export const toyGeometry: Geometry = {
  ...presets.tiny,
  bootFrames: frames(4),
  sharedFrames: frames(4),
  partitions: 1,
  partitionBlocks: 1,
};

export interface Page {
  first: number;
  /** Where it was granted. */
  readonly home: number;
  readonly order: number;
  readonly fixed: boolean;
  held: number;
}
export const sizeOf = (page: Pick<Page, "order">) => 2 ** page.order;
export const blockOf = (g: Geometry, frame: number) => Math.floor(frame / g.blockFrames);

/** What subject and specification both keep. They share the book-keeping, not the rules. */
export interface Memory {
  readonly g: Geometry;
  readonly plugged: boolean[];
  readonly pages: Map<number, Page>;
  readonly pins: Map<number, number>;
  /** Frames that a faulty subject wrongly takes for free. */
  readonly wronglyFree: Set<number>;
}
export const fresh = (g: Geometry): Memory => ({
  g,
  plugged: Array.from({ length: totalBlocks(g) }, (_, b) => b < bootBlocks(g)),
  pages: new Map(),
  pins: new Map(),
  wronglyFree: new Set(),
});
export const copy = (m: Memory): Memory => ({
  g: m.g,
  plugged: [...m.plugged],
  pages: new Map([...m.pages].map(([h, page]) => [h, { ...page }])),
  pins: new Map(m.pins),
  wronglyFree: new Set(m.wronglyFree),
});
export const keyOf = (m: Memory) =>
  JSON.stringify([
    m.plugged,
    [...m.pages].sort(([a], [b]) => a - b),
    [...m.pins].sort(([a], [b]) => a - b),
    [...m.wronglyFree].sort((a, b) => a - b),
  ]);
const holderOf = (m: Memory, frame: number) =>
  [...m.pages].find(([, page]) => frame >= page.first && frame < page.first + sizeOf(page));
const isFree = (m: Memory, first: number, size: number, except = -1) =>
  Array.from({ length: size }, (_, i) => first + i).every((frame) => {
    if (m.wronglyFree.has(frame)) return true;
    return (
      m.plugged[blockOf(m.g, frame)] === true && blockOf(m.g, frame) !== except && holderOf(m, frame) === undefined
    );
  });
export function firstFit(m: Memory, order: number, except = -1): number {
  const end = m.plugged.length * m.g.blockFrames;
  for (let first = 0; first + 2 ** order <= end; first += 2 ** order) {
    if (isFree(m, first, 2 ** order, except)) return first;
  }
  return -1;
}
export const pagesIn = (m: Memory, b: number) => [...m.pages].filter(([, page]) => blockOf(m.g, page.first) === b);

export interface ToyState extends State<ToyState> {
  readonly memory: Memory;
  readonly docket: Docket;
}
const stateOf = (memory: Memory, docket: Docket): ToyState => ({
  memory,
  docket,
  fork: () => stateOf(copy(memory), docket),
  key: () => keyOf(memory),
});

function judgeUnplug({ memory: m, docket }: ToyState, b: number, answer: Toy["unplug"]["answer"]): Verdict {
  if (answer.kind !== "ack") return LEGAL;
  for (const { what, to } of answer.moved) {
    const page = m.pages.get(what);
    if (page === undefined) return illegal(toyRules["unplug/idle"], `${what} does not exist`);
    const pinned = page.held > 0 || page.fixed;
    if (weighs(docket, toyRules["unplug/pinned"]) && pinned)
      return illegal(toyRules["unplug/pinned"], `a${what} moved`);
    page.first = to;
  }
  const [left] = pagesIn(m, b);
  if (weighs(docket, toyRules["unplug/idle"]) && left !== undefined)
    return illegal(toyRules["unplug/idle"], `a${left[0]} stayed`);
  m.plugged[b] = false;
  return LEGAL;
}

export const toy: Contract<Toy, ToyState> = {
  name: "allocator",
  profiles: ["any", "strict"],
  rules: toyRules,
  leftOut: [],
  begin: (geometry, docket) => stateOf(fresh(geometry), docket),
  sayAsk: (ask) => JSON.stringify(ask),
  sayAnswer: (_, answer) => JSON.stringify(answer),
  laws: {
    allocate: {
      applies: ({ memory }, { as, order }) =>
        !memory.pages.has(as) && !memory.pins.has(as) && order <= memory.g.maxOrder,
      judge({ memory, docket }, { as, order, fixed }, answer) {
        if (answer.kind === "exhausted") return LEGAL;
        const lowest = firstFit(memory, order);
        if (weighs(docket, toyRules["allocate/free"]) && !isFree(memory, answer.first, 2 ** order))
          return illegal(toyRules["allocate/free"], `frame ${answer.first} is taken or absent`);
        if (weighs(docket, toyRules["allocate/low"]) && answer.first !== lowest)
          return illegal(toyRules["allocate/low"], `frame ${answer.first} instead of ${lowest}`);
        memory.pages.set(as, { first: answer.first, home: answer.first, order, fixed, held: 0 });
        return LEGAL;
      },
      answers: () => [],
    },
    release: {
      applies: ({ memory }, { what }) => memory.pages.get(what)?.held === 0,
      judge({ memory }, { what }) {
        memory.pages.delete(what);
        return LEGAL;
      },
      answers: () => [],
    },
    pin: {
      applies: ({ memory }, { as, what }) => memory.pages.has(what) && !memory.pages.has(as) && !memory.pins.has(as),
      judge({ memory }, { as, what }) {
        const page = memory.pages.get(what);
        if (page !== undefined) page.held++;
        memory.pins.set(as, what);
        return LEGAL;
      },
      answers: () => [],
    },
    unpin: {
      applies: ({ memory }, { what }) => memory.pins.has(what),
      judge({ memory }, { what }) {
        const page = memory.pages.get(memory.pins.get(what) ?? -1);
        if (page !== undefined) page.held--;
        memory.pins.delete(what);
        return LEGAL;
      },
      answers: () => [],
    },
    plug: {
      applies: ({ memory }, ask) => ask.block < memory.plugged.length,
      judge({ memory, docket }, ask, answer) {
        if (memory.plugged[ask.block] && weighs(docket, toyRules["plug/once"]) && answer.kind === "done")
          return illegal(toyRules["plug/once"], `block ${ask.block} was plugged`);
        if (answer.kind === "done") memory.plugged[ask.block] = true;
        return LEGAL;
      },
      answers: () => [],
    },
    unplug: {
      applies: ({ memory }, ask) => ask.block < memory.plugged.length,
      judge: (state, ask, answer) => judgeUnplug(state, ask.block, answer),
      answers: () => [],
    },
  },
};

/** Honest and faulty subjects of the toy contract. A fault replaces one step of the mechanism. */
import type { Answer, Command } from "../../model/contract.ts";
import type { ForkableSource, ForkableSubject } from "../../model/subject.ts";
import type { Handle } from "../../model/units.ts";
import {
  copy,
  firstFit,
  fresh,
  keyOf,
  type Memory,
  type Move,
  type Page,
  pagesIn,
  sizeOf,
  type Toy,
} from "./toy.test-kit.ts";

interface Steps {
  readonly choose: (m: Memory, order: number) => number;
  readonly pin: (page: Page) => void;
  readonly freed: (m: Memory, page: Page) => void;
  readonly acceptsPlug: (m: Memory, block: number) => boolean;
  readonly canMove: (page: Page) => boolean;
  readonly movedBack: (m: Memory, target: number, page: Page) => void;
  readonly left: (m: Memory, block: number) => void;
}

const takeForFree = (m: Memory, first: number, count: number) => {
  for (let i = 0; i < count; i++) m.wronglyFree.add(first + i);
};

const honest: Steps = {
  choose: firstFit,
  pin: (page) => {
    page.held++;
  },
  freed: () => {},
  acceptsPlug: (m, block) => !m.plugged[block],
  canMove: (page) => !page.fixed && page.held === 0,
  movedBack: () => {},
  left: () => {},
};

/** Faults by name, and the fewest commands that show each on the smallest toy are found by search. */
export const faults = {
  plugsTwice: { acceptsPlug: () => true },
  keepsUnpluggedFree: { left: (m, block) => takeForFree(m, block * m.g.blockFrames, m.g.blockFrames) },
  movesPinned: { canMove: (page) => !page.fixed },
  forgetsSecondPin: {
    pin: (page) => {
      page.held = 1;
    },
  },
  freesWhereItWasGranted: { freed: (m, page) => page.first !== page.home && takeForFree(m, page.home, sizeOf(page)) },
  freesTargetOfFailedMove: { movedBack: (m, target, page) => takeForFree(m, target, sizeOf(page)) },
  movesFixedSmallPages: { canMove: (page) => page.held === 0 && (page.order === 0 || !page.fixed) },
} satisfies Record<string, Partial<Steps>>;

export type Fault = keyof typeof faults;

function perform(m: Memory, steps: Steps, ask: Command<Toy>): Answer<Toy> {
  switch (ask.kind) {
    case "allocate":
      return allocate(m, steps, ask);
    case "release": {
      const page = m.pages.get(ask.what) as Page;
      m.pages.delete(ask.what);
      steps.freed(m, page);
      return { kind: "done" };
    }
    case "pin":
      steps.pin(m.pages.get(ask.what) as Page);
      m.pins.set(ask.as, ask.what);
      return { kind: "done" };
    case "unpin": {
      const page = m.pages.get(m.pins.get(ask.what) ?? -1);
      if (page !== undefined) page.held--;
      m.pins.delete(ask.what);
      return { kind: "done" };
    }
    case "plug":
      if (!steps.acceptsPlug(m, ask.block)) return { kind: "error" };
      m.plugged[ask.block] = true;
      return { kind: "done" };
    case "unplug":
      return m.plugged[ask.block] ? unplug(m, steps, ask.block) : { kind: "error" };
  }
}

function allocate(m: Memory, steps: Steps, ask: Command<Toy, "allocate">): Answer<Toy, "allocate"> {
  const first = steps.choose(m, ask.order);
  if (first < 0) return { kind: "exhausted" };
  for (let i = 0; i < 2 ** ask.order; i++) m.wronglyFree.delete(first + i);
  m.pages.set(ask.as, { first, home: first, order: ask.order, fixed: ask.fixed, held: 0 });
  return { kind: "granted", first };
}

function unplug(m: Memory, steps: Steps, block: number): Answer<Toy, "unplug"> {
  const moves: (Move & { readonly page: Page; readonly from: number })[] = [];
  for (const [what, page] of pagesIn(m, block)) {
    const to = steps.canMove(page) ? firstFit(m, page.order, block) : -1;
    if (to < 0) {
      for (const move of moves) {
        move.page.first = move.from;
        steps.movedBack(m, move.to, move.page);
      }
      return { kind: "busy" };
    }
    moves.push({ what: what as Handle, to, page, from: page.first });
    page.first = to;
  }
  m.plugged[block] = false;
  steps.left(m, block);
  return { kind: "ack", moved: moves.map(({ what, to }) => ({ what, to })) };
}

function subjectOf(m: Memory, steps: Steps): ForkableSubject<Toy> {
  return {
    perform: (ask) => ({ kind: "answered", answer: perform(m, steps, ask) }),
    stop: () => {},
    fork: () => subjectOf(copy(m), steps),
    key: () => keyOf(m),
  };
}

/** The honest toy, or one with a fault. */
export function toySource(fault?: Fault): ForkableSource<Toy> {
  const steps = { ...honest, ...(fault === undefined ? {} : faults[fault]) };
  return {
    name: fault === undefined ? "reference" : `mutant:${fault}`,
    version: "toy 1",
    world: "closed",
    speaks: new Set(["allocate", "release", "pin", "unpin", "plug", "unplug"] as const),
    adapt: (geometry) => geometry,
    boot: (geometry) => subjectOf(fresh(geometry), steps),
    close: () => {},
  };
}

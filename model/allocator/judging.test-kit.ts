import { applies, type Command, judge, type Step } from "../contract.ts";
import type { Geometry } from "../geometry.ts";
import { presets } from "../presets.ts";
import { openDocket } from "../rule.ts";
import { frames, pfn } from "../units.ts";
import type { Verdict } from "../verdict.ts";
import { allocator } from "./contract.ts";
import type { AllocatorState } from "./state.ts";
import type { Allocator, Counters, Lists, Move, ZoneCounters } from "./vocabulary.ts";

export type Ask = Command<Allocator>;
export type AllocatorStep = Step<Allocator>;

/** A state with every rule in force. */
export function beginTiny(fields: object = {}): AllocatorState {
  const geometry: Geometry = { ...presets.tiny, ...fields };
  return allocator.begin(geometry, openDocket(allocator.rules, { profiles: ["any", "linux"], world: "closed" }));
}

/** A step from plain literals: units are for the model, not for tables of examples. */
export const step = (ask: object, answer: object): AllocatorStep => ({ ask, answer }) as AllocatorStep;

export function verdictOn(state: AllocatorState, { ask, answer }: AllocatorStep): Verdict {
  if (!applies(allocator.laws, state, ask)) throw new Error(`does not apply: ${JSON.stringify(ask)}`);
  return judge(allocator.laws, state, { ask, answer });
}

/** Performs steps that must all be legal. */
export function having(state: AllocatorState, ...steps: readonly AllocatorStep[]): AllocatorState {
  for (const each of steps) {
    const verdict = verdictOn(state, each);
    if (verdict.kind === "illegal") throw new Error(`${JSON.stringify(each)}: ${JSON.stringify(verdict.violation)}`);
  }
  return state;
}

/** `granted` at a frame; movable pages may use the movable zone unless said otherwise. */
export function got(as: number, first: number, more: object = {}): AllocatorStep {
  const wish = { order: 0, mobility: "movable", zero: false, atomic: false, cpu: 0, ...more };
  const reach = wish.mobility === "movable" ? "movable" : "normal";
  const ask = { kind: "allocate", as, reach, ...wish };
  return step(ask, { kind: "granted", first, zeroed: wish.zero ? 2 ** wish.order : 0 });
}

export function failed(as: number, more: object = {}): AllocatorStep {
  return step({ ...got(as, 0, more).ask }, { kind: "exhausted" });
}

export const done = (kind: string, args: object): AllocatorStep => step({ kind, ...args }, { kind: "done" });
export const released = (what: number): AllocatorStep => done("release", { what, cpu: 0 });
export const added = (block: number): AllocatorStep => step({ kind: "add", block }, { kind: "added" });
export const onlined = (block: number, zone = "movable"): AllocatorStep =>
  step({ kind: "online", block, zone }, { kind: "onlined", notified: ["going-online", "online"] });
export const plugged = (block: number, zone = "movable"): readonly AllocatorStep[] => [
  added(block),
  onlined(block, zone),
];
export const going = (block: number): AllocatorStep =>
  step({ kind: "offline-begin", block }, { kind: "begun", notified: ["going-offline"] });
export const gone = (block: number): AllocatorStep =>
  step({ kind: "offline-finish", block }, { kind: "offlined", notified: ["offline"] });
export const isolated = (pageblock: number): AllocatorStep =>
  step({ kind: "isolate", pageblock }, { kind: "isolated" });
export const begun = (as: number, pageblock: number, count = 1): AllocatorStep =>
  step({ kind: "contig-begin", as, pageblock, count }, { kind: "begun" });
export const taken = (what: number): AllocatorStep =>
  step({ kind: "contig-finish", what }, { kind: "taken", zeroed: 0 });
export const moved = (from: number, to: number, order = 0): Move => ({ from, to, order }) as Move;
export const moving = (what: number, ...moves: readonly Move[]): AllocatorStep =>
  step({ kind: "contig-step", what }, { kind: "stepped", moved: moves });
export const held = (as: number, what: number, how = "get", ...moves: readonly Move[]): AllocatorStep =>
  step({ kind: "hold", as, what, how }, { kind: "held", moved: moves });
export const poisoned = (frame: number, was: string): AllocatorStep =>
  step({ kind: "poison", pfn: frame }, { kind: "poisoned", was });
export const wrote = (what: number, tag: number): AllocatorStep => done("write", { what, tag });
export const found = (what: number, tag: number): AllocatorStep =>
  step({ kind: "read", what }, { kind: "content", tag });

/** Counters of one zone; everything that is not given is 0, spanned and managed as present. */
export function zone(name: "normal" | "movable", counts: object = {}): ZoneCounters {
  const base = { zone: name, free: 0, perCpu: 0, present: 0, isolatedPageblocks: 0, ...counts };
  return { managed: base.present, spanned: base.present, ...base } as unknown as ZoneCounters;
}

export const counted = (...zones: readonly ZoneCounters[]): AllocatorStep =>
  step({ kind: "observe", what: "counters" }, { kind: "counters", zones } satisfies Counters);

/** Lists of a tiny guest of which only boot memory is online and free: two buddies of the largest order. */
export const freshLists: Lists = {
  kind: "lists",
  zones: [zone("normal", { free: 8, present: 8 }), zone("movable")],
  free: [{ zone: "normal", order: 2 as never, migratetype: "movable", heads: [pfn(0), pfn(4)] }],
  perCpu: [],
  pageblocks: [{ first: 0 as never, count: 4, migratetype: "movable" }],
  blocks: [
    { first: 0 as never, count: 2, state: "online", zone: "normal" },
    { first: 2 as never, count: 5, state: "absent" },
  ],
};

export const listed = (changes: object = {}): AllocatorStep =>
  step({ kind: "observe", what: "lists" }, { ...freshLists, ...changes });

/** A free list of the normal zone. */
export const list = (order: number, migratetype: string, ...heads: readonly number[]) => ({
  zone: "normal",
  order,
  migratetype,
  heads: heads.map(pfn),
});

/** Counters of both zones of a tiny guest with only boot memory, with some of it free. */
export const bootZones = (free: number, more: object = {}) => [
  zone("normal", { free: frames(free), present: 8, ...more }),
  zone("movable"),
];

import { expect, test } from "vitest";
import { allocator } from "../../model/allocator/contract.ts";
import { PAGE, type Roster } from "../../model/allocator/handles.ts";
import {
  beginTiny,
  begun,
  going,
  got,
  having,
  held,
  isolated,
  plugged,
  poisoned,
} from "../../model/allocator/judging.test-kit.ts";
import type { AllocatorState } from "../../model/allocator/state.ts";
import type { Allocator, Move, NotifierEvent } from "../../model/allocator/vocabulary.ts";
import { type Answer, type Command, judge, type Kind } from "../../model/contract.ts";
import { presets } from "../../model/presets.ts";
import { diceOf } from "../dice.ts";
import { allocatorComposer } from "./composer.ts";
import { someAnswers, walk } from "./walk.test-kit.ts";

type Plain = { readonly kind: string } & Record<string, unknown>;

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const whys = ["invalid", "exists", "busy", "vetoed", "no-memory"];
const heard: readonly (readonly NotifierEvent[])[] = [
  [],
  ["going-online"],
  ["online"],
  ["going-online", "online"],
  ["going-online", "cancel-online"],
  ["offline"],
  ["going-offline"],
  ["going-offline", "offline"],
  ["going-offline", "cancel-offline"],
  ["cancel-offline"],
  ["offline", "cancel-offline"],
];
const told = (kind: string, more: object = {}): readonly Plain[] =>
  heard.map((notified) => ({ kind, ...more, notified }));
const refusals: readonly Plain[] = whys.map((why) => ({ kind: "refused", why }));
const toldRefusals = whys.flatMap((why) => told("refused", { why }));

/** Any move from any page, or from next to it, to anywhere, also nonsense: of all orders. */
function moves({ shape, handles }: AllocatorState): readonly Move[] {
  const { items, count } = handles.rosters[PAGE] as Roster;
  const firsts = Array.from(items.subarray(0, count), (page) => handles.first[page] as number);
  const sources = new Set([-1, ...firsts, ...firsts.map((first) => first + 1)]);
  const all = [...sources].flatMap((from) => upTo(shape.frames + 1).map((to) => ({ from, to })));
  return upTo(shape.maxOrder + 1).flatMap((order) => all.map((move) => ({ ...move, order }) as Move));
}

/** Answers a subject might give to a command, written down without looking at the laws. Finite, and mostly wrong. */
function universe(state: AllocatorState, ask: Command<Allocator>): readonly Plain[] {
  const { shape } = state;
  switch (ask.kind) {
    case "allocate": {
      const places = [-1, ...upTo(shape.frames + 2)].flatMap((first) =>
        [0, 1, 2, 4].map((zeroed) => ({ kind: "granted", first, zeroed })),
      );
      return [{ kind: "exhausted" }, ...places];
    }
    case "misrelease":
      return [{ kind: "refused" }, { kind: "done" }];
    case "read": {
      const tags = new Set([0, ...state.handles.tag.subarray(0, state.handles.top)].filter((tag) => tag >= 0));
      return [{ kind: "mixed" }, ...[...tags].map((tag) => ({ kind: "content", tag }))];
    }
    case "hold":
      return [
        ...refusals,
        { kind: "held", moved: [] },
        ...moves(state).map((move) => ({ kind: "held", moved: [move] })),
      ];
    case "isolate":
      return [{ kind: "isolated" }, { kind: "busy" }];
    case "contig-begin":
      return [{ kind: "begun" }, { kind: "busy" }];
    case "contig-step":
    case "offline-step":
      return [{ kind: "stepped", moved: [] }, ...moves(state).map((move) => ({ kind: "stepped", moved: [move] }))];
    case "contig-finish":
      return [{ kind: "busy" }, ...upTo(shape.frames).map((zeroed) => ({ kind: "taken", zeroed }))];
    case "add":
      return [{ kind: "added" }, ...refusals];
    case "remove":
      return [{ kind: "removed" }, ...refusals];
    case "online":
      return [...told("onlined"), ...toldRefusals];
    case "offline-begin":
      return [...told("begun"), ...toldRefusals];
    case "offline-finish":
      return [{ kind: "again" }, ...told("offlined")];
    case "offline-cancel":
      return told("cancelled");
    case "poison":
      return [{ kind: "ignored" }, { kind: "poisoned", was: "free" }, { kind: "poisoned", was: "in-use" }];
    case "observe":
      return shiftedCounters(state, ask);
    default:
      return [{ kind: "done" }];
  }
}

/** Right counters, and every number of them one lower and one higher. */
function shiftedCounters(state: AllocatorState, ask: Command<Allocator>): readonly Plain[] {
  const [right] = someAnswers(state, ask, 1) as readonly Extract<Answer<Allocator, "observe">, { kind: "counters" }>[];
  if (right === undefined) return [];
  const fields = ["free", "perCpu", "managed", "present", "spanned", "isolatedPageblocks"] as const;
  const shifted = [0, 1].flatMap((at) =>
    fields.flatMap((field) =>
      [-1, 1].map((by) => ({
        ...right,
        zones: right.zones.map((zone, place) => (place === at ? { ...zone, [field]: zone[field] + by } : zone)),
      })),
    ),
  );
  return [right, ...shifted] as unknown as readonly Plain[];
}

/** Sorts keys, so that equal answers have equal text. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** Sequences of moves explode: with many pages only answers of at most one move are compared. */
const MOST = 4000;
const isShort = (answer: Answer<Allocator>): boolean => !("moved" in answer) || answer.moved.length <= 1;

function compare(state: AllocatorState, ask: Command<Allocator>): number {
  const key = state.key();
  const premises = state.docket.premises.join();
  const answers = someAnswers(state, ask, MOST);
  expect([state.key(), state.docket.premises.join()], "looking changes nothing").toEqual([key, premises]);
  const passes = (answer: unknown): boolean =>
    judge(allocator.laws, state.fork(), { ask, answer: answer as Answer<Allocator> }).kind === "legal";
  expect(
    answers.filter((answer) => !passes(answer)),
    allocator.sayAsk(ask),
  ).toEqual([]);
  if (answers.length === MOST) return 0;
  const listed = new Set(answers.filter(isShort).map(textOf));
  const legal = universe(state, ask).filter(passes).map(textOf);
  expect(
    legal.filter((answer) => !listed.has(answer)),
    allocator.sayAsk(ask),
  ).toEqual([]);
  return legal.length;
}

const features: readonly object[] = [
  {},
  { perCpuLists: { high: 2, batch: 1, maxOrder: 1 } },
  { cma: { first: 1, count: 1 }, initOnAlloc: true },
  { hole: { first: 1, count: 2 }, kernel: "6.12" },
  { watermarks: { min: 1, lowmemReserve: 1 }, highatomic: true },
];

test.each(features.map((fields) => [JSON.stringify(fields), fields] as const))(
  "answers and judge agree, %s",
  (_name, fields) => {
    const seen = new Set<Kind<Allocator>>();
    for (let run = 0; run < 4; run++) {
      walk(diceOf(7, run), { ...presets.tiny, ...fields }, 120, (state, ask) => {
        if (ask.kind === "contig-step" || ask.kind === "offline-step") return;
        compare(state, ask);
        seen.add(ask.kind);
      });
    }
    expect(seen.size).toBeGreaterThan(18);
  },
);

const plug = [...plugged(2), ...plugged(3, "normal")];
const migrations: readonly (readonly [string, AllocatorState])[] = [
  ["contig-step", having(beginTiny(), got(0, 2), got(1, 4), begun(2, 1))],
  [
    "contig-step",
    having(beginTiny(), ...plug, got(0, 2, { order: 1 }), got(1, 6, { reach: "normal" }), begun(2, 1, 3)),
  ],
  ["contig-step", having(beginTiny(), got(0, 2), got(1, 3), held(3, 0), isolated(2), begun(2, 1))],
  ["offline-step", having(beginTiny(), ...plug, got(0, 8, { order: 1 }), got(1, 10), going(2))],
  ["offline-step", having(beginTiny(), got(0, 0, { order: 2 }), poisoned(5, "free"), ...plug, going(0))],
];

test.each(migrations)("%s with pages to move", (kind, state) => {
  const ask = { kind, what: 2, block: state.goingOffline } as unknown as Command<Allocator>;
  expect(compare(state, ask)).toBeGreaterThan(1);
});

test("exhaustive commands have answers", () => {
  walk(diceOf(9, 0), presets.tiny, 60, (state) => {
    for (const ask of allocatorComposer.enumerate(state)) expect(someAnswers(state, ask, 1), ask.kind).toHaveLength(1);
  });
});

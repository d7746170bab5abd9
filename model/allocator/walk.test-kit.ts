import type { Answer, Command, Kind } from "../contract.ts";
import { bootBlocks, totalBlocks, totalFrames, totalPageblocks } from "../geometry.ts";
import {
  type BlockIndex,
  block,
  type Cpu,
  cpu,
  type Extent,
  extent,
  type Handle,
  handle,
  order,
  type PageblockIndex,
  pageblock,
  pfn,
} from "../units.ts";
import type { Allocator, Mobility } from "./vocabulary.ts";
import type { HeldRange, Walker } from "./walker.test-kit.ts";
import { watchers } from "./watch.test-kit.ts";

type Ask = Command<Allocator>;

const some = <T>(w: Walker, from: readonly [T, ...T[]]): T => from[w.roll(from.length)] ?? from[0];
const newHandle = (w: Walker): Handle => handle(w.fresh++);
const keyIn = (w: Walker, map: ReadonlyMap<number, unknown>): Handle =>
  handle([...map.keys()][w.roll(map.size || 1)] ?? 0);
const onCpu = (w: Walker): Cpu => cpu(w.roll(w.g.cpus));
const anyPageblock = (w: Walker): PageblockIndex => pageblock(w.roll(totalPageblocks(w.g)));
const mobilityOf = (w: Walker): Mobility => some(w, ["movable", "movable", "movable", "unmovable", "reclaimable"]);

/** Mostly hotpluggable blocks, and the last one of boot memory. */
const anyBlock = (w: Walker): BlockIndex => block(bootBlocks(w.g) - 1 + w.roll(totalBlocks(w.g) - bootBlocks(w.g) + 1));

function rangeIn(w: Walker, phase: HeldRange["phase"]): Handle {
  const fit = [...w.ranges].filter(([, range]) => range.phase === phase);
  return handle(fit[w.roll(fit.length || 1)]?.[0] ?? 0);
}

function allocate(w: Walker): Ask {
  const mobility = mobilityOf(w);
  const reach = mobility === "movable" && w.roll(3) > 0 ? "movable" : "normal";
  const size = order(w.roll(3) > 0 ? w.roll(2) : w.roll(w.g.maxOrder + 1));
  const [zero, atomic] = [w.roll(2) === 0, w.roll(5) === 0];
  return { kind: "allocate", as: newHandle(w), order: size, mobility, reach, zero, atomic, cpu: onCpu(w) };
}

const makers: readonly (readonly [number, (w: Walker) => Ask])[] = [
  [40, allocate],
  [28, (w) => ({ kind: "release", what: keyIn(w, w.pages), cpu: onCpu(w) })],
  [3, (w) => ({ kind: "misrelease", what: handle(w.roll(w.fresh + 1)), how: some(w, ["twice", "order", "tail"]) })],
  [4, (w) => ({ kind: "write", what: keyIn(w, w.pages), tag: 1 + w.roll(9) })],
  [3, (w) => ({ kind: "read", what: keyIn(w, w.pages) })],
  [4, (w) => ({ kind: "hold", as: newHandle(w), what: keyIn(w, w.pages), how: some(w, ["get", "pin", "longterm"]) })],
  [4, (w) => ({ kind: "drop", what: keyIn(w, w.references), cpu: onCpu(w) })],
  [2, (w) => ({ kind: "drain", cpu: onCpu(w) })],
  [2, (w) => ({ kind: "isolate", pageblock: anyPageblock(w) })],
  [6, (w) => ({ kind: "unisolate", pageblock: anyPageblock(w), mobility: mobilityOf(w) })],
  [3, (w) => ({ kind: "contig-begin", as: newHandle(w), pageblock: anyPageblock(w), count: 1 + w.roll(3) })],
  [4, (w) => ({ kind: "contig-step", what: rangeIn(w, "begun") })],
  [4, (w) => ({ kind: "contig-finish", what: rangeIn(w, "begun") })],
  [2, (w) => ({ kind: "contig-release", what: rangeIn(w, "taken") })],
  [2, (w) => ({ kind: "fake-offline", what: rangeIn(w, "taken") })],
  [2, (w) => ({ kind: "fake-online", what: rangeIn(w, "offline") })],
  [5, (w) => ({ kind: "add", block: anyBlock(w) })],
  [6, (w) => ({ kind: "online", block: anyBlock(w), zone: some(w, ["movable", "movable", "normal"]) })],
  [
    4,
    (w) =>
      w.going < 0 ? { kind: "offline-begin", block: anyBlock(w) } : { kind: "offline-step", block: block(w.going) },
  ],
  [3, (w) => ({ kind: "offline-finish", block: block(Math.max(w.going, 0)) })],
  [1, (w) => ({ kind: "offline-cancel", block: block(Math.max(w.going, 0)) })],
  [2, (w) => ({ kind: "remove", block: anyBlock(w) })],
  [1, (w) => ({ kind: "veto", next: some(w, ["online", "offline"]) })],
  [1, (w) => ({ kind: "poison", pfn: pfn(w.roll(totalFrames(w.g))) })],
  [1, () => ({ kind: "observe", what: "counters" })],
];
const weights = makers.reduce((sum, [weight]) => sum + weight, 0);

/** The next command; not always one that makes sense. */
export function nextAsk(w: Walker): Ask {
  let at = w.roll(weights);
  for (const [weight, make] of makers) {
    if (at < weight) return make(w);
    at -= weight;
  }
  return allocate(w);
}

/** Takes note of an answer. */
export function watch(w: Walker, ask: Ask, answer: Answer<Allocator>): void {
  const watcher = watchers[ask.kind as Kind<Allocator>] as
    | ((w: Walker, ask: Ask, answer: Answer<Allocator>) => void)
    | undefined;
  watcher?.(w, ask, answer);
}

/** Everything held in online blocks, each frame once. */
export function heldBy(w: Walker): Extent[] {
  const mine = new Set<number>(w.poisoned);
  const add = (first: number, count: number): void => {
    for (let at = first; at < first + count; at++) mine.add(at);
  };
  for (const page of [...w.pages.values(), ...w.lingering]) if (!page.lost) add(page.first, page.count);
  for (const { first, count, phase } of w.ranges.values()) if (phase !== "begun" && phase !== "lost") add(first, count);
  return [...mine].filter((at) => w.online.has(Math.floor(at / w.g.blockFrames))).map((at) => extent(at, 1));
}

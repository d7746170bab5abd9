import type { Answer, Command, Kind } from "../contract.ts";
import type { Allocator, Move } from "./vocabulary.ts";
import type { HeldRange, Walker } from "./walker.test-kit.ts";

type Watchers = {
  readonly [K in Kind<Allocator>]?: (w: Walker, ask: Command<Allocator, K>, answer: Answer<Allocator, K>) => void;
};

function moveAll(w: Walker, moved: readonly Move[]): void {
  for (const { from, to } of moved) {
    for (const page of [...w.pages.values(), ...w.lingering]) {
      if (page.lost || page.first !== from) continue;
      page.first = to;
      break;
    }
  }
}

function loseBlock(w: Walker, at: number): void {
  const size = w.g.blockFrames;
  for (const page of [...w.pages.values(), ...w.lingering]) page.lost ||= Math.floor(page.first / size) === at;
  for (const range of w.ranges.values()) {
    const meets = range.first < (at + 1) * size && range.first + range.count > at * size;
    if (meets && range.phase !== "begun") range.phase = "lost";
  }
}

function setPhase(w: Walker, what: number, phase: HeldRange["phase"]): void {
  const range = w.ranges.get(what);
  if (range !== undefined) range.phase = phase;
}

/** What a walker learns from each kind of answer. */
export const watchers: Watchers = {
  allocate(w, { as, order, mobility }, answer) {
    if (answer.kind !== "granted") return;
    const movable = mobility === "movable";
    w.pages.set(as, { first: answer.first, count: 2 ** order, movable, references: 0, lost: false });
  },
  release(w, { what }) {
    const page = w.pages.get(what);
    w.pages.delete(what);
    if (page === undefined || page.references === 0) return;
    if (!page.movable) page.count = 1;
    w.lingering.add(page);
  },
  hold(w, { as, what }, answer) {
    const page = w.pages.get(what);
    if (answer.kind !== "held" || page === undefined) return;
    moveAll(w, answer.moved);
    page.references++;
    w.references.set(as, page);
  },
  drop(w, { what }) {
    const page = w.references.get(what);
    w.references.delete(what);
    if (page === undefined) return;
    page.references--;
    if (page.references === 0) w.lingering.delete(page);
  },
  "contig-begin"(w, { as, pageblock, count }, answer) {
    const size = 2 ** w.g.pageblockOrder;
    if (answer.kind === "begun") w.ranges.set(as, { first: pageblock * size, count: count * size, phase: "begun" });
  },
  "contig-step": (w, _, { moved }) => moveAll(w, moved),
  "contig-finish"(w, { what }, answer) {
    if (answer.kind === "taken") setPhase(w, what, "taken");
    else w.ranges.delete(what);
  },
  "contig-release": (w, { what }) => void w.ranges.delete(what),
  "fake-offline": (w, { what }) => setPhase(w, what, "offline"),
  "fake-online": (w, { what }) => void w.ranges.delete(what),
  online(w, { block }, answer) {
    if (answer.kind === "onlined") w.online.add(block);
  },
  "offline-begin"(w, { block }, answer) {
    if (answer.kind === "begun") w.going = block;
  },
  "offline-step": (w, _, { moved }) => moveAll(w, moved),
  "offline-finish"(w, { block }, answer) {
    if (answer.kind !== "offlined") return;
    w.going = -1;
    w.online.delete(block);
    loseBlock(w, block);
  },
  "offline-cancel"(w) {
    w.going = -1;
  },
  remove(w, { block }, answer) {
    if (answer.kind !== "removed") return;
    for (const at of w.poisoned) if (Math.floor(at / w.g.blockFrames) === block) w.poisoned.delete(at);
  },
  poison(w, { pfn }, answer) {
    if (answer.kind === "poisoned") w.poisoned.add(pfn);
  },
};

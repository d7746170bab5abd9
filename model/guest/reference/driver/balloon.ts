import { extent } from "../../../units.ts";
import type { Machine } from "../machine.ts";
import { MOVABLE, tell } from "../machine.ts";
import type { Balloon } from "./driver.ts";

/** Adds a page at the end of a list of runs: pairs of first frame and count. A run lies in one block. */
function pushPage({ layout }: Machine, runs: number[], page: number): void {
  const last = runs.length - 2;
  const first = runs[last] ?? -1;
  const count = runs[last + 1] ?? 0;
  const isSameBlock = Math.floor(first / layout.blockFrames) === Math.floor(page / layout.blockFrames);
  if (isSameBlock && page === first + count) runs[last + 1] = count + 1;
  else if (isSameBlock && page === first - 1) {
    runs[last] = page;
    runs[last + 1] = count + 1;
  } else runs.push(page, 1);
}

/** Takes the lowest page of the last run. */
function popPage(runs: number[]): number {
  const last = runs.length - 2;
  const first = runs[last] ?? 0;
  const count = runs[last + 1] ?? 0;
  if (count <= 1) runs.length = last;
  else {
    runs[last] = first + 1;
    runs[last + 1] = count - 1;
  }
  return first;
}

/** What the host does not want in the guest has to be in the balloon (num_pages). */
export const balloonTarget = ({ driver, layout }: Machine): number =>
  layout.end - layout.first - driver.worker.requested;

/** Linux's array of 256 page numbers is half a pageblock of 4 KiB pages. */
export const batchLimit = ({ geometry }: Machine): number => Math.max(1, (1 << geometry.pageblockOrder) >> 1);

/** As update_balloon_size_func: towards the target, whichever side it is on. */
export function planBalloon(m: Machine): void {
  const { balloon, worker } = m.driver;
  const target = m.steps.balloonTarget(m);
  if (balloon.pages === target) {
    m.steps.finish(m, "done");
    return;
  }
  balloon.direction = balloon.pages < target ? "inflate" : "deflate";
  worker.phase = "page";
}

/** Pages still to be moved after those gathered. */
const pagesLeft = (m: Machine, { pages, batched, direction }: Balloon): number => {
  const target = m.steps.balloonTarget(m);
  return (direction === "inflate" ? target - pages : pages - target) - batched;
};

/** fill_balloon and leak_balloon: page by page until a message is full, the target is reached or no page is left. */
export function movePage(m: Machine): void {
  const { balloon, worker } = m.driver;
  const moved = balloon.direction === "inflate" ? m.steps.inflatePage(m) : m.steps.deflatePage(m);
  if (moved) balloon.batched++;
  if (!moved && balloon.batched === 0) m.steps.finish(m, "no-memory");
  else if (!moved || balloon.batched >= m.steps.batchLimit(m) || pagesLeft(m, balloon) <= 0) worker.phase = "tell";
}

/** Pages are counted here and leave the guest when the host is told, so that none is in between. */
export function inflatePage(m: Machine): boolean {
  const wanted = m.driver.balloon.batched + 1;
  m.steps.dropIn(m, MOVABLE, wanted);
  return m.steps.roomIn(m, MOVABLE) >= wanted;
}

/** The page that went in last comes out first (balloon_page_dequeue). */
export function deflatePage(m: Machine): boolean {
  const { held, batch } = m.driver.balloon;
  if (held.length === 0) return false;
  pushPage(m, batch, popPage(held));
  return true;
}

/** Before a page is used again the host knows of it (VIRTIO_BALLOON_F_MUST_TELL_HOST). */
export function tellHost(m: Machine): void {
  const { balloon, worker } = m.driver;
  if (balloon.direction === "inflate") takePages(m);
  for (let at = 0; at < balloon.batch.length; at += 2) {
    const frames = extent(balloon.batch[at] ?? 0, balloon.batch[at + 1] ?? 0);
    tell(m, { kind: balloon.direction, extent: frames });
    if (balloon.direction === "inflate") {
      m.steps.hostDiscards(m, frames);
      balloon.held.push(frames.first, frames.count);
      balloon.pages += frames.count;
    } else {
      m.steps.returnBalloonFrames(m, frames);
      balloon.pages -= frames.count;
    }
  }
  balloon.batch.length = 0;
  balloon.batched = 0;
  worker.phase = "begin";
}

/** The pages that were counted leave the guest; fewer when somebody was faster. */
function takePages(m: Machine): void {
  const { balloon } = m.driver;
  for (let page = 0; page < balloon.batched; page++) {
    const taken = m.steps.allocateBalloonPage(m);
    if (taken === null) return;
    pushPage(m, balloon.batch, taken);
  }
}

/** One message's worth is given back (VIRTIO_BALLOON_F_DEFLATE_ON_OOM); the worker takes it again when it can. */
export function deflateOnOom(m: Machine): boolean {
  const { balloon, worker } = m.driver;
  if (m.mechanism !== "balloon" || balloon.pages === 0) return false;
  if (balloon.direction === "inflate") balloon.batched = 0;
  balloon.direction = "deflate";
  while (balloon.batched < m.steps.batchLimit(m) && m.steps.deflatePage(m)) balloon.batched++;
  const { phase } = worker;
  m.steps.tellHost(m);
  if (phase === "asleep") {
    worker.phase = phase;
    m.steps.wake(m);
  }
  return true;
}

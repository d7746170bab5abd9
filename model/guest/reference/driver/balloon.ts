import { extent } from "../../../units.ts";
import type { Machine } from "../machine.ts";
import { tell } from "../machine.ts";
import type { Balloon } from "./driver.ts";

/** Adds a page at the end of a list of runs: pairs of first frame and count. */
function pushPage(runs: number[], page: number): void {
  const last = runs.length - 2;
  const first = runs[last] ?? 0;
  const count = runs[last + 1] ?? 0;
  if (last >= 0 && page === first + count) runs[last + 1] = count + 1;
  else if (last >= 0 && page === first - 1) {
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

/** See {@link DriverSteps.balloonTarget}. */
export const balloonTarget = ({ driver, layout }: Machine): number =>
  layout.end - layout.first - driver.worker.requested;

/** See {@link DriverSteps.batchLimit}. Linux's array of 256 page numbers is half a pageblock of 4 KiB pages. */
export const batchLimit = ({ geometry }: Machine): number => Math.max(1, 2 ** (geometry.pageblockOrder - 1));

/** See {@link DriverSteps.planBalloon}. */
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

/** See {@link DriverSteps.movePage}. */
export function movePage(m: Machine): void {
  const { balloon, worker } = m.driver;
  const page = balloon.direction === "inflate" ? m.steps.inflatePage(m) : m.steps.deflatePage(m);
  if (page === null) {
    if (balloon.batched === 0) m.steps.finish(m, "no-memory");
    else worker.phase = "tell";
    return;
  }
  pushPage(balloon.batch, page);
  balloon.batched++;
  if (balloon.batched >= m.steps.batchLimit(m) || pagesLeft(m, balloon) <= 0) worker.phase = "tell";
}

/** See {@link DriverSteps.inflatePage}. */
export const inflatePage = (m: Machine): number | null => m.steps.allocateBalloonPage(m);

/** See {@link DriverSteps.deflatePage}. */
export const deflatePage = ({ driver }: Machine): number => popPage(driver.balloon.held);

/** See {@link DriverSteps.tellHost}. Before a page is used again the host knows of it (VIRTIO_BALLOON_F_MUST_TELL_HOST). */
export function tellHost(m: Machine): void {
  const { balloon, worker } = m.driver;
  for (const frames of takeBatch(balloon)) {
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
  worker.phase = "begin";
}

/** Empties the batch. */
function takeBatch(balloon: Balloon) {
  const { batch } = balloon;
  const runs = [];
  for (let at = 0; at < batch.length; at += 2) runs.push(extent(batch[at] ?? 0, batch[at + 1] ?? 0));
  batch.length = 0;
  balloon.batched = 0;
  return runs;
}

/** See {@link DriverSteps.deflateOnOom}. Pages that the host has not heard of go first. */
export function deflateOnOom(m: Machine): boolean {
  const { balloon, worker } = m.driver;
  if (m.mechanism !== "balloon") return false;
  if (balloon.batched > 0 && balloon.direction === "inflate") {
    for (const frames of takeBatch(balloon)) m.steps.returnBalloonFrames(m, frames);
  } else {
    if (balloon.batched === 0) {
      const most = Math.min(balloon.pages, m.steps.batchLimit(m));
      for (let page = 0; page < most; page++) {
        pushPage(balloon.batch, m.steps.deflatePage(m));
        balloon.batched++;
      }
    }
    if (balloon.batched === 0) return false;
    balloon.direction = "deflate";
    m.steps.tellHost(m);
  }
  if (worker.phase !== "asleep") worker.phase = "begin";
  m.steps.wake(m);
  return true;
}

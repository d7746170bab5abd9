import { type Gfp, type KmemEvent, readGfp } from "./event.ts";
import {
  type Block,
  type Kernel,
  mark,
  openKernel,
  PAGEBLOCK,
  PAGEBLOCKS,
  pick,
  type Random,
  type Task,
  take,
} from "./kernel.test-kit.ts";

const gfps = {
  kernel: readGfp("GFP_KERNEL|__GFP_COMP"),
  user: readGfp("GFP_HIGHUSER_MOVABLE|__GFP_COMP"),
  target: readGfp("GFP_HIGHUSER_MOVABLE|__GFP_RETRY_MAYFAIL|__GFP_COMP"),
  accounted: readGfp("GFP_KERNEL_ACCOUNT|__GFP_ZERO"),
} as const;

/** Numbered when it stands in the trace. */
const line = 0;
const allocated = (pid: number, { pfn, order, movable }: Block, gfp: Gfp): KmemEvent => ({
  kind: "allocated",
  line,
  pid,
  pfn,
  order,
  migratetype: movable ? 1 : 0,
  gfp,
});
const freed = (pid: number, { pfn, order }: Block): KmemEvent => ({ kind: "freed", line, pid, pfn, order });
const migrated = (pid: number, succeeded: number, reason: string): KmemEvent => ({
  kind: "migrated",
  line,
  pid,
  succeeded,
  reason,
});

function* free(kernel: Kernel, pid: number, block: Block): Task {
  yield freed(pid, block);
  mark(kernel, block, 0);
}

function* allocate(kernel: Kernel, pid: number): Task {
  const { random, used } = kernel;
  const movable = random(3) > 0;
  const block = take(kernel, random(4) > 0 ? 0 : random(5), movable);
  if (block === null) return;
  yield null;
  yield allocated(pid, block, movable ? gfps.user : gfps.kernel);
  used.push(block);
}

/** Frees a block whole, or as __free_pages() does that loses a race for the last reference: the upper half first. */
function* release(kernel: Kernel, pid: number): Task {
  const block = pick(kernel, () => true);
  if (block === null) return;
  if (kernel.random(2) === 0) return yield* free(kernel, pid, block);
  for (let order = block.order - 1; order >= 0; order--)
    yield* free(kernel, pid, { ...block, pfn: block.pfn + 2 ** order, order });
  yield* free(kernel, pid + kernel.random(2), { ...block, order: 0 });
}

function* takeInBulk(kernel: Kernel): Task {
  const block = take(kernel, 0, false);
  yield null;
  if (block !== null) kernel.used.push(block);
}

function* findGroupFull(kernel: Kernel, pid: number): Task {
  const order = kernel.random(4);
  const block = take(kernel, order, false);
  if (block === null) return;
  yield null;
  yield* free(kernel, pid, block);
  yield { kind: "failed", line, pid, order, gfp: gfps.accounted };
}

/** Gives up a page that moved: at once, or whenever somebody who looked it up lets go of it. True: somebody did. */
function* leave(kernel: Kernel, pid: number, source: Block, mayBeHeld: boolean): Generator<KmemEvent | null, boolean> {
  const { random, tasks } = kernel;
  const isHeld = mayBeHeld && random(8) === 0;
  // Interrupts free pages, too, in the name of whoever they interrupt.
  if (isHeld) tasks.push(free(kernel, random(2) === 0 ? pid : 1, source));
  else yield* free(kernel, pid, source);
  return isHeld;
}

function* compact(kernel: Kernel, pid: number): Task {
  const { random, used } = kernel;
  const room = Array.from({ length: random(12) + 1 }, () => take(kernel, 0, true)).filter((block) => block !== null);
  const unused = random(3);
  let moved = 0;
  for (; moved < room.length - unused; moved++) {
    const source = pick(kernel, ({ order, movable }) => movable && order === 0);
    if (source === null) break;
    used.push(room[moved] as Block);
    yield* leave(kernel, pid, source, true);
  }
  yield migrated(pid, moved, "compaction");
  for (const block of room.slice(moved)) yield* free(kernel, pid, block);
}

/** One migrate call of a task that empties a range: some pages, of which no more than four are held by others. */
function* emptyOnce(kernel: Kernel, pid: number, range: number): Task {
  const { random, used } = kernel;
  let moved = 0;
  let held = 0;
  for (const most = 1 + random(32); moved < most; moved++) {
    const isThere = ({ pfn }: Block) => Math.floor(pfn / PAGEBLOCK) === range;
    const source = pick(kernel, (block) => block.movable && block.order === 0 && isThere(block));
    if (source === null) break;
    const place = take(kernel, 0, true);
    if (place === null) {
      used.push(source);
      break;
    }
    yield null;
    yield allocated(pid, place, gfps.target);
    used.push(place);
    if (yield* leave(kernel, pid, source, held < 4)) held++;
  }
  yield migrated(pid, moved, "contig_range");
}

function* takeRange(kernel: Kernel, pid: number): Task {
  const { random, isolated, taken } = kernel;
  const range = random(PAGEBLOCKS);
  if (isolated[range] === 1) return;
  isolated[range] = 1;
  const isEmpty = () => !taken.subarray(range * PAGEBLOCK, (range + 1) * PAGEBLOCK).includes(1);
  for (let tries = 0; tries < 40 && (tries === 0 || !isEmpty()); tries++) yield* emptyOnce(kernel, pid, range);
  for (let tries = 0; tries < 40 && !isEmpty(); tries++) yield null;
  const whole = { pfn: range * PAGEBLOCK, order: 9, movable: true };
  const got = isEmpty();
  if (got) mark(kernel, whole, 1);
  isolated[range] = 0;
  if (!got) return;
  for (let idle = random(100); idle > 0; idle--) yield null;
  if (random(3) === 0) return yield* free(kernel, pid, whole);
  for (let at = 0; at < PAGEBLOCK; at++) yield* free(kernel, pid, { pfn: whole.pfn + at, order: 0, movable: true });
}

const usual = [allocate, allocate, allocate, release, release, release, takeInBulk, findGroupFull] as const;

/** Begins tasks, each with a process number of its own: mostly small ones, rarely compaction, and a range more rarely still. */
function tasksOf(kernel: Kernel): () => Task {
  let lastPid = 100;
  return () => {
    const dice = kernel.random(60);
    const work = dice === 0 ? takeRange : dice < 3 ? compact : usual[kernel.random(usual.length)];
    lastPid += 2;
    return (work ?? allocate)(kernel, lastPid);
  };
}

/**
 * A trace of a kernel that is right, on any number of processors: tasks take turns anywhere, a block is traced as allocated
 * after it was taken and as freed before it can be taken again. It does whatever the judge has to allow for: frees in parts,
 * bulk allocation, full memory cgroups, compaction, ranges taken whole, and pages that somebody looked up for a moment.
 */
export function traceOf(random: Random, steps: number): readonly KmemEvent[] {
  const kernel = openKernel(random);
  const { tasks } = kernel;
  const begin = tasksOf(kernel);
  const events: KmemEvent[] = [];
  for (let step = 0; step < steps || tasks.length > 0; step++) {
    if (step < steps && tasks.length < 6) tasks.push(begin());
    run(tasks, random, events);
  }
  return events;
}

/** Lets some task run for a while, since a processor does one thing at a time. */
function run(tasks: Task[], random: Random, events: KmemEvent[]): void {
  const task = tasks[random(tasks.length)] as Task;
  for (let turns = 1 + random(20); turns > 0; turns--) {
    const { done, value } = task.next();
    if (done === true) {
      tasks.splice(tasks.indexOf(task), 1);
      return;
    }
    if (value !== null && value !== undefined) events.push({ ...value, line: events.length + 1 });
  }
}

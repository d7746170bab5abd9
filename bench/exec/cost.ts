import { readdirSync, readFileSync } from "node:fs";

/** What some work took. Milliseconds. */
export interface Cost {
  /** By the clock on the wall. */
  readonly wall: number;
  /** Processor time of this process, its garbage collection and its compiling included. */
  readonly harness: number;
  /** Processor time of the programs it has started; not a number where that cannot be seen. */
  readonly subject: number;
}

/** Does some work and says what it took, and what came of it. */
export async function costOf<T>(work: () => Promise<T>): Promise<{ readonly cost: Cost; readonly made: T }> {
  const wall = performance.now();
  const harness = process.cpuUsage();
  const subject = childrenMs();
  const made = await work();
  const { user, system } = process.cpuUsage(harness);
  return {
    made,
    cost: { wall: performance.now() - wall, harness: (user + system) / 1000, subject: childrenMs() - subject },
  };
}

/** Processor time counts in these steps (USER_HZ of every Linux). Milliseconds. */
const TICK_MS = 10;

/** Processor time of all children that are still there. Linux only (proc_pid_stat(5)). */
function childrenMs(): number {
  try {
    return readdirSync("/proc/self/task")
      .flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" "))
      .filter((pid) => pid !== "")
      .map(ticksOf)
      .reduce((sum, ticks) => sum + ticks * TICK_MS, 0);
  } catch {
    return Number.NaN;
  }
}

/** `utime` and `stime`, which are fields 14 and 15; the name in field 2 may hold blanks, its brackets end it. */
function ticksOf(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

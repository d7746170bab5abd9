import { readdirSync, readFileSync } from "node:fs";

/** Bytes of a page of /proc/PID/statm, on every machine this runs on. */
const PAGE_BYTES = 4096;

/** Name of the variable that marks everything a subject starts; whoever clears its environment escapes. */
export const MARK = "HOTMEM_SUBJECT";

const kill = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
};

const read = (path: string): string => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return ""; // It ended meanwhile, or is somebody else's.
  }
};

const numbersIn = (folder: string): readonly number[] => {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
};

/** Processes whose environment carries the mark; none where there is no /proc. */
const marked = (mark: string): readonly number[] =>
  numbersIn("/proc").filter((pid) => `\0${read(`/proc/${pid}/environ`)}`.includes(`\0${MARK}=${mark}\0`));

/** A child of a killed process may have been started meanwhile; more rounds than that no fork loop survives by chance. */
const ROUNDS = 5;

/** Kills the process group of `leader`, and whatever left the group but still carries the mark. Never throws. */
export function killGroup(leader: number, mark: string): void {
  kill(-leader);
  for (let round = 0; round < ROUNDS; round++) {
    const left = marked(mark);
    if (left.length === 0) return;
    for (const pid of left) kill(pid);
  }
}

/** Resident bytes of a process and of its children, as far as /proc tells; 0 where there is none. */
export function residentBytes(pid: number): number {
  const pages = Number(read(`/proc/${pid}/statm`).split(" ")[1] ?? 0);
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return pages * PAGE_BYTES + children.reduce((sum, child) => sum + residentBytes(child), 0);
}

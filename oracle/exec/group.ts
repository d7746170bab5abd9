import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Bytes of a page of /proc/PID/statm, on every machine this runs on. */
const PAGE_BYTES = 4096;

/** Name of the variable that marks everything a subject starts. */
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

const STANDARD = [0, 1, 2] as const;

const standardOf = (pid: number): readonly string[] =>
  STANDARD.map((descriptor) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${descriptor}`);
    } catch {
      return "";
    }
  });

/** How everything that a subject starts is known again. */
export interface Traces {
  /** What {@link MARK} is set to. */
  readonly mark: string;
  /** Names of the pipes that are its stdin, stdout and stderr. */
  readonly pipes: readonly string[];
}

/** Traces of a program that was started just now, and has not changed its pipes yet. */
export const tracesOf = (pid: number, mark: string): Traces => ({
  mark,
  pipes: standardOf(pid).filter((name) => /^(?:socket|pipe):/.test(name)),
});

/**
 * Processes whose environment carries the mark, or that hold one of the pipes; none where there is no /proc. Who left the group,
 * cleared the environment and closed the pipes has escaped, as every daemon means to.
 */
const traced = ({ mark, pipes }: Traces): readonly number[] =>
  numbersIn("/proc").filter(
    (pid) =>
      pid !== process.pid &&
      (`\0${read(`/proc/${pid}/environ`)}`.includes(`\0${MARK}=${mark}\0`) ||
        standardOf(pid).some((name) => pipes.includes(name))),
  );

/** A child of a killed process may have been started meanwhile; more rounds than that no fork loop survives by chance. */
const ROUNDS = 5;

/** Kills the process group of `leader`, and whatever left the group but not without a trace. Never throws. */
export function killGroup(leader: number, traces: Traces): void {
  kill(-leader);
  for (let round = 0; round < ROUNDS; round++) {
    const left = traced(traces);
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

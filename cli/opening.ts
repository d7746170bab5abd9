import type { Opening } from "../properties/suite.ts";
import type { Io } from "./io.ts";
import { type Problem, usage } from "./problem.ts";

/** The program that is started as QEMU: the one in `HOTMEM_QEMU`, if that says anything. */
export const qemuProgram = ({ env }: Io): string => env["HOTMEM_QEMU"] || "qemu-system-x86_64";

/** Variables that say how long something may take. */
const times = ["HOTMEM_QEMU_TIMEOUT_MS", "HOTMEM_EXEC_TIMEOUT_MS"] as const;
/** A timer that is set to more goes off at once. Milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

/** Milliseconds; undefined where the variable says nothing, NaN where it makes no sense. */
function readTime({ env }: Io, name: (typeof times)[number]): number | undefined {
  const said = env[name] ?? "";
  if (said === "") return undefined;
  const value = /^\d+$/.test(said) ? Number(said) : Number.NaN;
  return value >= 1 && value <= LONGEST_MS ? value : Number.NaN;
}

/** What is wrong with the environment, or null. Looked at before anything is started: a limit with a typing error would be none. */
export function wrongEnvironment(io: Io): Problem | null {
  const name = times.find((one) => Number.isNaN(readTime(io, one)));
  if (name === undefined) return null;
  return usage(`${name} is ${JSON.stringify(io.env[name])}; give whole milliseconds from 1 to ${LONGEST_MS}`);
}

/**
 * What the environment says about programs we start: `HOTMEM_QEMU` is the program to run instead of qemu-system-x86_64,
 * `HOTMEM_QEMU_TIMEOUT_MS` how long it may take to start, and to answer once, `HOTMEM_EXEC_TIMEOUT_MS` how long a command
 * may take to answer once.
 */
export function openingOf(io: Io, logFolder?: string): Opening {
  const timeoutMs = readTime(io, "HOTMEM_QEMU_TIMEOUT_MS");
  const answerMs = readTime(io, "HOTMEM_EXEC_TIMEOUT_MS");
  return {
    program: qemuProgram(io),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(answerMs === undefined ? {} : { answerMs }),
    ...(logFolder === undefined ? {} : { logFolder }),
  };
}

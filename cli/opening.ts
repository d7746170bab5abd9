import type { Opening } from "../properties/suite.ts";
import type { Io } from "./io.ts";

/** The program that is started as QEMU: the one in `HOTMEM_QEMU`, if that says anything. */
export const qemuProgram = ({ env }: Io): string => env["HOTMEM_QEMU"] || "qemu-system-x86_64";

/**
 * What the environment says about programs we start: `HOTMEM_QEMU` is the program to run instead of qemu-system-x86_64,
 * `HOTMEM_QEMU_TIMEOUT_MS` how long it may take to start, and to answer once, `HOTMEM_EXEC_TIMEOUT_MS` how long a command
 * may take to answer once.
 */
export function openingOf(io: Io, logFolder?: string): Opening {
  const timeoutMs = Number(io.env["HOTMEM_QEMU_TIMEOUT_MS"]);
  const answerMs = Number(io.env["HOTMEM_EXEC_TIMEOUT_MS"]);
  return {
    program: qemuProgram(io),
    ...(timeoutMs > 0 ? { timeoutMs } : {}),
    ...(answerMs > 0 ? { answerMs } : {}),
    ...(logFolder === undefined ? {} : { logFolder }),
  };
}

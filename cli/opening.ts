import type { Opening } from "../properties/suite.ts";
import type { Io } from "./io.ts";

/**
 * What the environment says about programs we start: `HOTMEM_QEMU` is the program to run instead of qemu-system-x86_64,
 * `HOTMEM_QEMU_TIMEOUT_MS` how long it may take to start, and to answer once.
 */
export function openingOf({ env }: Io, logFolder?: string): Opening {
  const program = env["HOTMEM_QEMU"];
  const timeoutMs = Number(env["HOTMEM_QEMU_TIMEOUT_MS"]);
  return {
    ...(program === undefined ? {} : { program }),
    ...(timeoutMs > 0 ? { timeoutMs } : {}),
    ...(logFolder === undefined ? {} : { logFolder }),
  };
}

import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allocator } from "../../model/allocator/contract.ts";
import { allocatorWire } from "../../wire/allocator.ts";
import { type ExecOptions, execSource } from "./source.ts";

const program = fileURLToPath(new URL("odd-subject.mjs", import.meta.url));

/** Tells the programs of one test file from those of others that run meanwhile. */
const ours = `test-${randomUUID()}`;

/** A command line that starts the odd subject, to go wrong this way. */
export const oddCommand = (way: string, ...more: readonly string[]): string =>
  [process.execPath, program, way, ...more, ours].map((word) => `'${word}'`).join(" ");

/** The odd subject as a source of allocators. */
export const oddSource = (way: string, options: ExecOptions = {}, ...more: readonly string[]) =>
  execSource({ contract: allocator, wire: allocatorWire }, oddCommand(way, ...more), options);

/** Processes that run the odd subject this way, of this test file. */
export function oddProcesses(way: string): readonly number[] {
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  return pids.filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      return words.includes(ours) && words.includes(way);
    } catch {
      return false;
    }
  });
}

import { accessSync, closeSync, constants, existsSync, openSync, readSync, statfsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { reason } from "../replay/transcript-file.ts";
import type { Io } from "./io.ts";
import { badData, noInput, type Problem, usage } from "./problem.ts";

/** The bytes of a file, if there is one of at most `mostBytes`; bigger ones are not even opened. */
export function readInput(io: Io, path: string, mostBytes: number): Buffer | Problem {
  try {
    const full = resolve(io.cwd, path);
    const found = statSync(full);
    if (found.isDirectory()) return noInput(`cannot read ${path}: it is a folder; name a file`);
    if (found.size > mostBytes) {
      const mib = (bytes: number) => Math.ceil(bytes / 2 ** 20);
      return badData(`${path} is ${mib(found.size)} MiB; more than ${mib(mostBytes)} MiB is no file of ours`);
    }
    return readBytes(full, mostBytes);
  } catch (error) {
    return noInput(`cannot read ${path}: ${reason(error)}; check the path`);
  }
}

/** Reads at most `most` bytes: what is no plain file (`/dev/zero`) has no size to look at beforehand. */
function readBytes(full: string, most: number): Buffer {
  const file = openSync(full, "r");
  try {
    const parts: Buffer[] = [];
    for (let have = 0; have < most; ) {
      const part = Buffer.alloc(Math.min(2 ** 16, most - have));
      const got = readSync(file, part);
      if (got === 0) break;
      parts.push(part.subarray(0, got));
      have += got;
    }
    return Buffer.concat(parts);
  } finally {
    closeSync(file);
  }
}

/** `PROC_SUPER_MAGIC` of include/uapi/linux/magic.h. */
const procfs = 0x9fa0;

/** Why nothing can be written into a folder that may not exist yet; null when it can. Creates nothing. */
export function whyNotWritable(full: string): string | null {
  try {
    let there = full;
    while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
    if (!statSync(there).isDirectory()) return there === full ? "it is a file" : `${there} is a file, not a folder`;
    accessSync(there, constants.W_OK);
    // To root everything there looks writable, and Node's recursive mkdir would never come back.
    return statfsSync(there).type === procfs ? `${there} belongs to the kernel` : null;
  } catch (error) {
    return reason(error);
  }
}

/** A folder for counterexamples, absolute, looked at before the work begins rather than after. */
export function readOutFolder(io: Io, typed: string | true | undefined): string | Problem {
  const name = typed === undefined ? "hotmem-failures" : String(typed);
  const full = resolve(io.cwd, name);
  const why = whyNotWritable(full);
  if (why === null || typed === undefined) return full;
  return usage(`cannot write to ${name}: ${why}; give another folder with --out`);
}

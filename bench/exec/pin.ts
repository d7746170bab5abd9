import { execFileSync } from "node:child_process";

/**
 * Keeps this process, and every program that it starts from now on, on one processor. Two programs that take turns gain nothing
 * from a second one, and on a machine that is otherwise idle most of each turn would go into waking it up.
 *
 * @returns whether it worked: Linux with util-linux only
 */
export function pinToOneProcessor(): boolean {
  try {
    const self = String(process.pid);
    const allowed = execFileSync("taskset", ["--cpu-list", "--pid", self], { encoding: "utf8", stdio: "pipe" });
    const first = /: (\d+)/.exec(allowed)?.[1] ?? "0";
    execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", first, self], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../cli/package-root.ts";

/** The programs that are measured, built for this machine. */
export interface Programs {
  /** The sample allocator. */
  readonly buddy: string;
  /** Writes back what it reads. */
  readonly echo: string;
  /** The same, but reads it as JSON first. */
  readonly jsonEcho: string;
  /** Removes them. */
  readonly remove: () => void;
}

/** Builds the programs in a temporary folder; a sentence when that cannot be done here. */
export function buildPrograms(): Programs | string {
  const folder = mkdtempSync(join(tmpdir(), "hotmem-bench-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const build = (name: string, source: string, ...more: readonly string[]): string => {
    const program = join(folder, name);
    const flags = ["-std=c11", "-O2", "-o", program, join(packageRoot, source), ...more];
    execFileSync("gcc", flags, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
    return program;
  };
  try {
    const echo = build("echo", "bench/exec/echo.c");
    const jsonEcho = build("json-echo", "bench/exec/echo.c", "-DJSON", "-lcjson");
    return { echo, jsonEcho, buddy: build("buddy", "oracle/examples/buddy.c", "-lcjson"), remove };
  } catch (error) {
    remove();
    const said =
      error instanceof Error ? (error.message.split("\n").find((line) => /error|ENOENT/.test(line)) ?? "") : "";
    return `gcc, its headers and cJSON are needed: apt-get install gcc libc6-dev libcjson-dev (${said.trim()})`;
  }
}

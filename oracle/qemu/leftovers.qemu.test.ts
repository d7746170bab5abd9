import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "hotmem-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The program under test as plain JavaScript, for Node 20 runs no TypeScript. */
beforeAll(async () => {
  await build({
    logLevel: "silent",
    configFile: false,
    build: { ssr: join(here, "machine.ts"), outDir: folder, minify: false },
    ssr: { noExternal: true },
  });
  const [bundle = ""] = readdirSync(folder).filter((name) => /^machine\.m?js$/.test(name));
  writeFileSync(
    join(folder, "program.mjs"),
    `import { startMachine } from "./${bundle}";
     if (process.argv[3] === "handle") process.once("SIGINT", () => setTimeout(() => process.exit(7), 20));
     const options = { program: process.argv[2], timeoutMs: 5000, logDirectory: undefined };
     const machines = [await startMachine(options), await startMachine(options)];
     console.log(machines.map(({ pid }) => pid).join(" "));
     if (process.argv[3] === "exit") process.exit(5);
     if (process.argv[3] === "throw") throw new Error("a bug");
     setInterval(() => {}, 1000);`,
  );
});

interface Ended {
  readonly pids: readonly number[];
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What is left in the folder for temporary files. */
  readonly left: readonly string[];
}

const runUntilItEnds = async (way: string, once?: (child: ChildProcess) => void): Promise<Ended> => {
  const temporary = mkdtempSync(join(folder, "tmp-"));
  const program = process.env["HOTMEM_QEMU"] || "qemu-system-x86_64";
  const child = spawn(process.execPath, [join(folder, "program.mjs"), program, way], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    if (text.endsWith("\n")) once?.(child);
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once("close", (...how) => resolve(how)),
  );
  return { pids: text.trim().split(" ").map(Number), code, signal, left: readdirSync(temporary) };
};

const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

const expectGone = async ({ pids }: Ended): Promise<void> => {
  expect(pids).toHaveLength(2);
  for (const pid of pids) await expect.poll(() => isRunning(pid)).toBe(false);
};

test("two machines go, with their folders, when the program exits or throws", async () => {
  for (const [way, code] of [
    ["exit", 5],
    ["throw", 1],
  ] as const) {
    const ended = await runUntilItEnds(way);
    expect(ended).toMatchObject({ code, left: [] });
    await expectGone(ended);
  }
});

test("two machines go, with their folders, when the program is interrupted or asked to end", async () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const ended = await runUntilItEnds("stay", (child) => child.kill(signal));
    expect(ended).toMatchObject({ signal, left: [] });
    await expectGone(ended);
  }
});

test("a program that handles the signal itself goes on until it exits, and the machines go then", async () => {
  const ended = await runUntilItEnds("handle", (child) => child.kill("SIGINT"));
  expect(ended).toMatchObject({ code: 7, signal: null, left: [] });
  await expectGone(ended);
});

test("even a program that is killed outright leaves no machine running", async () => {
  const ended = await runUntilItEnds("stay", (child) => child.kill("SIGKILL"));
  expect(ended.signal).toBe("SIGKILL");
  await expectGone(ended);
});

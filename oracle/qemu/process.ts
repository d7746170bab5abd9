import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { undoAtExit } from "./leftovers.ts";
import { Lost, sentenceOf } from "./lost.ts";
import { findProgram } from "./program.ts";
import { folderPrefix, removeStaleFolders } from "./stale.ts";

/** Bytes of the log quoted in a sentence. */
const TAIL_BYTES = 600;

/** The sockets QEMU connects to: its monitor for programs, and its gdb stub. */
const socketNames = ["qmp", "gdb"] as const;

/** One of something for each socket. */
type PerSocket<T> = { readonly [N in (typeof socketNames)[number]]: T };

/** One QEMU process with its sockets and its private folder. */
export interface Process {
  readonly pid: number;
  /** Private to this process and removed with it. */
  readonly folder: string;
  readonly sockets: PerSocket<Socket>;
  /** Resolves when it has ended, with how: `exited with code 1`, `was killed by SIGSEGV`. */
  readonly ended: Promise<string>;
  /** How it ended, or undefined while it runs. */
  howEnded(): string | undefined;
  /** The end of what it wrote to stderr, on one line; empty when it wrote nothing. */
  tail(): string;
  /**
   * Copies the log to `folder` and adds why, and the last packets sent.
   *
   * @returns where it is now, or undefined when it cannot be written there
   */
  keepLog(folder: string, why: string, lastSent: readonly string[]): string | undefined;
  /** Kills it by its process id and removes its folder. Calling it again does nothing. */
  kill(): void;
}

const howOf = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal === null ? `exited with code ${code}` : `was killed by ${signal}`;

const noPlace = (error: unknown): Lost => new Lost(`found no place for its sockets: ${sentenceOf(error)}`);

/** Listens before the child starts, so that no connection has to be retried. */
const listen = (path: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => reject(noPlace(error)));
    server.listen(path, () => resolve(server));
  });

const accept = (server: Server): Promise<Socket> =>
  new Promise((resolve) => server.once("connection", (socket) => resolve(socket)));

/** A child of its own process group, so that Ctrl-C reaches only us; setpriv ends it even when we are killed with SIGKILL. */
const launch = (program: string, args: readonly string[], log: number): ChildProcess => {
  const guard = process.platform === "linux" ? findProgram("setpriv") : undefined;
  const words = guard === undefined ? [program, ...args] : [guard, "--pdeathsig", "KILL", program, ...args];
  return spawn(words[0] ?? program, words.slice(1), { stdio: ["ignore", log, log], detached: true });
};

const tailOf = (path: string): string => {
  try {
    return readFileSync(path, "utf8").slice(-TAIL_BYTES).trim().replaceAll("\n", " | ");
  } catch {
    return "";
  }
};

const keep = (from: string, to: string, more: readonly string[]): string | undefined => {
  try {
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, `${[readFileSync(from, "utf8"), ...more].join("\n")}\n`);
    return to;
  } catch {
    return undefined;
  }
};

/** Rejects when the child ends or the time is over before all sockets are connected. */
const connected = async (child: Promise<string>, servers: readonly Server[], timeoutMs: number): Promise<Socket[]> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Lost(`did not connect within ${timeoutMs} ms`)), timeoutMs);
  });
  const early = child.then((how) => Promise.reject(new Lost(how)));
  try {
    return await Promise.race([Promise.all(servers.map(accept)), late, early]);
  } finally {
    clearTimeout(timer);
    for (const server of servers) server.close();
  }
};

const makeFolder = (program: string): string => {
  try {
    return mkdtempSync(folderPrefix());
  } catch (error) {
    throw new Lost(`${program} ${noPlace(error).message}`);
  }
};

const perSocket = <T>(values: readonly T[]): PerSocket<T> =>
  Object.fromEntries(socketNames.map((name, at) => [name, values[at]])) as unknown as PerSocket<T>;

/**
 * Starts QEMU in a folder of its own, with `argsFor` the paths of its sockets, and waits until it has connected to all of them.
 *
 * @throws {Lost} when it does not; nothing is left behind then
 */
export const startProcess = async (
  program: string,
  argsFor: (paths: PerSocket<string>) => readonly string[],
  timeoutMs: number,
): Promise<Process> => {
  removeStaleFolders();
  const folder = makeFolder(program);
  const logPath = join(folder, "qemu.log");
  const paths = socketNames.map((name) => join(folder, `${name}.sock`));
  const sockets: Socket[] = [];
  let child: ChildProcess | undefined;
  let how: string | undefined;
  const kill = undoAtExit(() => {
    if (how === undefined) child?.kill("SIGKILL");
    for (const socket of sockets) socket.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
  try {
    const servers = await Promise.all(paths.map(listen));
    const log = openSync(logPath, "a");
    const started = launch(program, argsFor(perSocket(paths)), log);
    child = started;
    closeSync(log);
    const ended = new Promise<string>((resolve) => {
      const end = (sentence: string): void => {
        how ??= sentence;
        resolve(how);
      };
      started.once("exit", (code, signal) => end(howOf(code, signal)));
      started.once("error", (error) => end(`could not be started: ${error.message}`));
    });
    sockets.push(...(await connected(ended, servers, timeoutMs)));
    const pid = started.pid ?? 0;
    const keepLog = (to: string, why: string, lastSent: readonly string[]): string | undefined =>
      keep(logPath, join(to, `qemu-${pid}-${Date.now()}.log`), [why, "The last packets sent:", ...lastSent]);
    return {
      pid,
      folder,
      sockets: perSocket(sockets),
      ended,
      howEnded: () => how,
      tail: () => tailOf(logPath),
      keepLog,
      kill,
    };
  } catch (caught) {
    const tail = tailOf(logPath);
    kill();
    const said = tail === "" ? "" : `; it said: ${tail}`;
    throw caught instanceof Lost ? new Lost(`${program} ${caught.message}${said}`) : caught;
  }
};

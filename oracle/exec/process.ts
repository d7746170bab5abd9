import { type ChildProcessByStdio, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Readable, Writable } from "node:stream";
import { undoAtExit } from "../qemu/leftovers.ts";
import { findProgram } from "../qemu/program.ts";
import { isProgramAlone } from "./command.ts";
import { killGroup, MARK, residentBytes, tracesOf } from "./group.ts";

/** How often the memory of a program is looked at, and how long its last words may take after its end. Milliseconds. */
const WATCH_MS = 250;
const LAST_WORDS_MS = 200;

/** Whoever listens to a program. */
export interface Ears {
  /** Bytes from stdout. */
  stdout(chunk: Buffer): void;
  /** Bytes from stderr. */
  stderr(chunk: Buffer): void;
  /** It ended, and everything it said before was heard; or it closed its stdout and cannot say anything any more. */
  ended(how: string): void;
  /** It uses more memory than it may. Bytes. */
  tooLarge(bytes: number): void;
}

/** A program with its stdin, in a process group of its own. */
export interface Program {
  readonly pid: number;
  /** Sends text; does nothing once the program is gone. */
  write(text: string): void;
  /** Resolves when it is no process any more. */
  readonly gone: Promise<void>;
  /** Kills the program and everything it started. Calling it again does nothing. */
  kill(): void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * The command is given to the shell, and takes its place where it can, so that its end is seen as it was. A process group of its own keeps Ctrl-C from reaching it, so that only we end it;
 * setpriv ends it even when we are killed outright.
 */
function launch(command: string, mark: string): Child {
  const guard = process.platform === "linux" ? findProgram("setpriv") : undefined;
  const shell = ["/bin/sh", "-c", isProgramAlone(command) ? `exec ${command}` : command];
  const words = guard === undefined ? shell : [guard, "--pdeathsig", "KILL", ...shell];
  return spawn(words[0] ?? "", words.slice(1), {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
    env: { ...process.env, [MARK]: mark },
  });
}

const howOf = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal === null ? `it exited with code ${code}` : `it was killed by ${signal}`;

/** Starts a command in the shell. Failing to start is heard as an end. */
export function startProgram(command: string, memoryBytes: number, ears: Ears): Program {
  const mark = randomUUID();
  const child = launch(command, mark);
  const pid = child.pid ?? 0;
  const traces = tracesOf(pid, mark);
  let how: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const watch = setInterval(() => {
    const bytes = pid === 0 ? 0 : residentBytes(pid);
    if (bytes > memoryBytes) ears.tooLarge(bytes);
  }, WATCH_MS).unref();
  const kill = undoAtExit(() => {
    clearInterval(watch);
    if (pid !== 0) killGroup(pid, traces);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  });
  const end = (sentence: string): void => {
    if (how !== undefined) return;
    how = sentence;
    clearInterval(watch);
    // A child of the program may keep stdout open, so its end is not waited for.
    const told = () => ears.ended(sentence);
    if (child.stdout.readableEnded) told();
    else {
      const late = setTimeout(told, LAST_WORDS_MS);
      child.stdout.once("end", () => {
        clearTimeout(late);
        told();
      });
    }
  };
  child.once("exit", (code, signal) => end(howOf(code, signal)));
  child.once("error", (error) => end(`it could not be started: ${error.message}`));
  child.stdin.on("error", () => undefined); // a program that does not listen is noticed by its silence
  child.stdout.on("data", (chunk: Buffer) => ears.stdout(chunk));
  child.stderr.on("data", (chunk: Buffer) => ears.stderr(chunk));
  child.stdout.once("end", () => setTimeout(() => end("it closed its stdout"), LAST_WORDS_MS));
  return {
    pid,
    gone,
    write: (text) => {
      if (child.stdin.writable) child.stdin.write(text);
    },
    kill,
  };
}

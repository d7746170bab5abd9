import { glimpse } from "../../wire/codec.ts";
import type { limits } from "../protocol/limits.ts";
import { openByteLines } from "../protocol/lines.ts";
import { Garbled, Lost } from "./broken.ts";
import { sayLate, sayNoJson } from "./hints.ts";
import { openLog } from "./log.ts";
import { startProgram } from "./process.ts";
import { openTurn } from "./turn.ts";

/** {@link limits}, or others. */
export type Limits = { readonly [L in keyof typeof limits]: number };

/** A program that is talked to one line at a time: a line is sent, and one comes back. */
export interface Peer {
  readonly pid: number;
  /**
   * Sends a line and waits for the one that comes back.
   *
   * @throws {Lost} when none comes
   * @throws {Garbled} when more came than were asked for
   */
  talk(line: string): Promise<Uint8Array>;
  /** As {@link Peer.talk}, and reads what came back as JSON. @throws {Lost} @throws {Garbled} also when it is no JSON */
  exchange(line: string): Promise<unknown>;
  /** Why it cannot be talked to any more; undefined while it can. */
  trouble(): Error | undefined;
  /** The sentence, with the end of stderr and, where logs are kept, the place of this one. */
  explain(why: string): string;
  /** Resolves when it is no process any more. */
  readonly gone: Promise<void>;
  /** Sends a last line, waits for the end of the program a little while, and kills whatever is left. True when it ended on its own. */
  close(farewell: string): Promise<boolean>;
  /** Kills it and everything it started, at once; whoever waits is told why. Calling it again does nothing. */
  kill(why?: string): void;
}

/** Of a line of the program, as many as its log could keep. */
const LOGGED_BYTES = 8192;

/** Starts a command and talks to it. Failing to start is noticed at the first exchange. */
export function openPeer(command: string, bounds: Limits, logFolder: string | undefined): Peer {
  const log = openLog(bounds.logBytes);
  let patienceMs: number = bounds.startMs;
  let isFirst = true;
  const turn = openTurn(() => fail(new Lost(sayLate(patienceMs, lines.held(), isFirst))));
  const leaving = new AbortController();
  let trouble: Error | undefined;
  let hasLeft = false;

  const fail = (error: Error): void => {
    trouble ??= error;
    turn.breakOff(trouble);
    leaving.abort();
    program.kill();
  };
  const hear = (line: Buffer): void => {
    log.said("subject", line.toString("utf8", 0, LOGGED_BYTES));
    if (turn.give(line)) {
      patienceMs = bounds.answerMs;
      isFirst = false;
    } else fail(new Garbled(`it sent a line that nobody had asked for: ${glimpse(line.toString("utf8"))}`));
  };
  const lines = openByteLines(bounds.lineBytes, (line) => {
    if (trouble !== undefined) return;
    if (line instanceof Uint8Array) hear(line);
    else fail(new Garbled(`it sent ${line.flaw}`));
  });
  const program = startProgram(command, bounds.memoryBytes, {
    stdout: (chunk) => lines.push(chunk),
    stderr: (chunk) => log.heard(chunk),
    ended: (how) => {
      hasLeft = trouble === undefined;
      fail(new Lost(lines.held() === 0 ? how : `${how} in the middle of a line`));
    },
    tooLarge: (bytes) => fail(new Lost(`it used ${mib(bytes)} MiB of memory; it may use ${mib(bounds.memoryBytes)}`)),
  });
  const talk = (line: string): Promise<Buffer> => {
    if (trouble !== undefined) return Promise.reject(trouble);
    const answer = turn.wait(patienceMs);
    log.said("harness", line);
    program.write(`${line}\n`);
    return answer;
  };
  return {
    pid: program.pid,
    gone: program.gone,
    talk,
    exchange: async (line) => parsed(await talk(line)),
    trouble: () => trouble,
    explain: (why) => {
      const name = `exec-${program.pid}-${Date.now()}.log`;
      const kept = logFolder === undefined ? undefined : log.keep(logFolder, name, why);
      return [why, ...said("it said", log.tail()), ...said("log", kept)].join("; ");
    },
    close: async (line) => {
      if (trouble === undefined) {
        talk(line).catch(() => undefined);
        await patience(bounds.stopMs, leaving.signal);
      }
      fail(new Lost("it was stopped"));
      await program.gone;
      return hasLeft;
    },
    kill: (why = "it was stopped") => fail(new Lost(why)),
  };
}

const said = (what: string, text: string | undefined): readonly string[] =>
  text === undefined || text === "" ? [] : [`${what}: ${text}`];

const mib = (bytes: number): string => Math.round(bytes / 2 ** 20).toLocaleString("en-US");

/** The value that a line of JSON says. @throws {Garbled} when it is none */
export function parsed(bytes: Uint8Array): unknown {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Garbled(sayNoJson(line, error instanceof Error ? error.message : ""));
  }
}

/** Waits so long, or until the signal comes. */
const patience = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(late);
      resolve();
    });
  });

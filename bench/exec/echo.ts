import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import type { Command } from "../../model/contract.ts";
import { presets } from "../../model/presets.ts";
import type { SubjectSource } from "../../model/subject.ts";
import { composeScript } from "../../properties/compose.ts";
import { diceOf } from "../../properties/dice.ts";
import { allocatorSuite } from "../../properties/suites.ts";

/** Commands as a campaign sends them, many at a time or one by one. */
export type Batches = readonly (readonly Command<Allocator>[])[];

/** So many runs are sent round and round. */
const RUNS = 40;

/** The commands of some runs, for a subject that is like this one. */
export function batchesFor(source: SubjectSource<Allocator>, steps: number, most: number): Batches {
  const geometry = source.adapt(presets.small);
  if ("refused" in geometry) throw new Error(geometry.refused);
  return Array.from({ length: RUNS }, (_, run) => {
    const { commands } = composeScript(allocatorSuite, diceOf(7, run), { geometry, steps, among: source.speaks });
    return Array.from({ length: Math.ceil(commands.length / most) }, (_, at) =>
      commands.slice(at * most, (at + 1) * most),
    );
  }).flat();
}

/** A program that answers each line with a line. */
export interface Echo {
  /** Sends batches and waits for each to come back, for so long. @returns how many commands came back */
  readonly talk: (batches: Batches, ms: number) => Promise<number>;
  /** Resolves when it is no process any more. */
  readonly end: () => Promise<void>;
}

/**
 * How a batch becomes a line, and what is done with the line that comes back. `json`: the commands are written as JSON, and what
 * comes back is parsed; `bytes`: the line is written once and for all, and what comes back is not even looked at.
 */
export type Manner = "json" | "bytes";

const lineOf = (batch: readonly Command<Allocator>[], id: number): string =>
  `${JSON.stringify(batch.length === 1 ? { id, ask: batch[0] } : { id, asks: batch.map((ask, at) => ({ id: id + 1 + at, ask })) })}\n`;

const LINE_FEED = 10;

/** Starts the program that echoes. Bare pipes, nothing of the oracle. */
export function openEcho(program: string, manner: Manner): Echo {
  const child = spawn(program, [], { stdio: ["pipe", "pipe", "inherit"] });
  let parts: Buffer[] = [];
  let heard: (line: Buffer) => void = () => {};
  child.stdout.on("data", (chunk: Buffer) => {
    parts.push(chunk);
    if (chunk.at(-1) !== LINE_FEED) return;
    const line = parts.length === 1 ? chunk : Buffer.concat(parts);
    parts = [];
    heard(line);
  });
  const ready = new WeakMap<readonly Command<Allocator>[], string>();
  const write = (batch: readonly Command<Allocator>[], id: number): string => {
    const line = (manner === "bytes" ? ready.get(batch) : undefined) ?? lineOf(batch, id);
    if (manner === "bytes") ready.set(batch, line);
    return line;
  };
  return {
    talk: async (batches, ms) => {
      const until = performance.now() + ms;
      let commands = 0;
      for (let at = 0; performance.now() < until; at++) {
        const batch = batches[at % batches.length] as readonly Command<Allocator>[];
        const line = await new Promise<Buffer>((resolve) => {
          heard = resolve;
          child.stdin.write(write(batch, commands));
        });
        if (manner === "json" && JSON.parse(line.toString("utf8")).id !== commands) throw new Error("it is no echo");
        commands += batch.length;
      }
      return commands;
    },
    end: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

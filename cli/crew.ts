import { setMaxListeners } from "node:events";
import { Worker } from "node:worker_threads";
import { CannotStart } from "../model/subject.ts";
import type { Hooks } from "./hooks.ts";
import { type Done, type Job, performJob } from "./job.ts";
import type { Standing } from "./progress.ts";

/** What a thread says: where it stands, and in the end what it found or why it could not. */
export type FromWorker =
  | { readonly kind: "standing"; readonly standing: Standing }
  | { readonly kind: "done"; readonly done: Done }
  | { readonly kind: "cannot-start" | "bug"; readonly why: string };

/** What a thread is told. */
export type ToWorker = { readonly kind: "job"; readonly job: Job } | { readonly kind: "stop" };

/** Threads run compiled JavaScript; from TypeScript sources there is one thread, this one. */
const canThread = import.meta.url.endsWith(".js");

/** Somebody who does one job after the other: this thread, or another one. */
interface Hand {
  perform(job: Job, hooks: Hooks): Promise<Done>;
  close(): void;
}

const ownHand: Hand = { perform: performJob, close: () => undefined };

/** A thread of its own. Loading the program costs it more than most jobs do, so it is kept for many. */
function openThread(): Hand {
  const worker = new Worker(new URL("./worker.js", import.meta.url));
  const tell = (message: ToWorker) => worker.postMessage(message);
  const perform = (job: Job, { signal, onProgress }: Hooks): Promise<Done> =>
    new Promise((resolve, reject) => {
      const hear = (message: FromWorker) => {
        if (message.kind === "standing") return onProgress(message.standing);
        hushAll();
        if (message.kind === "done") return resolve(message.done);
        return reject(message.kind === "bug" ? new Error(message.why) : new CannotStart(message.why));
      };
      const fail = (error: Error) => {
        hushAll();
        reject(error);
      };
      const end = (code: number) => fail(new Error(`a thread ended with ${code} and no report`));
      const stop = () => tell({ kind: "stop" });
      const hushAll = () => {
        signal.removeEventListener("abort", stop);
        worker.off("message", hear).off("error", fail).off("exit", end);
      };
      signal.addEventListener("abort", stop);
      worker.on("message", hear).on("error", fail).on("exit", end);
      tell({ kind: "job", job });
      if (signal.aborted) stop();
    });
  return { perform, close: () => void worker.terminate() };
}

/** Whoever looks on while jobs are done. */
export interface Watch {
  /** Where the job with this number stands. */
  onProgress?(at: number, standing: Standing): void;
  /** How many jobs are finished. */
  onDone?(finished: number): void;
}

/**
 * Does jobs, at most `threads` at once, and returns what came of each in the order of the jobs. Jobs that have not begun
 * when the signal comes are given up: their place holds null.
 *
 * @throws {CannotStart} when a subject cannot be started; the other jobs are stopped then
 */
export async function performJobs(
  jobs: readonly Job[],
  threads: number,
  signal: AbortSignal,
  watch: Watch,
): Promise<readonly (Done | null)[]> {
  const done: (Done | null)[] = jobs.map(() => null);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  // Every thread listens to it; Node takes more than ten listeners for a leak, and says so on stderr.
  setMaxListeners(0, either);
  let next = 0;
  let finished = 0;
  const work = async (): Promise<void> => {
    const hand = canThread && threads > 1 ? openThread() : ownHand;
    try {
      for (let at = next++; at < jobs.length && !either.aborted; at = next++) {
        const onProgress = (standing: Standing) => watch.onProgress?.(at, standing);
        done[at] = await hand.perform(jobs[at] as Job, { signal: either, onProgress });
        watch.onDone?.(++finished);
      }
    } finally {
      hand.close();
    }
  };
  const hands = Array.from({ length: Math.min(threads, jobs.length) }, () =>
    work().catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  const ended = await Promise.allSettled(hands);
  for (const hand of ended) if (hand.status === "rejected") throw hand.reason;
  return done;
}

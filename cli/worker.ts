import { parentPort, workerData } from "node:worker_threads";
import { CannotStart } from "../model/subject.ts";
import type { FromWorker } from "./crew.ts";
import { type Job, performJob } from "./job.ts";

/** One thread of the crew: does the one job it was born for, reports, and ends. */
const stopping = new AbortController();
const send = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.once("message", () => stopping.abort());
try {
  const done = await performJob(workerData as Job, {
    signal: stopping.signal,
    onProgress: (standing) => send({ kind: "standing", standing }),
  });
  send({ kind: "done", done });
} catch (error) {
  const kind = error instanceof CannotStart ? "cannot-start" : "bug";
  send({ kind, why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
parentPort?.close();

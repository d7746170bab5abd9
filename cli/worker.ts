import { parentPort } from "node:worker_threads";
import { CannotStart } from "../model/subject.ts";
import type { FromWorker, ToWorker } from "./crew.ts";
import { type Job, performJob } from "./job.ts";

/** One thread of the crew: does the jobs it is sent, one after the other, until it is told to stop or closed. */
const stopping = new AbortController();
const send = (message: FromWorker): void => parentPort?.postMessage(message);

async function perform(job: Job): Promise<void> {
  try {
    const done = await performJob(job, {
      signal: stopping.signal,
      onProgress: (standing) => send({ kind: "standing", standing }),
    });
    send({ kind: "done", done });
  } catch (error) {
    if (error instanceof CannotStart) send({ kind: "cannot-start", why: error.message });
    else send({ kind: "bug", why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "stop") stopping.abort();
  else void perform(message.job);
});

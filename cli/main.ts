#!/usr/bin/env node
import { exit } from "./exit.ts";
import { main } from "./run.ts";

const stopping = new AbortController();

/** The first signal asks for an orderly end, the second does not ask. */
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    if (stopping.signal.aborted) process.exit(exit.interrupted);
    stopping.abort();
  });
}

/** Whoever reads our output may stop reading (`| head`); what was to be found is still found, and the code still true. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

const code = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  line: process.stderr.isTTY === true ? process.stderr : null,
  columns: process.stdout.columns ?? process.stderr.columns,
  signal: stopping.signal,
});

/** Output to a pipe may still be on its way. */
process.stdout.write("", () => process.exit(code));

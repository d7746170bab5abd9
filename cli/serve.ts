import { limits } from "../oracle/protocol/limits.ts";
import { type Flaw, openLines } from "../oracle/protocol/lines.ts";
import type { Typed } from "./command-line.ts";
import { type ExitCode, exit } from "./exit.ts";
import type { Io } from "./io.ts";
import { packageVersion } from "./package-root.ts";
import { openServedModel } from "./served-model.ts";

/** `hotmem serve`: the reference and the laws on stdin and stdout, until `stop` or the end of stdin. */
export async function serve(_typed: Typed, _files: readonly string[], io: Io): Promise<ExitCode> {
  const model = openServedModel(packageVersion);
  let done: ExitCode | null = null;
  const refuse = (flaw: string): ExitCode => {
    io.stderr.write(`hotmem: the other side sent ${flaw}\n`);
    return exit.badData;
  };
  const take = (line: string | Flaw): void => {
    if (done !== null) return;
    if (typeof line !== "string") {
      done = refuse(line.flaw);
      return;
    }
    const { reply, last } = model.answer(line);
    io.stdout.write(`${JSON.stringify(reply)}\n`);
    if (last) done = exit.held;
  };
  const lines = openLines(limits.lineBytes, take);
  const interrupted = new Promise<null>((resolve) => {
    io.signal.addEventListener("abort", () => resolve(null));
  });
  const input = io.stdin?.[Symbol.asyncIterator]();
  while (done === null && input !== undefined) {
    const next = await Promise.race([input.next(), interrupted]);
    if (next === null) return exit.interrupted;
    if (next.done === true) break;
    lines.push(next.value);
  }
  if (done === null && lines.held() > 0) return refuse("a last line without a line feed, which was not answered");
  return done ?? exit.held;
}

import type { Socket } from "node:net";
import { Lost } from "./lost.ts";

/** QEMU's qtest socket: one text line a command, one line an answer, in order (QEMU docs, devel/qtest). */
export interface Qtest {
  /**
   * Sends the commands in one write. Resolves with what stood after `OK` of each, in order.
   *
   * @throws {Lost} when QEMU closes the socket, stays silent for longer than the time limit, or refuses a command
   */
  ask(commands: readonly string[]): Promise<readonly string[]>;
  /** Makes every open and later `ask` fail with this sentence. */
  fail(why: string): void;
  /** The commands of the last `ask`, for the log of a lost machine. */
  lastSent(): readonly string[];
}

interface Waiting {
  readonly count: number;
  readonly answers: string[];
  readonly resolve: (answers: readonly string[]) => void;
  readonly reject: (why: Lost) => void;
  readonly timer: NodeJS.Timeout;
}

/** Speaks qtest over a connected socket. `timeoutMs` bounds each `ask`. */
export const openQtest = (socket: Socket, timeoutMs: number): Qtest => {
  const queue: Waiting[] = [];
  let last: readonly string[] = [];
  let dead: string | undefined;
  let rest = "";

  const fail = (why: string): void => {
    dead ??= why;
    for (const waiting of queue.splice(0)) {
      clearTimeout(waiting.timer);
      waiting.reject(new Lost(dead, waiting.answers));
    }
  };

  const take = (line: string): void => {
    if (line.startsWith("IRQ ")) return; // only after irq_intercept, which nobody here asks for
    const [first] = queue;
    if (first === undefined || !line.startsWith("OK")) {
      fail(`QEMU answered on the qtest socket: ${line.slice(0, 200)}`);
      return;
    }
    first.answers.push(line.slice(3));
    if (first.answers.length < first.count) return;
    queue.shift();
    clearTimeout(first.timer);
    first.resolve(first.answers);
  };

  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (dead === undefined) take(line);
  });
  socket.on("error", (error) => fail(`the qtest socket broke: ${error.message}`));
  socket.on("close", () => fail("QEMU closed the qtest socket"));

  return {
    ask: (commands) =>
      new Promise((resolve, reject) => {
        if (dead !== undefined) return reject(new Lost(dead));
        if (commands.length === 0) return resolve([]);
        last = commands;
        const timer = setTimeout(
          () => fail(`QEMU did not answer on the qtest socket within ${timeoutMs} ms`),
          timeoutMs,
        );
        queue.push({ count: commands.length, answers: [], resolve, reject, timer });
        socket.write(`${commands.join("\n")}\n`, "latin1");
      }),
    fail,
    lastSent: () => last,
  };
};

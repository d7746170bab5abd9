import type { Socket } from "node:net";
import { onLines, openDesk } from "./desk.ts";

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

/** Speaks qtest over a connected socket. `timeoutMs` bounds each `ask`. */
export const openQtest = (socket: Socket, timeoutMs: number): Qtest => {
  const desk = openDesk(socket, "qtest", timeoutMs);
  let last: readonly string[] = [];

  onLines(socket, (line) => {
    if (line.startsWith("IRQ ")) return; // only after irq_intercept, which nobody here asks for
    const caller = desk.first();
    if (caller === undefined || !line.startsWith("OK")) {
      desk.fail(`QEMU answered on the qtest socket: ${line.slice(0, 200)}`);
      return;
    }
    caller.answers.push(line.slice(3));
    if (caller.answers.length === caller.count) desk.serve();
  });

  return {
    ask: (commands) => {
      const answers = desk.wait(commands.length);
      last = commands;
      if (desk.isOpen()) socket.write(`${commands.join("\n")}\n`, "latin1");
      return answers;
    },
    fail: desk.fail,
    lastSent: () => last,
  };
};

import type { Socket } from "node:net";
import { openDesk } from "./desk.ts";
import { contentOf, monitor } from "./packets.ts";

/**
 * QEMU's gdb stub. Memory, registers and the human monitor are all reached through this one socket, so that whatever is sent
 * is carried out in the order in which it was sent, however much of it is sent at once.
 */
export interface Stub {
  /**
   * Sends packets in one write. Resolves with the answer to each, in order: digits, or what the monitor printed.
   *
   * @throws {Lost} when QEMU closes the socket, stays silent for longer than the time limit, or refuses a packet
   */
  ask(packets: readonly string[]): Promise<readonly string[]>;
  /** Runs one line of the monitor. Resolves with what it printed; empty when it worked and had nothing to say. @throws {Lost} */
  run(line: string): Promise<string>;
  /** Makes every open and later call fail with this sentence. */
  fail(why: string): void;
  /** What was asked last, put into words; for the log of a lost machine. */
  lastSent(): readonly string[];
}

/** QEMU's sentence in what a failed command printed. */
export const refusalIn = (printed: string): string => printed.replace(/^Error: /, "");

const decode = (digits: string): string => Buffer.from(digits, "hex").toString("utf8");

/** Takes over a connected socket. `timeoutMs` bounds each wait. */
export const openStub = (socket: Socket, timeoutMs: number): Stub => {
  const desk = openDesk(socket, "gdb", timeoutMs);
  let rest = "";
  let printed = "";
  let last: readonly string[] = [];

  /** Output comes in packets that begin with `O`; `OK` ends it. Stop replies (`T`) are news, not answers. */
  const take = (data: string): void => {
    const caller = desk.first();
    const begins = data.charAt(0);
    if (begins === "T") return;
    if (caller === undefined || begins === "" || begins === "E") {
      desk.fail(`QEMU answered on the gdb socket: ${JSON.stringify(data.slice(0, 200))}`);
    } else if (begins === "O" && data !== "OK") {
      printed += decode(data.slice(1));
    } else {
      caller.answers.push(begins === "O" ? printed.trim() : data);
      printed = "";
      if (caller.answers.length === caller.count) desk.serve();
    }
  };

  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    rest += chunk;
    let at = 0;
    for (;;) {
      const begin = rest.indexOf("$", at);
      const end = begin === -1 ? -1 : rest.indexOf("#", begin);
      if (end === -1 || end + 3 > rest.length) break;
      take(rest.slice(begin + 1, end));
      at = end + 3;
    }
    rest = rest.slice(at);
  });

  const ask = (packets: readonly string[]): Promise<readonly string[]> => {
    const answers = desk.wait(packets.length);
    last = packets;
    if (desk.isOpen()) socket.write(packets.join(""), "latin1");
    return answers;
  };

  return {
    ask,
    run: async (line) => (await ask([monitor(line)]))[0] ?? "",
    fail: desk.fail,
    lastSent: () => last.map(contentOf),
  };
};

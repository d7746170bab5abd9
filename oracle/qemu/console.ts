import type { Socket } from "node:net";
import { Lost } from "./lost.ts";

/**
 * QEMU's human monitor, reached through its gdb stub (GDB manual, "Remote Protocol", packet `qRcmd`). A command costs 40 µs here
 * and 600 µs through QMP, where it wakes two threads; so what a run does often goes this way.
 */
export interface Console {
  /**
   * Runs one line. Resolves with what it printed, trimmed; empty when it worked and had nothing to say.
   *
   * @throws {Lost} when QEMU closes the socket, stays silent for longer than the time limit, or does not know the packet
   */
  run(line: string): Promise<string>;
  /** Makes every open and later `run` fail with this sentence. */
  fail(why: string): void;
}

interface Waiting {
  printed: string;
  readonly resolve: (printed: string) => void;
  readonly reject: (why: Lost) => void;
  readonly timer: NodeJS.Timeout;
}

/** `$data#checksum`, the sum of its bytes modulo 256; the `+` before it acknowledges the packet that came last. */
const packet = (data: string): string => {
  let sum = 0;
  for (let at = 0; at < data.length; at += 1) sum += data.charCodeAt(at);
  return `+$${data}#${(sum & 0xff).toString(16).padStart(2, "0")}`;
};

const encode = (text: string): string => Buffer.from(text, "utf8").toString("hex");
const decode = (digits: string): string => Buffer.from(digits, "hex").toString("utf8");

/** Takes over a connected socket. `timeoutMs` bounds each `run`. */
export const openConsole = (socket: Socket, timeoutMs: number): Console => {
  const queue: Waiting[] = [];
  let dead: string | undefined;
  let rest = "";

  const fail = (why: string): void => {
    dead ??= why;
    for (const waiting of queue.splice(0)) {
      clearTimeout(waiting.timer);
      waiting.reject(new Lost(dead));
    }
  };

  /** Output comes in packets that begin with `O`; `OK` ends it. Stop replies (`T`) are news, not answers. */
  const take = (data: string): void => {
    const [first] = queue;
    if (data.startsWith("T")) return;
    if (first !== undefined && /^O[0-9a-f]*$/.test(data)) {
      first.printed += decode(data.slice(1));
    } else if (first === undefined || data !== "OK") {
      fail(`QEMU answered on the gdb socket: ${JSON.stringify(data.slice(0, 200))}`);
    } else {
      queue.shift();
      clearTimeout(first.timer);
      first.resolve(first.printed.trim());
    }
  };

  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    rest += chunk;
    for (let found = /\$([^#]*)#../.exec(rest); found !== null; found = /\$([^#]*)#../.exec(rest)) {
      rest = rest.slice(found.index + found[0].length);
      if (dead === undefined) take(found[1] ?? "");
    }
  });
  socket.on("error", (error) => fail(`the gdb socket broke: ${error.message}`));
  socket.on("close", () => fail("QEMU closed the gdb socket"));

  return {
    run: (line) =>
      new Promise((resolve, reject) => {
        if (dead !== undefined) return reject(new Lost(dead));
        const timer = setTimeout(() => fail(`QEMU did not answer on the gdb socket within ${timeoutMs} ms`), timeoutMs);
        queue.push({ printed: "", resolve, reject, timer });
        socket.write(packet(`qRcmd,${encode(line)}`), "latin1");
      }),
    fail,
  };
};

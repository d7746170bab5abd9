import type { Socket } from "node:net";
import { openDesk } from "./desk.ts";

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

/** QEMU's sentence in what a failed command printed. */
export const refusalIn = (printed: string): string => printed.replace(/^Error: /, "");

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
  const desk = openDesk(socket, "gdb", timeoutMs);
  let rest = "";

  /** Output comes in packets that begin with `O`; `OK` ends it. Stop replies (`T`) are news, not answers. */
  const take = (data: string): void => {
    const caller = desk.first();
    if (data.startsWith("T")) return;
    if (caller !== undefined && data === "OK") desk.serve();
    else if (caller !== undefined && /^O[0-9a-f]*$/.test(data)) caller.answers.push(decode(data.slice(1)));
    else desk.fail(`QEMU answered on the gdb socket: ${JSON.stringify(data.slice(0, 200))}`);
  };

  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    rest += chunk;
    for (let found = /\$([^#]*)#../.exec(rest); found !== null; found = /\$([^#]*)#../.exec(rest)) {
      rest = rest.slice(found.index + found[0].length);
      take(found[1] ?? "");
    }
  });

  return {
    run: async (line) => {
      const printed = desk.wait();
      if (desk.isOpen()) socket.write(packet(`qRcmd,${encode(line)}`), "latin1");
      return (await printed).join("").trim();
    },
    fail: desk.fail,
  };
};

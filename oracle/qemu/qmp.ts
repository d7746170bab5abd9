import type { Socket } from "node:net";
import { onLines, openDesk } from "./desk.ts";

/** What QEMU said to one command. `error` is QEMU's own sentence. */
export type QmpReply =
  | { readonly kind: "return"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: string };

/** QEMU's monitor for programs: JSON commands, replies in order, events in between (QEMU docs, interop/qmp-spec). */
export interface Qmp {
  /** @throws {Lost} when QEMU closes the socket, stays silent for longer than the time limit, or writes what is not JSON */
  execute(command: string, args?: Readonly<Record<string, unknown>>): Promise<QmpReply>;
  /** Calls `take` with the data of every event of this name. */
  onEvent(name: string, take: (data: Readonly<Record<string, unknown>>) => void): void;
  /** Resolves when `isSo`, which is asked now and after each event. One caller at a time. @throws {Lost} as `execute` does */
  until(isSo: () => boolean): Promise<void>;
  /** Makes every open and later call fail with this sentence. */
  fail(why: string): void;
}

type Message =
  | { readonly return: unknown }
  | { readonly error: { readonly desc: string } }
  | { readonly event: string; readonly data?: Readonly<Record<string, unknown>> }
  | { readonly QMP: unknown };

const parse = (line: string): Message | undefined => {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
};

const replyIn = (line: string): QmpReply => {
  const message = JSON.parse(line) as Message; // it parsed when it arrived
  if ("error" in message) return { kind: "error", error: message.error.desc };
  return { kind: "return", value: "return" in message ? message.return : message };
};

/** Shakes hands over a connected socket. `timeoutMs` bounds each call. @throws {Lost} when the peer is not a QEMU monitor */
export const openQmp = async (socket: Socket, timeoutMs: number): Promise<Qmp> => {
  const desk = openDesk(socket, "monitor", timeoutMs);
  const bench = openDesk(socket, "monitor", timeoutMs); // where those sit who wait for an event
  const takers = new Map<string, (data: Readonly<Record<string, unknown>>) => void>();
  let awaited = (): boolean => true;
  onLines(socket, (line) => {
    if (line.trim() === "") return;
    const message = parse(line);
    if (message === undefined) desk.fail(`QEMU wrote on the monitor socket what is not JSON: ${line.slice(0, 200)}`);
    else if ("event" in message) {
      takers.get(message.event)?.(message.data ?? {});
      if (bench.first() !== undefined && awaited()) bench.serve();
    } else {
      desk.first()?.answers.push(line);
      desk.serve();
    }
  });
  const execute = async (command: string, args?: Readonly<Record<string, unknown>>): Promise<QmpReply> => {
    const reply = desk.wait();
    if (desk.isOpen()) socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    const [line = ""] = await reply;
    return replyIn(line);
  };
  await desk.wait(); // the greeting
  await execute("qmp_capabilities");
  return {
    execute,
    onEvent: (name, take) => void takers.set(name, take),
    until: async (isSo) => {
      if (isSo()) return;
      awaited = isSo;
      await bench.wait();
    },
    fail: (why) => {
      desk.fail(why);
      bench.fail(why);
    },
  };
};

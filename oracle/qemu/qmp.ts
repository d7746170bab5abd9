import type { Socket } from "node:net";
import { Lost } from "./lost.ts";

/** What QEMU said to one command. `error` is QEMU's own sentence. */
export type QmpReply =
  | { readonly kind: "return"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: string };

/** QEMU's monitor: JSON commands, replies in order, events in between (QEMU docs, interop/qmp-spec). */
export interface Qmp {
  /**
   * @param args written as JSON text by {@link jsonOf}, so that 64-bit sizes survive
   * @throws {Lost} when QEMU is gone or silent
   */
  execute(command: string, args?: Readonly<Record<string, unknown>>): Promise<QmpReply>;
  /** Resolves when an event of this name arrives after this call. @throws {Lost} as above */
  event(name: string): Promise<void>;
  /** Makes every open and later call fail with this sentence. */
  fail(why: string): void;
}

/** JSON text in which a bigint is a plain integer of any size, as QEMU's parser reads it. */
export const jsonOf = (value: unknown): string => {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}:${jsonOf(field)}`);
  return `{${fields.join(",")}}`;
};

interface Waiting {
  /** Name of an event, or undefined for a reply. */
  readonly event: string | undefined;
  readonly resolve: (reply: QmpReply) => void;
  readonly reject: (why: Lost) => void;
  readonly timer: NodeJS.Timeout;
}

type Message =
  | { readonly event: string }
  | { readonly return: unknown }
  | { readonly error: { readonly desc: string } }
  | { readonly QMP: unknown };

const parse = (line: string): Message | undefined => {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
};

/** Shakes hands over a connected socket. `timeoutMs` bounds each call. @throws {Lost} when the peer is not a QEMU monitor */
export const openQmp = async (socket: Socket, timeoutMs: number): Promise<Qmp> => {
  const waiting = new Set<Waiting>();
  let dead: string | undefined;
  let rest = "";

  const fail = (why: string): void => {
    dead ??= why;
    for (const one of waiting) {
      clearTimeout(one.timer);
      one.reject(new Lost(dead));
    }
    waiting.clear();
  };

  const settle = (event: string | undefined, reply: QmpReply): void => {
    for (const one of waiting) {
      if (one.event !== event) continue;
      waiting.delete(one);
      clearTimeout(one.timer);
      one.resolve(reply);
      if (event === undefined) return; // replies come in the order of commands, one each
    }
  };

  const take = (line: string): void => {
    const message = parse(line);
    if (message === undefined) fail(`QEMU wrote on the monitor socket what is not JSON: ${line.slice(0, 200)}`);
    else if ("QMP" in message) settle("QMP", { kind: "return", value: message.QMP });
    else if ("event" in message) settle(message.event, { kind: "return", value: null });
    else if ("return" in message) settle(undefined, { kind: "return", value: message.return });
    else settle(undefined, { kind: "error", error: message.error.desc });
  };

  const wait = (event: string | undefined): Promise<QmpReply> =>
    new Promise((resolve, reject) => {
      if (dead !== undefined) return reject(new Lost(dead));
      const what = event === undefined ? "answer" : `report ${event}`;
      const timer = setTimeout(
        () => fail(`QEMU did not ${what} on the monitor socket within ${timeoutMs} ms`),
        timeoutMs,
      );
      waiting.add({ event, resolve, reject, timer });
    });

  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "" && dead === undefined) take(line);
  });
  socket.on("error", (error) => fail(`the monitor socket broke: ${error.message}`));
  socket.on("close", () => fail("QEMU closed the monitor socket"));

  const execute = (command: string, args?: Readonly<Record<string, unknown>>): Promise<QmpReply> => {
    const reply = wait(undefined);
    if (dead === undefined) socket.write(`${jsonOf({ execute: command, ...(args && { arguments: args }) })}\n`);
    return reply;
  };
  await wait("QMP");
  await execute("qmp_capabilities");
  return {
    execute,
    event: async (name) => {
      await wait(name);
    },
    fail,
  };
};

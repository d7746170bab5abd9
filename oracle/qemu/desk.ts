import type { Socket } from "node:net";
import { Lost } from "./lost.ts";

/** A caller who waits for answers. */
interface Caller {
  /** How many answers it takes, where that is known beforehand. */
  readonly count: number;
  readonly answers: string[];
  readonly resolve: (answers: readonly string[]) => void;
  readonly reject: (why: Lost) => void;
  readonly timer: NodeJS.Timeout;
}

/** Where callers of one socket wait for their answers, which come in the order of the questions. */
export interface Desk {
  /**
   * Joins the queue.
   *
   * @throws {Lost} with the answers so far, when the socket closes or nothing is {@link serve}d within the time limit
   */
  wait(count?: number): Promise<readonly string[]>;
  /** Who is to be served next. */
  first(): { readonly count: number; readonly answers: string[] } | undefined;
  /** Hands the first caller its answers. */
  serve(): void;
  /** Sends everybody away, now and later, with this sentence. The first sentence is the one that stays. */
  fail(why: string): void;
  isOpen(): boolean;
}

/** A desk at a connected socket. `name` says which, in sentences; `timeoutMs` bounds each wait. */
export const openDesk = (socket: Socket, name: string, timeoutMs: number): Desk => {
  const queue: Caller[] = [];
  let closed: string | undefined;

  const fail = (why: string): void => {
    closed ??= why;
    for (const { timer, reject, answers } of queue.splice(0)) {
      clearTimeout(timer);
      reject(new Lost(closed, answers));
    }
  };

  socket.on("error", (error) => fail(`the ${name} socket broke: ${error.message}`));
  socket.on("close", () => fail(`QEMU closed the ${name} socket`));

  return {
    wait: (count = 1) =>
      new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(new Lost(closed));
        const late = `QEMU did not answer on the ${name} socket within ${timeoutMs} ms`;
        const timer = setTimeout(() => fail(late), timeoutMs);
        queue.push({ count, answers: [], resolve, reject, timer });
      }),
    first: () => queue[0],
    serve: () => {
      const caller = queue.shift();
      clearTimeout(caller?.timer);
      caller?.resolve(caller.answers);
    },
    fail,
    isOpen: () => closed === undefined,
  };
};

/** Calls `take` with each whole line that arrives, without its end. */
export const onLines = (socket: Socket, take: (line: string) => void): void => {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  });
};

/** The one place where somebody waits for the next line. */
export interface Turn {
  /** Waits for a line, at most so many milliseconds; rejects when the turn is broken off. Only one may wait. */
  wait(ms: number): Promise<Buffer>;
  /** Hands a line to whoever waits. @returns false when nobody does */
  give(line: Buffer): boolean;
  /** Sends away whoever waits; nobody is late any more. */
  breakOff(error: Error): void;
}

interface Waiter {
  /** When it is too late, by `performance.now()`. */
  readonly until: number;
  resolve(line: Buffer): void;
  reject(error: Error): void;
}

/**
 * A turn with a clock. One timer serves all who wait, because setting one for each would cost more than the rest: when it
 * expires, it looks whether somebody has waited too long, and else waits on.
 *
 * @param late called when somebody has waited too long
 */
export function openTurn(late: () => void): Turn {
  let waiter: Waiter | undefined;
  let timer: NodeJS.Timeout | undefined;
  let expires = Number.POSITIVE_INFINITY;
  const look = (): void => {
    expires = Number.POSITIVE_INFINITY;
    if (waiter === undefined) return;
    const left = waiter.until - performance.now();
    if (left > 0) watch(left);
    else late();
  };
  /** What has arrived meanwhile is read before anybody is late: we may have been busy ourselves. */
  const watch = (left: number): void => {
    clearTimeout(timer);
    expires = performance.now() + left;
    timer = setTimeout(() => setImmediate(look), left);
  };
  return {
    wait: (ms) =>
      new Promise((resolve, reject) => {
        if (waiter !== undefined) throw new Error("two wait for one line");
        waiter = { until: performance.now() + ms, resolve, reject };
        if (waiter.until < expires) watch(ms);
      }),
    give(line) {
      const waited = waiter;
      waiter = undefined;
      waited?.resolve(line);
      return waited !== undefined;
    },
    breakOff(error) {
      clearTimeout(timer);
      const waited = waiter;
      waiter = undefined;
      waited?.reject(error);
    },
  };
}

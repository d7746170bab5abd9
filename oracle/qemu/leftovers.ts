/** Undoes one thing that must not outlive this program: a child process with its folder. Synchronous, and never throws. */
export type Undo = () => void;

const open = new Set<Undo>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const undoAll = (): void => {
  for (const undo of [...open]) undo();
  open.clear();
};

/** Who else listens decides what the signal means, and the exit hook cleans up; alone, we clean up and die of it as asked. */
const onSignal = (signal: NodeJS.Signals): void => {
  if (process.listenerCount(signal) > 1) return;
  undoAll();
  unhook();
  process.kill(process.pid, signal);
};

const hook = (): void => {
  process.on("exit", undoAll);
  for (const signal of signals) process.prependListener(signal, onSignal); // first, while a `once` of others still counts
};

const unhook = (): void => {
  process.off("exit", undoAll);
  for (const signal of signals) process.off(signal, onSignal);
};

/**
 * Registers what has to be undone when this program ends, also by SIGINT, SIGTERM or SIGHUP.
 *
 * @returns a function that undoes it now; calling it again does nothing
 */
export const undoAtExit = (undo: Undo): Undo => {
  if (open.size === 0) hook();
  open.add(undo);
  return () => {
    if (!open.delete(undo)) return;
    if (open.size === 0) unhook();
    undo();
  };
};

/** Somewhere text goes. */
export interface Sink {
  write(text: string): unknown;
}

/** Everything the command line touches besides files and subjects; tests bring their own. */
export interface Io {
  /** Absent: there is nothing to read. */
  readonly stdin?: AsyncIterable<Buffer>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths on the command line are relative to this folder. */
  readonly cwd: string;
  /** Where a line that changes is shown, control characters and all; null where nobody would see it change. */
  readonly line: Sink | null;
  /** Width of the terminal in characters; undefined where there is none. */
  readonly columns: number | undefined;
  /** Aborted by the first Ctrl-C or SIGTERM: finish, and tell what was learned so far. */
  readonly signal: AbortSignal;
}

/** Somewhere text goes. */
export interface Sink {
  write(text: string): unknown;
}

/** Everything the command line touches besides files and subjects; tests bring their own. */
export interface Io {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths on the command line are relative to this folder. */
  readonly cwd: string;
  /** Whether stderr is a terminal, which can show a line that changes. */
  readonly isTerminal: boolean;
  /** Width of that terminal in characters. */
  readonly columns: number;
  /** Aborted by the first Ctrl-C or SIGTERM: finish, and tell what was learned so far. */
  readonly signal: AbortSignal;
}

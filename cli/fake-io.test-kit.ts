/** Streams that remember what was written to them, for tests that call the command line in-process. */
export interface FakeIo {
  readonly stdout: { write(text: string): void };
  readonly stderr: { write(text: string): void };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly line: { write(text: string): void } | null;
  readonly columns: number | undefined;
  readonly signal: AbortSignal;
  out(): string;
  err(): string;
  /** What Ctrl-C does. */
  interrupt(): void;
}

/** A command line's surroundings in a folder; no terminal, no environment unless given. */
export function fakeIo(
  cwd: string,
  given: { env?: FakeIo["env"]; isTerminal?: boolean; columns?: number } = {},
): FakeIo {
  const stopping = new AbortController();
  const written = { out: "", err: "" };
  const stderr = {
    write: (text: string) => {
      written.err += text;
    },
  };
  return {
    stdout: {
      write: (text) => {
        written.out += text;
      },
    },
    stderr,
    env: given.env ?? {},
    cwd,
    line: given.isTerminal === true ? stderr : null,
    columns: given.columns,
    signal: stopping.signal,
    out: () => written.out,
    err: () => written.err,
    interrupt: () => stopping.abort(),
  };
}

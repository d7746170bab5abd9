import type { ExitCode } from "./exit.ts";

/** One thing that was looked at. `cure` says what to do about it. */
export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly ok: boolean;
  readonly cure?: string;
  /** What a check would end with because of it; absent where it can be done all the same. */
  readonly code?: ExitCode;
}

/** That something is as it should be. */
export const good = (what: string, found: string): Finding => ({ what, found, ok: true });

/** That something is not. */
export const bad = (what: string, found: string, cure?: string): Finding => ({
  what,
  found,
  ok: false,
  ...(cure === undefined ? {} : { cure }),
});

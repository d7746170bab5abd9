import { isCommand } from "../properties/suites.ts";

/** Subjects that live outside of this program. */
export const isOutside = (subject: string): boolean => subject === "qemu" || isCommand(subject);

/**
 * Threads for so many campaigns side by side, and how many runs at once each of them has. Machines of QEMU are slow enough for
 * one thread of ours to keep many of them busy; a program may answer faster than a thread can ask.
 */
export const sharesOf = (subject: string, jobs: number): { readonly threads: number; readonly concurrency: number } =>
  subject === "qemu" ? { threads: 1, concurrency: jobs } : { threads: jobs, concurrency: 1 };

/**
 * Whether a name came with a file and would start a command that nobody typed: a transcript of a stranger must not run
 * programs.
 */
export const isUntyped = (subject: string, typed: string | undefined): boolean =>
  typed === undefined && isCommand(subject);

/** Says why the command in a file was not run, and how to run it. */
export const untyped = (subject: string): string =>
  `a file must not start programs; to run this command, type --subject ${quoted(subject)}`;

/** A word as one types it in a shell. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

import { findProgram } from "../qemu/program.ts";

/** The first word of a command, without quotes; empty where a shell would have to say what it is. */
export function firstWord(command: string): string {
  const [, single, double, bare] = /^\s*(?:'([^']+)'|"([^"\\]+)"|([^\s'"\\]+))(?=\s|$)/.exec(command) ?? [];
  return single ?? double ?? bare ?? "";
}

/** Whether a command is one program with its arguments: nothing is left for the shell to do then, and it can take its place. */
export const isProgramAlone = (command: string): boolean =>
  !/[;&|<>()$`\n]/.test(command) && findProgram(firstWord(command)) !== undefined;

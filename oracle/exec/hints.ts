import { accessSync, constants, statSync } from "node:fs";

/**
 * That a program has not answered in time, and what somebody who writes one for the first time has most likely forgotten.
 *
 * @param held bytes it sent that no line feed ended
 * @param isFirst whether it never answered before
 */
export function sayLate(ms: number, held: number, isFirst: boolean): string {
  const late = `it did not answer within ${ms} ms`;
  if (held > 0) return `${late}: it sent ${held.toLocaleString("en-US")} bytes, but no line feed to end them`;
  return isFirst ? `${late}; if it did answer, it has to flush stdout after every line` : late;
}

/** That a line cannot be read, and why it is most likely there. `why` is what the reader of JSON says. */
export function sayNoJson(line: string, why: string): string {
  const hint = hintOn(line);
  return `it sent a line that is not JSON: ${why.slice(0, 200)}${hint === "" ? "" : `; ${hint}`}`;
}

/** Empty where nothing comes to mind. */
function hintOn(line: string): string {
  const text = line.trim();
  if (text === "") return "it is empty";
  if (line.startsWith("\ufeff")) return "it begins with a byte order mark, which has to go";
  if (/^[[{]$/.test(text)) return "a message has to stand on one line";
  if (!/^[[{"\d-]/.test(text)) return "stdout is for answers only, everything else belongs on stderr";
  return "";
}

const isFile = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** What may help when a command ended before it said anything, by what a shell means by its exit code; empty where nothing comes to mind. */
export function hintOnEnd(how: string, program: string): string {
  if (how.endsWith("code 127") && program.includes("/") && isFile(program)) {
    return `${program} is there, but not the interpreter that its first line names, or a library that it needs`;
  }
  if (how.endsWith("code 126") && isFile(program) && !isExecutable(program)) return `try chmod +x ${program}`;
  return how.endsWith("code 0") ? "it has to stay, and to read stdin line by line until that ends" : "";
}

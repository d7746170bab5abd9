import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { CannotStart } from "../../model/subject.ts";

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};

/** Where a program lies: the name itself when it has a slash, else the first hit in `path` (default `$PATH`). */
export const findProgram = (name: string, path: string = process.env["PATH"] ?? ""): string | undefined => {
  if (name.includes("/")) return isProgram(name) ? name : undefined;
  const files = path.split(delimiter).map((folder) => join(folder === "" ? "." : folder, name));
  return files.find(isProgram);
};

/** `QEMU 7.2.22` from the first line of `--version`, or undefined when it is not QEMU's. */
export const versionIn = (text: string): string | undefined => {
  const found = /^QEMU emulator version (\d+(?:\.\d+)+)/m.exec(text);
  return found?.[1] === undefined ? undefined : `QEMU ${found[1]}`;
};

const runForVersion = (program: string, timeoutMs: number): Promise<string> =>
  new Promise((resolve) => {
    execFile(program, ["--version"], { timeout: timeoutMs, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      resolve(stdout !== "" ? stdout : stderr !== "" ? stderr : (error?.message ?? ""));
    });
  });

/** The program and what it is. */
export interface Program {
  readonly path: string;
  readonly version: string;
}

/**
 * Finds QEMU and asks for its version.
 *
 * @throws {CannotStart} when there is no such program, or it is not QEMU; says where we looked and how to install it
 */
export const findQemu = async (name: string, timeoutMs: number): Promise<Program> => {
  const path = findProgram(name);
  if (path === undefined) {
    const where = name.includes("/")
      ? "there is no such program"
      : `no folder of PATH (${process.env["PATH"] ?? ""}) has it`;
    const cure = "Install it (Debian, Ubuntu: apt-get install qemu-system-x86) or name it in HOTMEM_QEMU.";
    throw new CannotStart(`Cannot start ${name}: ${where}. ${cure}`);
  }
  const text = await runForVersion(path, timeoutMs);
  const version = versionIn(text);
  if (version === undefined) {
    const said = text.trim() === "" ? "nothing" : JSON.stringify(text.trim().slice(0, 200));
    throw new CannotStart(`${path} is not QEMU: asked for --version within ${timeoutMs} ms, it said ${said}.`);
  }
  return { path, version };
};

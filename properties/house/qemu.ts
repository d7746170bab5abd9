import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Files whose tests start QEMU, quick or slow, as vitest globs. */
export const qemuPatterns = ["**/*.qemu.test.ts", "**/*.qemu.slow.test.ts"];

/** The program those tests start. */
const program = "qemu-system-x86_64";

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Whether `name` is a program in one of the folders of `path` (default: `$PATH`). */
export const isOnPath = (name: string, path: string = process.env["PATH"] ?? ""): boolean =>
  path.split(delimiter).some((folder) => folder !== "" && isExecutable(join(folder, name)));

/** Whether the tests that need QEMU can run here: whether there is the program they start, which `HOTMEM_QEMU` may name. */
export const hasQemu = (name: string = process.env["HOTMEM_QEMU"] || program): boolean =>
  name.includes("/") ? isExecutable(name) : isOnPath(name);

/** What a run without QEMU must do: go on and say so, or fail because `HOTMEM_REQUIRE_QEMU=1` asks for it. */
export const qemuNotice = (
  have: boolean,
  required: boolean,
  files: number,
): { readonly kind: "silent" } | { readonly kind: "say" | "fail"; readonly line: string } => {
  if (have) return { kind: "silent" };
  if (required) return { kind: "fail", line: `HOTMEM_REQUIRE_QEMU=1, but ${program} is not on PATH` };
  if (files === 0) return { kind: "silent" };
  const noun = files === 1 ? "file needs" : "files need";
  return { kind: "say", line: `skipped: ${files} ${noun} QEMU (apt-get install qemu-system-x86)` };
};

/** Test files below `root` that need QEMU, `slow` ones or quick ones. */
export const countQemuFiles = (root: string, slow: boolean): number =>
  countFiles(root, slow ? ".qemu.slow.test.ts" : ".qemu.test.ts");

/** Files below `root` whose names end like this, those of installed packages and hidden folders apart. */
export const countFiles = (root: string, suffix: string): number => {
  const countIn = (folder: string): number => {
    let count = 0;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".")) {
        count += countIn(join(folder, entry.name));
      } else if (entry.name.endsWith(suffix)) count += 1;
    }
    return count;
  };
  return countIn(root);
};

import { spawnSync } from "node:child_process";
import { countFiles } from "./qemu.ts";

/** Files whose tests build and start the samples of `oracle/examples`, quick or slow, as vitest globs. */
export const samplePatterns = ["**/*.samples.test.ts", "**/*.samples.slow.test.ts"];

/** How they come to a Debian machine. */
const install = "apt-get install gcc libc6-dev libcjson-dev python3";

/** Whether a command of this name runs and ends well, given this input. */
const runs = (name: string, args: readonly string[], input = ""): boolean =>
  spawnSync(name, args, { input, stdio: ["pipe", "ignore", "ignore"] }).status === 0;

/** Whether the samples can be built and started here: with a C compiler that finds cJSON, and Python 3. */
export const hasSampleTools = (compiler = "gcc", python = "python3"): boolean =>
  runs(compiler, ["-E", "-x", "c", "-"], "#include <cjson/cJSON.h>\n#include <stdlib.h>\n") &&
  runs(python, ["-c", "import argparse, json"]);

/** What a run without them must do: go on and say so, or fail because `HOTMEM_REQUIRE_SAMPLES=1` asks for it. */
export const sampleNotice = (
  have: boolean,
  required: boolean,
  files: number,
): { readonly kind: "silent" } | { readonly kind: "say" | "fail"; readonly line: string } => {
  if (have) return { kind: "silent" };
  if (required) return { kind: "fail", line: `HOTMEM_REQUIRE_SAMPLES=1, but a tool is missing (${install})` };
  if (files === 0) return { kind: "silent" };
  const noun = files === 1 ? "file needs" : "files need";
  return { kind: "say", line: `skipped: ${files} ${noun} a C compiler, cJSON and Python (${install})` };
};

/** Test files below `root` that need them, `slow` ones or quick ones. */
export const countSampleFiles = (root: string, slow: boolean): number =>
  countFiles(root, slow ? ".samples.slow.test.ts" : ".samples.test.ts");

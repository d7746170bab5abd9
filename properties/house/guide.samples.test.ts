import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exit } from "../../cli/exit.ts";
import { fakeIo } from "../../cli/fake-io.test-kit.ts";
import { main } from "../../cli/run.ts";
import { temporaryFolder } from "../../cli/temporary-folder.test-kit.ts";
import { type Block, type Command, mergeProgram, readGuide } from "./guide.ts";
import { compareOutput } from "./guide-output.ts";

const shownPath = "docs/test-your-own-allocator.md";
const path = join(import.meta.dirname, "../..", shownPath);
const guide = readFileSync(path, "utf8");
const blocks = readGuide(guide);
const PROGRAM = "mine.py";
/** Behind a command: print the exit code as well. */
const AND_CODE = "; echo $?";

const folder = temporaryFolder("hotmem-guide-");
const before = process.cwd();
// The command line starts programs where it was started itself.
beforeAll(() => process.chdir(folder));
afterAll(() => process.chdir(before));

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** The words of a command, as a shell takes them apart that sees nothing but quotes and spaces. */
const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    (found) => found.slice(1).find((word) => word !== undefined) ?? "",
  );

/** Runs hotmem here, from the sources, and everything else in a shell. */
async function perform(text: string): Promise<Ended> {
  const [npx, hotmem, ...words] = wordsOf(text);
  if (npx !== "npx" || hotmem !== "hotmem") {
    const { status, stdout, stderr } = spawnSync("sh", ["-c", text], { cwd: folder, encoding: "utf8" });
    return { code: status ?? -1, output: stdout + stderr };
  }
  const io = fakeIo(folder);
  const code = await main(words, io);
  return { code, output: io.out() + io.err() };
}

/** What is wrong with the guide, and what it should say. */
interface Carried {
  /** Sentences about what no recording mends: programs, and commands that fail. */
  readonly broken: readonly string[];
  /** Sentences about what is shown and was not printed. */
  readonly outdated: readonly string[];
  readonly anew: string;
}

/** Carries the guide out as its reader does. */
async function carryOut(): Promise<Carried> {
  const lines = guide.split("\n");
  const broken: string[] = [];
  const outdated: string[] = [];
  const at = (line: number, says: string) => `${shownPath}:${line}: ${says}`;
  const edits: { readonly command: Command; readonly anew: readonly string[] }[] = [];
  let program: string | undefined;

  /** Whether the program can be run with this block. */
  const write = (block: Extract<Block, { kind: "program" }>): boolean => {
    program = program === undefined ? block.text : mergeProgram(program, block);
    writeFileSync(join(folder, PROGRAM), program);
    const compile = `compile(open("${PROGRAM}").read(), "${PROGRAM}", "exec")`;
    const { status, stderr } = spawnSync("python3", ["-c", compile], { cwd: folder, encoding: "utf8" });
    if (status === 0) return true;
    const says = stderr.trim().split("\n").slice(-3).join("\n");
    broken.push(at(block.line, `with this block the program is not Python:\n${says}`));
    return false;
  };
  const type = async (command: Command) => {
    const tellsCode = command.text.endsWith(AND_CODE);
    const { code, output } = await perform(tellsCode ? command.text.slice(0, -AND_CODE.length) : command.text);
    if (code === exit.bug) broken.push(at(command.line, `finds a bug in hotmem: ${output}`));
    if (code !== 0 && !tellsCode) broken.push(at(command.line, `ends with ${code}, and the guide does not say so`));
    const { differs, anew } = compareOutput(command.shown, tellsCode ? `${output}${code}\n` : output);
    edits.push({ command, anew });
    if (differs === null) return;
    const [shown, printed] = [`shows    ${differs.shown}`, `prints   ${differs.printed}`];
    outdated.push(at(command.line + 1 + differs.at, `${shown}\n  ${command.text}\n  ${printed}`));
  };
  for (const block of blocks) {
    if (block.kind === "console") for (const command of block.commands) await type(command);
    else if (!write(block)) break;
  }
  for (const { command, anew } of edits.reverse()) lines.splice(command.line, command.shown.length, ...anew);
  return { broken, outdated, anew: lines.join("\n") };
}

test("the guide does what it says; `vitest -u` records anew what its commands print", {
  timeout: 120_000,
}, async () => {
  const { broken, outdated, anew } = await carryOut();
  expect(broken, outdated.join("\n")).toEqual([]);
  await expect(anew, outdated.join("\n")).toMatchFileSnapshot(path);
  // A part that was printed nowhere has no place to be recorded at.
  if (anew === guide) expect(outdated).toEqual([]);
});

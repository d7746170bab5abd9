import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTranscript, sealTranscript, writeTranscript } from "../replay/transcript.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { packageRoot } from "./package-root.ts";
import { onOneLine, printable } from "./printable.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const control = /[^\P{Cc}\n\t]|\p{Bidi_Control}/u;

test("what moves cursors, changes colours or turns the direction of writing is spelled out", () => {
  expect(printable("a\x1b[31mb\x07\r\n\tc\x9b2J\u202ed")).toBe("a\\u001b[31mb\\u0007\\u000d\n\tc\\u009b2J\\u202ed");
});

test("JSON stays the same JSON", () => {
  const value = { name: "\x7f\x9b\u2066 é 漢" };
  const text = printable(JSON.stringify(value));
  expect(text).not.toMatch(control);
  expect(JSON.parse(text)).toEqual(value);
});

test("text that stays on one line keeps its indent", () => {
  expect(onOneLine("  a\n   b\n")).toBe("  a; b");
});

const folder = temporaryFolder("hotmem-printable-");
const ours = "allocate-isolated-f4eeae63.replay.jsonl";

/** A transcript that convicts, from somebody who means ill. */
function foreign(): string {
  const read = readTranscript(readFileSync(join(packageRoot, "replay/corpus", ours)));
  if ("malformed" in read || read.contract !== "allocator") throw new Error("not the transcript it was");
  const name = "evil\x1b[2J.replay.jsonl";
  const evil = sealTranscript({
    ...read,
    title: "\x1b[31m",
    because: "\x1b[32m",
    subject: "x\x1b]0;owned\x07\nas expected  y",
  });
  writeFileSync(join(folder, name), writeTranscript(evil));
  return name;
}

test.each([[], ["--json"]])(
  "a stranger's transcript cannot command the terminal or forge a line %j",
  async (...flags) => {
    const io = fakeIo(folder);
    await main(["replay", foreign(), ...flags], io);
    expect(io.out()).toContain("owned");
    expect(io.out() + io.err()).not.toMatch(control);
    expect(io.out()).not.toMatch(/^as expected {2}y/m);
  },
);

test.each([["replay", "no\x1b[31m.jsonl"], ["\x1b[31m"], ["check", "--geometry", "\x1b[31m"]])(
  "nor can a word on the command line: %j",
  async (...argv) => {
    const io = fakeIo(folder);
    expect(await main(argv, io)).toBeGreaterThan(60);
    expect(io.err()).toMatch(/^hotmem: .*\\u001b/);
    expect(io.err()).not.toMatch(control);
  },
);

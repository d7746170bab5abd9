import { describe, expect, test } from "vitest";
import { mergeProgram, readGuide } from "./guide.ts";
import { compareOutput } from "./guide-output.ts";

const page = (...lines: readonly string[]) => ["# A guide", "", ...lines, ""].join("\n");

describe("a guide's blocks", () => {
  test("are programs, and commands with what they print, each at its line", () => {
    const text = page("```python", "a = 1", "```", "then", "```console", "$ one", "$ two", "out", "", "put", "```");
    expect(readGuide(text)).toEqual([
      { kind: "program", line: 4, text: "a = 1\n" },
      {
        kind: "console",
        line: 8,
        commands: [
          { line: 8, text: "one", shown: [] },
          { line: 9, text: "two", shown: ["out", "", "put"] },
        ],
      },
    ]);
    expect(readGuide(page("```sh", "cd elsewhere", "```"))).toEqual([]);
  });

  test.each([
    [["```python", "a = 1"], "line 3: this block does not end"],
    [["```pyhton", "a = 1", "```"], 'line 3: nobody knows what to do with a block of "pyhton"'],
    [["```console", "out", "```"], 'line 4: a console block begins with "$ " and a command'],
  ])("are not passed over when they are broken: %j", (lines, says) => {
    expect(() => readGuide(page(...lines))).toThrow(says);
  });
});

describe("a later block of the program", () => {
  const program =
    "import sys\n\n\ndef a():\n    return 1\n\n\nCOMMANDS = {\n    1: a,\n}\nB = 1\n\nfor line in sys.stdin:\n    a()\n";
  const merge = (text: string) => mergeProgram(program, { kind: "program", line: 10, text });

  test("replaces namesakes, whatever they are, and goes above the table where it is new", () => {
    const merged = merge("class C:\n    def a(self):\n        pass\n\ndef a():\n\n    return 2\n\nB = 3\n");
    expect(merged.replaceAll(/\n+/g, "\n")).toBe(
      "import sys\ndef a():\n    return 2\nclass C:\n    def a(self):\n        pass\n" +
        "COMMANDS = {\n    1: a,\n}\nB = 3\nfor line in sys.stdin:\n    a()\n",
    );
    expect(mergeProgram(merged, { kind: "program", line: 1, text: "COMMANDS = {}\n" })).not.toContain("1: a");
  });

  test("has nothing that a reader would not know where to put", () => {
    expect(() => merge("d = 1\n\nprint(d)\n")).toThrow("line 12: neither a function nor a class nor a table");
    const text = "def a():\n    pass\n";
    expect(() => mergeProgram("b = 1\n", { kind: "program", line: 1, text })).toThrow("line 1: the program has no");
  });
});

describe("what is shown and what was printed", () => {
  const printed = "head\n\n  took 1.5 s, 1,234 steps/s\na\nb\nc\na\nx\n  log exec-12-34.log\n\n";
  const whole = ["head", "", "  took 2 s, 9 steps/s", "a", "b", "c", "a", "x", "  log exec-1-2.log"];

  test.each([
    ["all of it, but for times, speeds and names of logs", whole],
    ["nothing of it", ["…"]],
    ["its beginning", ["head", "…"]],
    ["its end", ["…", "x", "  log exec-1-2.log"]],
    ["parts of it, the second of two alike", ["…", "b", "…", "a", "x", "…"]],
  ])("agree on %s, and stay as they are", (_what, shown) => {
    expect(compareOutput(shown, printed)).toEqual({ differs: null, anew: shown });
  });

  test.each([
    [["heat", "…"], 0, "heat", "head", ["head", "…"]],
    [["…", "b", "d", "…"], 2, "d", "c", ["…", "b", "c", "…"]],
    [["…", "a", "y", "…", "x", "…"], 2, "y", "b", ["…", "a", "b", "…", "x", "…"]],
    [["…", "x", "  log 7", "…"], 2, "  log 7", "  log exec-12-34.log", ["…", "x", "  log exec-12-34.log", "…"]],
    [
      ["…", "  took 1 m, 2 steps", "…", "b", "…"],
      1,
      "  took 1 m, 2 steps",
      "nothing like it",
      ["…", "  took 1 m, 2 steps", "…", "b", "…"],
    ],
    [["…", "z", "…"], 1, "z", "nothing like it", ["…", "z", "…"]],
    [[...whole, "more"], 9, "more", "nothing more", whole],
    [["…", "x"], 1, "x", "  log exec-12-34.log", ["…", "  log exec-12-34.log"]],
    [whole.slice(0, -1), 8, "nothing more", "  log exec-12-34.log", [...whole.slice(0, -1), "  log exec-12-34.log"]],
    [whole.toSpliced(3, 1), 3, "b", "a", ["head", "", "  took 2 s, 9 steps/s", ...printed.split("\n").slice(3, -2)]],
  ])("differ: %j", (shown, at, line, instead, anew) => {
    expect(compareOutput(shown, printed)).toEqual({ differs: { at, shown: line, printed: instead }, anew });
  });

  test("are found in the same place when numbers differ", () => {
    const { differs, anew } = compareOutput(["…", "  a  1,234 times", "…"], "no\n  a 7 times\nno\n");
    expect(differs).toEqual({ at: 1, shown: "  a  1,234 times", printed: "  a 7 times" });
    expect(anew).toEqual(["…", "  a 7 times", "…"]);
  });

  test("agree when a command is silent", () => {
    expect(compareOutput([], "")).toEqual({ differs: null, anew: [] });
    expect(compareOutput([], "oh\n").differs).toEqual({ at: 0, shown: "nothing more", printed: "oh" });
  });
});

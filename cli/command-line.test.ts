import { describe, expect, test } from "vitest";
import { exit, worst } from "./exit.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";

const run = async (...argv: readonly string[]) => {
  const io = fakeIo("/");
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
};

describe("a command line that makes no sense says where, and what to do", () => {
  test.each([
    [[], "hotmem: no verb; type one of check, replay, shrink, mutants, validate, serve, doctor, or hotmem --help\n"],
    [
      ["chek"],
      "hotmem: unknown verb chek; did you mean check? Or choose from check, replay, shrink, mutants, validate, serve, doctor\n",
    ],
    [
      ["explore"],
      "hotmem: unknown verb explore; choose from check, replay, shrink, mutants, validate, serve, doctor\n",
    ],
    [
      ["help", "explore"],
      "hotmem: unknown verb explore; choose from check, replay, shrink, mutants, validate, serve, doctor\n",
    ],
    [["--contrac", "device"], "hotmem: unknown flag --contrac; hotmem --help lists verbs and flags\n"],
    [["doctor", "--seed", "1"], "hotmem: doctor has no flag --seed; choose from --subject, --out, --json\n"],
    [
      ["doctor", "--jsn"],
      "hotmem: doctor has no flag --jsn; did you mean --json? Or choose from --subject, --out, --json\n",
    ],
    [["check", "--json=yes"], "hotmem: --json takes no value; hotmem help check shows how\n"],
    [["check", "--seed"], "hotmem: --seed needs a value; hotmem help check says which\n"],
    [["check", "stray"], "hotmem: check takes flags only; hotmem help check shows how\n"],
    [["replay"], "hotmem: replay needs FILES; hotmem help replay shows how\n"],
    [["shrink"], "hotmem: shrink needs FILE; hotmem help shrink shows how\n"],
    [["shrink", "a", "b"], "hotmem: shrink takes one file; hotmem help shrink shows how\n"],
  ])("%j", async (argv, sentence) => {
    expect(await run(...argv)).toEqual({ code: exit.usage, out: "", err: sentence });
  });
});

describe("help", () => {
  test("goes to stdout with examples and exits with 0", async () => {
    const { code, out, err } = await run("--help");
    expect(code).toBe(exit.held);
    expect(err).toBe("");
    for (const word of ["check", "replay", "shrink", "mutants", "doctor", "Examples:"]) expect(out).toContain(word);
  });

  test("is what -h asks for, too", async () => {
    expect(await run("-h")).toEqual(await run("--help"));
    expect(await run("check", "-h")).toEqual(await run("check", "--help"));
  });

  test.each(["check", "replay", "shrink", "mutants", "doctor"])(
    "help %s says what --help after it says",
    async (verb) => {
      const asked = await run("help", verb);
      expect(asked.code).toBe(exit.held);
      expect(asked.out).toContain(`hotmem ${verb}`);
      expect(asked.out).toContain("Examples:");
      expect(await run(verb, "--help")).toEqual(asked);
    },
  );

  test("no line is wider than a terminal", async () => {
    for (const argv of [["--help"], ["help", "check"]]) {
      const { out } = await run(...argv);
      expect(out.split("\n").filter((line) => line.length > 100)).toEqual([]);
    }
  });

  test("--version prints a version and nothing else", async () => {
    const { code, out } = await run("--version");
    expect(code).toBe(exit.held);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("the worst exit code wins", () => {
  test("in the fixed order 70, 1, 76, 69, 130, 2, 0", () => {
    const order = [70, 1, 76, 69, 130, 2, 0] as const;
    for (const [at, code] of order.entries()) expect(worst(order.slice(at))).toBe(code);
  });

  test("codes are never combined, and none is 0", () => {
    expect(worst([1, 2])).toBe(1);
    expect(worst([])).toBe(0);
  });
});

test("our own bug is 70, with the stack and a request to report it", async () => {
  const io = fakeIo("/");
  const broken = {
    write: () => {
      throw new TypeError("a slip of ours");
    },
  };
  expect(await main(["--version"], { ...io, stdout: broken })).toBe(exit.bug);
  expect(io.err()).toMatch(/^hotmem: this is a bug in hotmem \d.*; please report it with these lines\n/);
  expect(io.err()).toContain("command: hotmem --version\n");
  expect(io.err()).toContain(`node: ${process.version}\n`);
  expect(io.err()).toMatch(/TypeError: a slip of ours\n {4}at /);
});

import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readTranscript, sealTranscript, writeTranscript } from "../replay/transcript.ts";
import { isMended } from "../replay/verdict.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { codeOf, type ReplayJson } from "./replay.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const folder = temporaryFolder("hotmem-replay-");
const subject = "mutant:unplugIsIdempotent";

const run = async (...argv: readonly string[]) => {
  const io = fakeIo(folder);
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
};

let lines: readonly string[] = [];
let found = "";

/** A counterexample to work with: found, shrunk and written by `check` itself. */
beforeAll(async () => {
  const checked = await run("check", "--subject", subject, "--runs", "200", "--seed", "1", "--jobs", "1");
  expect(checked.code).toBe(1);
  found = /again: hotmem replay (\S+)/.exec(checked.out)?.[1] ?? "";
  lines = readFileSync(join(folder, found), "utf8").trimEnd().split("\n");
});

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};

describe("a counterexample", () => {
  test("does what its header expects, file by file and folder by folder", async () => {
    for (const path of [found, "hotmem-failures"]) {
      const { code, out, err } = await run("replay", path);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain("recorded answers: still violated at step");
      expect(out).toContain(`${subject} now: still violated at step`);
      expect(out).toContain("1 of 1 do what their headers expect");
      expect(out).toMatch(/^as expected {2}hotmem-failures\//m);
    }
  });

  test("is fixed in the reference, which is not what its header expects", async () => {
    const { code, out } = await run("replay", found, "--subject", "reference");
    expect(code).toBe(1);
    expect(out).toContain("reference now: fixed");
  });

  test("is a regression test of who is said to be mended", async () => {
    const mended = await run("replay", found, "--subject", "reference", "--mended");
    expect([mended.code, mended.out.split("\n").at(-2)]).toEqual([0, "1 of 1 are mended"]);
    const broken = await run("replay", found, "--mended");
    expect([broken.code, broken.out.split("\n").at(-2)]).toEqual([1, "0 of 1 are mended"]);
    expect(broken.out).toContain("expected: still violated, and mended now");
  });

  test("shows nothing of who could not be asked, or whose rule had nothing to say", () => {
    const about = { path: found, contract: "device", expects: "violated", mended: true, subject } as const;
    const violation = { rule: "unplug/strict", because: "" };
    const recorded = { kind: "still violated", step: 1, violation } as const;
    const asExpected = false;
    const unasked = (cannotStart: boolean) => ({ ...about, recorded, asExpected, unasked: { why: "", cannotStart } });
    const fixed = (premises: number) => ({ kind: "fixed", skipped: 1, premises }) as const;
    expect(codeOf(unasked(true))).toBe(69);
    expect(codeOf(unasked(false))).toBe(2);
    expect(isMended(fixed(0))).toBe(false);
    expect(isMended(fixed(1))).toBe(true);
    expect(codeOf({ ...about, recorded, asked: fixed(0), asExpected })).toBe(2);
    expect(codeOf({ ...about, recorded, asked: recorded, asExpected })).toBe(1);
  });

  test("as JSON is one object", async () => {
    const { code, out } = await run("replay", found, "--json");
    const json = JSON.parse(out) as ReplayJson;
    expect(json).toMatchObject({ exit: 0, files: [{ path: found, subject, asExpected: true }] });
    expect(code).toBe(0);
  });

  test("says nothing when nobody wants to hear it", async () => {
    expect(await run("replay", found, "--quiet")).toEqual({ code: 0, out: "", err: "" });
  });

  test("cannot be asked of a subject that speaks another contract", async () => {
    const { code, err } = await run("replay", found, "--subject", "quemu");
    expect([code, err]).toEqual([64, expect.stringMatching(/^hotmem: unknown subject quemu; did you mean qemu\?/)]);
  });

  test("whose subject cannot be started is judged by its recorded answers, and exits with 69", async () => {
    const io = fakeIo(folder, { env: { HOTMEM_QEMU: "/nowhere/qemu" } });
    expect(await main(["replay", found, "--subject", "qemu"], io)).toBe(69);
    expect(io.out()).toContain("recorded answers: still violated");
    expect(io.out()).toMatch(/qemu was not asked: .*nowhere/);
  });
});

describe("shrink", () => {
  test("of something small says so", async () => {
    const { code, out } = await run("shrink", found);
    expect(code).toBe(0);
    expect(out).toMatch(/from \d+ steps? to \d+ in [\d,]+ executions; no step can go, no argument can be lowered/);
    expect(out).toContain("as small as it gets");
  });

  test("that is interrupted does not claim that nothing smaller exists", async () => {
    const io = fakeIo(folder);
    io.interrupt();
    expect(await main(["shrink", found], io)).toBe(130);
    expect(io.out()).toContain("stopped before it was minimal\nnothing smaller than");
    expect(io.out()).not.toContain("as small as it gets");
  });

  test("of what was found with --rule works although the subject breaks another rule first", async () => {
    const rule = ["--rule", "plugged/reflects-blocks", "--out", "by-rule"];
    const { out } = await run("check", "--subject", subject, "--runs", "200", "--seed", "1", "--jobs", "1", ...rule);
    const file = /again: hotmem replay (\S+)/.exec(out)?.[1] ?? "";
    const shrunk = await run("shrink", file);
    expect([shrunk.code, shrunk.err]).toEqual([0, ""]);
    expect(shrunk.out).toContain("no step can go, no argument can be lowered");
  });

  test("of a rule that is no more says so", async () => {
    const read = readTranscript(lines.join("\n"));
    if ("malformed" in read || read.contract !== "device") throw new Error("not the transcript it was");
    const old = write("old.replay.jsonl", writeTranscript(sealTranscript({ ...read, rule: "plug/renamed" })));
    const { code, err } = await run("shrink", old);
    expect([code, err]).toEqual([65, "hotmem: contract device has no rule plug/renamed; it was renamed or removed\n"]);
    expect((await run("replay", old)).code).toBe(65);
  });

  test("against a subject that keeps the rule writes nothing and exits with 1", async () => {
    const { code, out } = await run("shrink", found, "--subject", "reference");
    expect([code, out]).toEqual([1, `reference no longer breaks the rule of ${found}; nothing was written\n`]);
  });
});

describe("a replay file that is not what it should be", () => {
  const cases: readonly [string, () => string, number, RegExp][] = [
    ["missing", () => "no.replay.jsonl", 66, /cannot read no\.replay\.jsonl: there is no such file; check the path/],
    ["empty", () => write("empty.replay.jsonl", ""), 65, /empty\.replay\.jsonl, line 1: /],
    [
      "binary",
      () => write("binary.replay.jsonl", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1)),
      65,
      /binary\.replay\.jsonl, line 1: /,
    ],
    ["not a replay file", () => write("text.replay.jsonl", "hello\n"), 65, /line 1: not a replay file/],
    ["without its steps", () => write("header.replay.jsonl", `${lines[0]}\n`), 65, /not followed by any step/],
    ["cut off", () => write("cut.replay.jsonl", lines.join("\n").slice(0, -20)), 65, /the line is cut off/],
    [
      "without its first step",
      () => write("gap.replay.jsonl", [lines[0], ...lines.slice(2)].join("\n")),
      65,
      /line \d+: /,
    ],
    [
      "in another order",
      () => write("order.replay.jsonl", [lines[0], ...lines.slice(1).reverse()].join("\n")),
      65,
      /does not match the id/,
    ],
    [
      "edited by hand",
      () => write("edit.replay.jsonl", lines.join("\n").replace('"blocks":1', '"blocks":2')),
      65,
      /does not match the id/,
    ],
    [
      "of a later version",
      () => write("later.replay.jsonl", lines.join("\n").replace('"version":1', '"version":2')),
      65,
      /format version 2; .* use a newer hotmem/,
    ],
    [
      "with a command that does not exist",
      () => write("alien.replay.jsonl", lines.join("\n").replace('"kind":"unplug"', '"kind":"unplugg"')),
      65,
      /line 3: ask\.kind: .*unplugg/,
    ],
  ];

  test.each(cases)("%s", async (_, make, code, says) => {
    const done = await run("replay", make());
    expect(done.code).toBe(code);
    expect(done.err).toMatch(/^hotmem: [^\n]+\n$/);
    expect(done.err).toMatch(says);
    const shrunk = await run("shrink", make());
    expect([shrunk.code, shrunk.err]).toEqual([code, done.err]);
  });

  test("100 MB", async () => {
    const path = join(folder, "large.replay.jsonl");
    writeFileSync(path, `${lines.join("\n")}\n`.repeat(2000));
    truncateSync(path, 100 * 2 ** 20);
    const begun = Date.now();
    const { code, err } = await run("replay", "large.replay.jsonl");
    expect([code, err]).toEqual([65, expect.stringMatching(/^hotmem: large\.replay\.jsonl, line \d+: /)]);
    expect(Date.now() - begun).toBeLessThan(3000);
  });

  test("one bad file among good ones: the good ones are replayed all the same", async () => {
    const { code, out, err } = await run("replay", found, write("bad.replay.jsonl", "{}"));
    expect(code).toBe(65);
    expect(out).toContain("1 of 2 do what their headers expect");
    expect(err).toContain("bad.replay.jsonl, line 1:");
    const asJson = JSON.parse((await run("replay", found, "bad.replay.jsonl", "--json")).out) as ReplayJson;
    expect(asJson).toMatchObject({ exit: 65, unreadable: [expect.stringMatching(/^bad\.replay\.jsonl, line 1:/)] });
  });

  test("a bad file in a folder is named as one would type it", async () => {
    mkdirSync(join(folder, "mixed"));
    const bad = write("mixed/bad.replay.jsonl", "{}");
    const { code, err } = await run("replay", "mixed");
    expect([code, err]).toEqual([65, expect.stringMatching(new RegExp(`^hotmem: ${bad}, line 1: [^\\n]+\\n$`))]);
  });

  test("a folder without any is an input that is missing", async () => {
    mkdirSync(join(folder, "nothing"));
    const { code, err } = await run("replay", "nothing");
    expect([code, err]).toEqual([66, "hotmem: there is no *.replay.jsonl below nothing; check the path\n"]);
  });
});

import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { listCorpus } from "../replay/corpus.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";
import type { ValidateJson } from "./validate.ts";

const folder = temporaryFolder("hotmem-validate-");
const boot = resolve("oracle/kmem/boot.trace.gz");

const run = async (...argv: readonly string[]) => {
  const io = fakeIo(folder);
  const code = await main(["validate", ...argv], io);
  return { code, out: io.out(), err: io.err() };
};
const write = (name: string, lines: readonly string[]) => {
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  return name;
};

describe("a trace of Linux", () => {
  test("holds, and says how often each rule was judged and what was explained", async () => {
    const { code, out } = await run("--from", "kmem", boot, "--boot", "0-1ffff", "--movable", "100000-");
    expect(code).toBe(0);
    expect(out).toContain("5,290 allocations, 3,622 frees, 0 migrate calls\n");
    expect(out).toMatch(/^ {2}allocate\/once +2,337 {2}No frame is handed out while it is allocated\.$/m);
    expect(out).toMatch(/^ {2}allocate\/movable-only +1,418 {2}/m);
    expect(out).toMatch(/^ {2}allocated in bulk +142 {2}/m);
    expect((await run("--from", "kmem", boot, "--quiet")).out).toBe("");
  });

  test("that does not is told with file, line and the frame's history", async () => {
    const lines = gunzipSync(readFileSync(boot)).toString().split("\n");
    const at = lines.findIndex((line) => /^A \d+ \d+ 100001 0 1 /.test(line));
    const file = write("twice.trace", lines.toSpliced(at + 1, 0, lines[at] as string));
    const { code, out } = await run("--from", "kmem", file);
    expect(code).toBe(1);
    expect(out).toContain(`VIOLATED  ${file}: `);
    expect(out).toContain(`\n${file}:${at + 2}: allocate/once: frame 0x100001 is allocated again while it is in use`);
    expect(out).toContain(`\n  line ${at + 1}: ${lines[at]}\n  line ${at + 2}: ${lines[at]}\n`);
    expect(out).not.toContain("mm_migrate_pages");
    const json = JSON.parse((await run("--from", "kmem", file, "--json")).out) as ValidateJson;
    expect(json).toMatchObject({ file, exit: 1, report: { kind: "judged", conviction: { line: at + 2 } } });
  });

  test("that frees a block twice may only lack the migrate calls", async () => {
    const file = write("freed.trace", ["g 0 GFP_KERNEL", "A 1 1 100 2 0 0", "F 2 1 100 2", "F 3 1 100 2"]);
    const { code, out } = await run("--from", "kmem", file);
    expect([code, out]).toEqual([1, expect.stringContaining("\n  if migrate:mm_migrate_pages was not traced: ")]);
  });

  test("nobody waits for any more", async () => {
    const io = fakeIo(folder);
    io.interrupt();
    expect(await main(["validate", "--from", "kmem", boot], io)).toBe(130);
  });
});

const header = {
  format: "hotmem-replay",
  version: 1,
  contract: "allocator",
  profile: "any",
  subject: "reference",
  title: "recorded elsewhere",
  expects: "held",
  geometry: "tiny",
};

/** Steps of a transcript that breaks a rule: its file, and the number of the line that does. */
async function broken() {
  const files = await listCorpus(resolve("replay/corpus"));
  if ("missing" in files) throw new Error(files.missing);
  for (const path of files) {
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    const top = JSON.parse(lines[0] as string) as typeof header & { readonly geometry: object };
    if (top.expects === "violated" && top.contract === "allocator") return { lines, top };
  }
  throw new Error("the corpus has no counterexample of an allocator");
}

describe("recorded asks and answers", () => {
  test("are judged under the header of a transcript, whatever its id is", async () => {
    const { lines } = await broken();
    const top = { ...(JSON.parse(lines[0] as string) as object), id: "0000000000000000" };
    const file = write("header.jsonl", [JSON.stringify(top), ...lines.slice(1)]);
    const { code, out } = await run(file);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^header\\.jsonl:${lines.length}: [a-z-]+/[a-z-]+: `, "m"));
    expect(out).toContain("the last steps:\n");
  });

  test("without the violating line they hold", async () => {
    const { lines } = await broken();
    const { code, out } = await run(write("held.jsonl", lines.slice(0, -1)));
    expect([code, out.startsWith("held")]).toEqual([0, true]);
  });

  test("are judged under flags where there is no header", async () => {
    const { lines, top } = await broken();
    const geometry = write("geometry.json", [JSON.stringify(top.geometry)]);
    const file = write("bare.jsonl", lines.slice(1));
    const { code, out } = await run(file, "--contract", "allocator", "--profile", top.profile, "--geometry", geometry);
    expect(code).toBe(1);
    expect(out).toContain(`bare.jsonl:${lines.length - 1}: `);
  });
});

describe("what cannot be judged", () => {
  test.each([
    [66, ["none.trace", "--from", "kmem"], "cannot read none.trace: there is no such file; check the path"],
    [66, ["none.jsonl"], "cannot read none.jsonl: there is no such file; check the path"],
    [66, [".", "--from", "kmem"], "cannot read .: it is a folder; check the path"],
    [64, [boot, "--from", "kmen"], "unknown format kmen; did you mean kmem? Or choose from kmem"],
    [64, [boot, "--from", "kmem", "--contract", "guest"], "--contract says nothing about a trace of Linux"],
    [64, ["x.jsonl", "--boot", "0-1"], "--boot needs --from kmem"],
    [
      64,
      [boot, "--from", "kmem", "--boot", "some"],
      "--boot some is no list of frames; write hexadecimal ranges: 0-1ffff,100000-",
    ],
  ] as const)("%i: %j", async (code, argv, says) => {
    expect(await run(...argv)).toEqual({ code, out: "", err: `hotmem: ${says}\n` });
  });

  test.each([
    ["bad.trace", ["# fine", "A 1 2"], ["--from", "kmem"], "line 2: not a line of the form A "],
    ["bad.jsonl", ['{"ask":'], ["--contract", "allocator"], "line 1: not JSON"],
    ["bad.jsonl", ["{}"], ["--contract", "allocator"], "line 1: "],
    ["bad.jsonl", [JSON.stringify({ ...header, version: 9 })], [], "line 1: written in format version 9"],
    ["bad.jsonl", [""], [], "line 1: "],
  ] as const)("65: %s %j", async (name, lines, argv, says) => {
    const { code, out, err } = await run(write(name, lines), ...argv);
    expect([code, out]).toEqual([65, ""]);
    expect(err).toContain(`hotmem: ${name}, ${says}`);
  });

  const step = (ask: unknown, answer: unknown = { kind: "done" }) => JSON.stringify({ ask, answer });
  test.each([
    ["a line cut off at the end", '{"ask":{"kind":"dr', /: not JSON; the file seems to be cut off here$/],
    ["no answer", JSON.stringify({ ask: { kind: "drain", cpu: 0 } }), /: answer: expected an object, got nothing$/],
    [
      "a command of another contract",
      step({ kind: "resize", to: 1 }),
      /: ask\.kind: "resize" is no command; known are /,
    ],
    ["a second header", JSON.stringify(header), /: ask: expected an object, got nothing$/],
    ["prototype keys", '{"__proto__":{"ask":1},"ask":{"kind":"__proto__"},"answer":{}}', /"__proto__" is no command/],
    ["an inherited kind", step({ kind: "constructor" }), /"constructor" is no command/],
    ["an answer that is inherited", step({ kind: "drain", cpu: 0 }, { kind: "toString" }), /: answer\.kind: /],
    ["nothing but brackets", "[".repeat(1e6) + "]".repeat(1e6), /: expected \{"ask":…,"answer":…\}, got a list of 1$/],
    ["a number beyond all numbers", '{"ask":{"kind":"drain","cpu":1e999},"answer":{}}', /: ask\.cpu: /],
    [
      "what is no step of this state",
      step({ kind: "release", what: 99, cpu: 0 }),
      /: cannot be asked in this state; is a step /,
    ],
    ["too long a line", "x".repeat(2 ** 24 + 1), /: the line has 16777217 bytes, but a step has at most 16777216$/],
    ["a zero byte", "\0", /: the file is binary/],
  ] as const)("65: recorded steps and then %s", async (_, bad, says) => {
    const { lines } = await broken();
    const held = lines.slice(0, -1);
    const { code, out, err } = await run(write("hostile.jsonl", [...held, bad]));
    expect([code, out]).toEqual([65, ""]);
    expect(err).toMatch(new RegExp(`^hotmem: hostile\\.jsonl, line ${held.length + 1}: [^\n]+\n$`));
    expect(err.trimEnd()).toMatch(says);
  });

  test("65: an empty line, a file too large, and traces of Linux without a word about it", async () => {
    const { lines } = await broken();
    const refused = async (file: string) => {
      const { code, out, err } = await run(file);
      expect([code, out]).toEqual([65, ""]);
      return err;
    };
    expect(await refused(write("gap.jsonl", lines.toSpliced(2, 0, "")))).toContain(
      "line 3: an empty line; take it out\n",
    );
    for (const first of [
      "F 1 1 10 0",
      "# tracer: nop",
      "          <idle>-0       [000] 1.0: mm_page_free: pfn=0x1 order=0",
    ])
      expect(await refused(write("linux.trace", [first]))).toContain(
        "line 1: not JSON, but a trace of Linux; add --from kmem\n",
      );
    expect(await refused(boot)).toContain("is compressed; decompress it, or add --from kmem for a trace of Linux\n");
    truncateSync(join(folder, write("large.jsonl", [])), 2 ** 26 + 1);
    expect(await refused("large.jsonl")).toContain("large.jsonl is 65 MiB; more than 64 MiB is no file of ours\n");
  });

  test("65: a file that is no text", async () => {
    writeFileSync(join(folder, "trace.dat"), "\x17\x08\x44tracing");
    const { code, err } = await run("trace.dat", "--from", "kmem");
    const says = "cannot judge trace.dat: it is a binary file of trace-cmd; print it with trace-cmd report";
    expect([code, err]).toEqual([65, `hotmem: ${says}\n`]);
  });

  test("a header leaves nothing to say, and without one something must be said", async () => {
    const { lines } = await broken();
    expect(await run(write("twice.jsonl", lines), "--profile", "any")).toMatchObject({
      code: 64,
      err: "hotmem: twice.jsonl begins with a header, which says what --profile would; leave the flag out\n",
    });
    expect((await run(write("bare.jsonl", lines.slice(1)))).err).toContain("say with --contract what was asked");
  });
});

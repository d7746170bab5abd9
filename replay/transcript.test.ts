import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Allocator } from "../model/allocator/vocabulary.ts";
import type { Device } from "../model/device/vocabulary.ts";
import { decided } from "../model/guest/options.ts";
import type { Guest } from "../model/guest/vocabulary.ts";
import { presets } from "../model/presets.ts";
import { block, cpu, frames, handle, order, pfn } from "../model/units.ts";
import { readTranscript, sealTranscript, writeTranscript } from "./transcript.ts";
import { ofContract, type Transcript } from "./transcript-content.ts";
import { readTranscriptFile } from "./transcript-file.ts";

const allocatorRun: Transcript<Allocator> = sealTranscript<Allocator>({
  contract: "allocator",
  profile: "any",
  subject: "mutant:handsOutTheSameFrameTwice",
  title: "A frame is handed out twice",
  expects: "violated",
  rule: "allocate/free-frames",
  because: "frame 8 is held by a1",
  geometry: presets.tiny,
  shrunk: { from: 812, executions: 93, minimal: "step-and-argument" },
  origin: { seed: -7, run: 3, tool: "hotmem 0.1.0" },
  steps: [1, 2].map((as) => ({
    ask: {
      kind: "allocate",
      as: handle(as),
      order: order(0),
      mobility: "movable",
      reach: "normal",
      zero: false,
      atomic: false,
      cpu: cpu(0),
    },
    answer: { kind: "granted", first: pfn(8), zeroed: frames(0) },
  })),
});

const after = { requested: 2n ** 64n - 1n, usable: 2n ** 53n, plugged: 0n };
const deviceRun: Transcript<Device> = sealTranscript<Device>({
  contract: "device",
  profile: "uapi",
  subject: "qemu",
  title: "An honest device",
  expects: "held",
  geometry: presets.small,
  steps: [
    { ask: { kind: "resize", bytes: 2n ** 64n - 1n }, answer: { kind: "done", after, notified: "yes" } },
    { ask: { kind: "plug", address: 0n, blocks: 0 }, answer: { kind: "error", after, notified: "no" } },
  ],
});

const spent = { migrated: 0, zeroed: 0, faulted: 2, requests: 0, offlined: 0, steps: 0 };
const guestRun: Transcript<Guest> = sealTranscript<Guest>({
  contract: "guest",
  profile: "hotmem",
  subject: "reference",
  title: "An honest guest",
  expects: "held",
  geometry: { ...presets.tiny, guest: { ...decided, waiters: "all" } },
  steps: [
    {
      ask: { kind: "resize", bytes: 2n ** 64n - 1n },
      answer: { kind: "refused", why: "too large", events: [], spent },
    },
    {
      ask: { kind: "spawn", as: handle(1), wait: true },
      answer: {
        kind: "attached",
        partition: null,
        events: [
          { kind: "config", requested: 2n ** 60n, usable: 0n },
          { kind: "add", block: block(3), memmap: [], outcome: "failed" },
        ],
        spent: { ...spent, requests: -1 },
      },
    },
  ],
});

const written = writeTranscript(allocatorRun);
const lines = written.trimEnd().split("\n");
const header = JSON.parse(lines[0] ?? "");

/** The file with its header changed. */
const withHeader = (change: object) => [JSON.stringify({ ...header, ...change }), ...lines.slice(1), ""].join("\n");

describe("a transcript", () => {
  it.each([allocatorRun, deviceRun, guestRun])("is read as it was written %#", (run) => {
    expect(readTranscript(writeTranscript(run as Transcript<Device>))).toEqual(run);
  });

  it("has a header, then one line per step", () => {
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\{"format":"hotmem-replay","version":1,"id":"[0-9a-f]{16}","contract":"allocator"/);
    expect(lines[1]).toBe(
      '{"ask":{"kind":"allocate","as":1,"order":0,"mobility":"movable","reach":"normal","zero":false,"atomic":false,"cpu":0},' +
        '"answer":{"kind":"granted","first":8,"zeroed":0}}',
    );
  });

  it("may come with a byte order mark, carriage returns and empty lines at the end", () => {
    expect(readTranscript(`\uFEFF${written.replaceAll("\n", "\r\n")}\n\n`)).toEqual(allocatorRun);
  });

  it("may lack the last newline and carry fields nobody knows", () => {
    expect(readTranscript(withHeader({ mood: "sunny" }).trimEnd())).toEqual(allocatorRun);
  });

  it("keeps its id when only advice changes", () => {
    expect(sealTranscript({ ...allocatorRun, title: "Another title", subject: "exec:x" }).id).toBe(allocatorRun.id);
    expect(readTranscript(withHeader({ title: "Another title" }))).toMatchObject({ id: allocatorRun.id });
  });

  it("has another id for another profile, rule, geometry or step", () => {
    const [first] = allocatorRun.steps;
    const others = [
      { ...allocatorRun, profile: "linux" },
      { ...allocatorRun, rule: "allocate/aligned" },
      { ...allocatorRun, geometry: presets.small },
      { ...allocatorRun, steps: first === undefined ? [] : [first] },
      { ...allocatorRun, steps: allocatorRun.steps.toReversed() },
    ];
    expect(new Set([allocatorRun, ...others].map((run) => sealTranscript(run).id)).size).toBe(6);
  });

  it("is told apart from one of another contract", () => {
    const read = readTranscript(writeTranscript(deviceRun));
    if ("malformed" in read) throw new Error(read.malformed.why);
    expect(ofContract<Device>("device", read).steps).toHaveLength(2);
    expect(() => ofContract("allocator", read)).toThrow("a transcript of the device is not one of the allocator");
  });
});

const edited =
  /^the content does not match the id in the header: .* get the original, or write "id":"[0-9a-f]{16}" to keep/;

describe("a file that is no transcript", () => {
  it.each<[string, string | Uint8Array, number, string | RegExp]>([
    ["empty", "", 1, "the file is empty"],
    ["blank", "\n \n", 1, "the file is empty"],
    [
      "binary",
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]),
      1,
      "the file is binary (or UTF-16), not a replay file in UTF-8",
    ],
    ["UTF-16", Buffer.from(written, "utf16le"), 1, "the file is binary (or UTF-16), not a replay file in UTF-8"],
    ["Latin-1", Buffer.from(withHeader({ title: "für" }), "latin1"), 1, "not UTF-8; save the file in that encoding"],
    [
      "prose",
      "Dear reader,\n",
      1,
      'not a replay file: the first line of one is an object with "format": "hotmem-replay"',
    ],
    ["a list", "[1]\n", 1, 'not a replay file: the first line of one is an object with "format": "hotmem-replay"'],
    [
      "of another format",
      '{"format":"itf"}\n',
      1,
      'not a replay file: the first line of one is an object with "format": "hotmem-replay", but this one says "format": "itf"',
    ],
    [
      "newer",
      withHeader({ version: 2 }),
      1,
      "written in format version 2; this hotmem reads version 1: use a newer hotmem",
    ],
    [
      "older",
      withHeader({ version: 0 }),
      1,
      "format version 0 is not one that this hotmem reads; it reads version 1: record the run again",
    ],
    [
      "of no version",
      withHeader({ version: "x" }),
      1,
      'format version "x" is not one that this hotmem reads; it reads version 1: record the run again',
    ],
    [
      "of an unknown contract",
      withHeader({ contract: "balloon" }),
      1,
      'contract: expected "allocator", "device" or "guest", got "balloon"; a newer hotmem may know more',
    ],
    [
      "of an unknown profile",
      withHeader({ profile: "spec" }),
      1,
      'profile: contract allocator has "any" or "linux", got "spec"',
    ],
    ["without geometry", withHeader({ geometry: undefined }), 1, "header.geometry: expected an object, got nothing"],
    ["of a preset by name", withHeader({ geometry: "tiny" }), 1, 'header.geometry: expected an object, got "tiny"'],
    [
      "of half a geometry",
      withHeader({ geometry: { preset: "tiny" } }),
      1,
      "header.geometry.pageblockOrder is missing",
    ],
    [
      "of no expectation",
      withHeader({ expects: "fixed" }),
      1,
      'header.expects: expected "violated" or "held", got "fixed"',
    ],
    [
      "violated without a rule",
      withHeader({ rule: undefined }),
      1,
      'header.rule is missing; "expects": "violated" needs the broken rule',
    ],
    [
      "held with a rule",
      withHeader({ expects: "held" }),
      1,
      'header.rule: a transcript with "expects": "held" names no rule',
    ],
    [
      "truncated in a line",
      written.slice(0, -20),
      3,
      "the line is cut off: the file was not written or copied to its end",
    ],
    [
      "truncated in the header",
      written.slice(0, 60),
      1,
      "the line is cut off: the file was not written or copied to its end",
    ],
    [
      "truncated after the header",
      `${lines[0]}\n`,
      1,
      "the header is not followed by any step; the rest of the file is missing",
    ],
    ["truncated between lines", `${lines[0]}\n${lines[1]}\n`, 1, edited],
    ["reordered", `${lines[0]}\n${lines[2]}\n${lines[1]}\n`, 1, edited],
    ["edited in a step", written.replace('"first":8', '"first":9'), 1, edited],
    ["edited in the geometry", withHeader({ geometry: { ...header.geometry, cpus: 3 } }), 1, edited],
    ["edited in the rule", withHeader({ rule: "allocate/aligned" }), 1, edited],
    ["without id", withHeader({ id: undefined }), 1, /^the header has no id: .* write "id":"[0-9a-f]{16}" to keep/],
    ["with an empty line", `${lines[0]}\n\n${lines[1]}\n`, 2, "the line is empty; remove it"],
    ["with a line that is not JSON", `${lines[0]}\n{'ask'}\n${lines[1]}\n`, 2, "not JSON"],
    ["with a line that is no step", `${lines[0]}\n7\n`, 2, 'expected {"ask":…,"answer":…}, got 7'],
    [
      "with a step of another contract",
      `${lines[0]}\n{"ask":{"kind":"plug"}}\n`,
      2,
      /^ask\.kind: "plug" is no command; known are allocate, /,
    ],
    [
      "with a wrong argument",
      written.replace('"as":2,"order":0', '"as":2,"order":"x"'),
      3,
      'ask.order: expected an integer from 0 to 10, got "x"',
    ],
    [
      "with a long line",
      `${lines[0]}\n${" ".repeat(2 ** 24 + 1)}\n`,
      2,
      "the line has 16777217 bytes, but a step has at most 16777216",
    ],
    ["nested deeply", `${lines[0]}\n${"[".repeat(2 ** 19)}\n`, 2, "not JSON"],
    [
      "nested deeply, and closed",
      `${lines[0]}\n${"[".repeat(9999)}${"]".repeat(9999)}\n`,
      2,
      'expected {"ask":…,"answer":…}, got a list of 1',
    ],
    ["with a poisoned prototype", `${lines[0]}\n{"__proto__":{"ask":{}}}\n`, 2, "ask: expected an object, got nothing"],
    [
      "huge",
      new Uint8Array(100_000_000).fill(0x20),
      1,
      "the file has 96 MiB, but a replay file has at most 64 MiB; shrink the run that it records",
    ],
  ])("%s", (_, input, line, why) => {
    const read = readTranscript(input);
    if (!("malformed" in read)) throw new Error("it was read");
    expect(read.malformed.line).toBe(line);
    if (typeof why === "string") expect(read.malformed.why).toBe(why);
    else expect(read.malformed.why).toMatch(why);
  });

  it("takes the id that the message offers", () => {
    const changed = written.replace('"first":8', '"first":9');
    const read = readTranscript(changed);
    const offered = "malformed" in read ? /"id":"([0-9a-f]{16})"/.exec(read.malformed.why)?.[1] : undefined;
    expect(readTranscript(changed.replace(allocatorRun.id, offered ?? ""))).toMatchObject({ id: offered });
  });

  it("never makes reading throw, wherever it is cut, broken or shuffled", () => {
    const bytes = Buffer.from(written);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, value, end) => {
        const broken = Uint8Array.from(bytes.subarray(0, end));
        if (at < broken.length) broken[at] = value;
        const read = readTranscript(broken);
        if ("malformed" in read) expect(read.malformed.why).not.toBe("");
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a transcript on disk", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "transcripts-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("is read like one in memory", async () => {
    const path = join(folder, "fine.replay.jsonl");
    await writeFile(path, written);
    expect(await readTranscriptFile(path)).toEqual(allocatorRun);
  });

  it("that is not there, or no file, is missing", async () => {
    const path = join(folder, "nowhere.replay.jsonl");
    expect(await readTranscriptFile(path)).toEqual({ missing: `cannot read ${path}: there is no such file` });
    expect(await readTranscriptFile(folder)).toEqual({ missing: `cannot read ${folder}: it is a folder` });
  });

  it("of 100 MB is refused without reading it to the end", async () => {
    const path = join(folder, "large.replay.jsonl");
    await writeFile(path, Buffer.alloc(100_000_000, 0x20));
    expect(await readTranscriptFile(path)).toEqual({
      malformed: {
        line: 1,
        why: "the file has more than 64 MiB, but a replay file has at most 64 MiB; shrink the run that it records",
      },
    });
  });

  it("without end is refused after its first piece", async () => {
    expect(await readTranscriptFile("/dev/zero")).toEqual({
      malformed: { line: 1, why: "the file is binary (or UTF-16), not a replay file in UTF-8" },
    });
  });
});

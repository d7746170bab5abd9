import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Command } from "../model/contract.ts";
import { virtioMemGuest } from "../model/guest/reference/reference.ts";
import type { Guest } from "../model/guest/vocabulary.ts";
import { presets } from "../model/presets.ts";
import { handle } from "../model/units.ts";
import { readTranscript, sealTranscript, writeTranscript } from "../replay/transcript.ts";
import { ofContract } from "../replay/transcript-content.ts";
import type { CheckJson } from "./check.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const folder = temporaryFolder("hotmem-guest-");

const run = async (...argv: readonly string[]) => {
  const io = fakeIo(folder);
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
};

const few = ["--contract", "guest", "--geometry", "tiny", "--seed", "7", "--jobs", "1"] as const;

describe("hotmem check --contract guest", () => {
  test.each([
    [[], "hotmem", "reference"],
    [["--profile", "virtio-mem"], "virtio-mem", "reference:virtio-mem"],
    [
      ["--profile", "virtio-mem", "--subject", "reference:virtio-mem-kernel"],
      "virtio-mem",
      "reference:virtio-mem-kernel",
    ],
    [["--profile", "virtio-mem", "--subject", "reference:balloon"], "virtio-mem", "reference:balloon"],
  ])("%j holds, and says who was asked", async (more, profile, subject) => {
    const { code, out, err } = await run("check", ...few, "--runs", "20", "--steps", "100", ...more);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(`guest, profile ${profile}, subject ${subject} (model): held`);
    expect(out).toContain(`again      hotmem check --contract guest --profile ${profile} --subject ${subject} `);
  });

  test("--profile virtio-mem and --rule are understood without --contract", async () => {
    const options = ["--geometry", "tiny", "--runs", "30", "--seed", "1", "--json"];
    const { code, out } = await run("check", "--profile", "virtio-mem", "--rule", "place/free-frames", ...options);
    const { reports } = JSON.parse(out) as CheckJson;
    expect([code, reports.map(({ report }) => [report.contract, report.subject])]).toEqual([
      0,
      [["guest", "reference:virtio-mem"]],
    ]);
  });

  test("says what a balloon breaks of HotMem's promises, each by a transcript that replays", async () => {
    const { code, out } = await run(
      "check",
      ...few,
      "--subject",
      "reference:balloon",
      "--runs",
      "60",
      "--out",
      "balloon",
    );
    expect(code).toBe(1);
    for (const rule of ["reclaim/requests", "reclaim/steps"]) expect(out).toContain(`VIOLATED  ${rule}\n`);
    expect(out).toContain("host resizes to");
    expect((await run("replay", "balloon")).code).toBe(0);
    // HotMem itself, asked the same, does none of it.
    const asked = await run("replay", "balloon", "--subject", "reference");
    expect(asked.code).toBe(1);
    expect(asked.out).toMatch(/reference now: fixed/);
  });

  test("names what was probably meant", async () => {
    const { code, err } = await run("check", "--contract", "guest", "--subject", "reference:virtiomem");
    expect([code, err]).toEqual([64, expect.stringContaining("did you mean reference:virtio-mem?")]);
    expect((await run("check", "--contract", "gest")).err).toContain("did you mean guest?");
    expect((await run("check", "--profile", "hotmen")).err).toContain("did you mean hotmem?");
  });
});

describe("transcripts that ask hostile things", () => {
  const spent = { migrated: 0, zeroed: 0, faulted: 0, requests: 0, offlined: 0, steps: 0 };
  const done = { kind: "done", events: [], spent } as const;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const header = {
    contract: "guest",
    profile: "hotmem",
    subject: "reference",
    title: "x",
    geometry: presets.tiny,
  } as const;

  test("about nobody are not well-formed, and say at which step", async () => {
    const steps = [{ ask: { kind: "exit", process: handle(5) }, answer: done } as const];
    write("nobody.replay.jsonl", writeTranscript(sealTranscript({ ...header, expects: "held", steps } as never)));
    const { code, out } = await run("replay", "nobody.replay.jsonl");
    expect([code, out]).toEqual([65, expect.stringContaining("not well-formed at step 0: process 5 exits")]);
  });

  test("with sizes beyond 2^53 are read, asked and judged", async () => {
    const steps = [2n ** 53n, 2n ** 64n - 4096n, 2n ** 64n - 1n].map((bytes) => ({
      ask: { kind: "resize", bytes },
      answer: { kind: "refused", why: "too large", events: [], spent },
    }));
    write("sizes.replay.jsonl", writeTranscript(sealTranscript({ ...header, expects: "held", steps } as never)));
    expect(readFileSync(join(folder, "sizes.replay.jsonl"), "utf8")).toContain('"bytes":"0xffffffffffffffff"');
    expect((await run("replay", "sizes.replay.jsonl")).code).toBe(0);
  });

  test.each([
    [
      "a size of more than 64 bits",
      '{"kind":"resize","bytes":"0x10000000000000000"}',
      "ask.bytes: expected an integer",
    ],
    ["a fraction of a page", '{"kind":"touch","process":0,"as":1,"pages":0.5,"write":true}', "ask.pages: expected"],
    [
      "a name beyond all names",
      '{"kind":"exit","process":1048576}',
      "ask.process: expected an integer from 0 to 1048575",
    ],
    ["patience without end", '{"kind":"settle","within":1e300}', "ask.within: expected an integer"],
  ])("with %s are refused with the line", async (_, ask, says) => {
    const text = writeTranscript(
      sealTranscript({ ...header, expects: "held", steps: [{ ask: { kind: "restore" }, answer: done }] } as never),
    );
    write("bad.replay.jsonl", `${text.split("\n")[0]}\n{"ask":${ask},"answer":${JSON.stringify(done)}}\n`);
    const { code, err } = await run("replay", "bad.replay.jsonl");
    expect([code, err]).toEqual([65, expect.stringContaining(`line 2: ${says}`)]);
  });
});

test("hotmem shrink makes a long conviction of a stock guest short", async () => {
  const path = join(import.meta.dirname, "../replay/corpus/reclaim-no-migration-60201c9f.replay.jsonl");
  const read = readTranscript(readFileSync(path, "utf8"));
  if (!("contract" in read)) throw new Error("no transcript");
  const { id: _, shrunk: __, ...short } = ofContract<Guest>("guest", read);
  // The same with a look at everything before each step.
  const subject = virtioMemGuest.boot(short.geometry);
  const steps = short.steps
    .flatMap(({ ask }): readonly Command<Guest>[] => [{ kind: "observe" }, ask])
    .map((ask) => {
      const outcome = subject.perform(ask);
      if (outcome.kind !== "answered") throw new Error(outcome.kind);
      return { ask, answer: outcome.answer };
    });
  writeFileSync(join(folder, "long.replay.jsonl"), writeTranscript(sealTranscript<Guest>({ ...short, steps })));
  const { code, out } = await run("shrink", "long.replay.jsonl", "--out", "short");
  expect([code, out]).toEqual([0, expect.stringMatching(/from 16 steps to [1-8]\b/)]);
});

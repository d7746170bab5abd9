import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { device } from "../model/device/contract.ts";
import { referenceDevice } from "../model/device/reference/reference.ts";
import type { Device } from "../model/device/vocabulary.ts";
import { presets } from "../model/presets.ts";
import {
  addToCorpus,
  type CorpusFile,
  corpusName,
  listCorpus,
  type Replayed,
  readCorpus,
  replayCorpus,
} from "./corpus.ts";
import { sealTranscript, writeTranscript } from "./transcript.ts";
import { type AnyTranscript, ofContract, type Transcript } from "./transcript-content.ts";
import { replayTranscript } from "./verdict-asked.ts";

const after = { requested: 0n, usable: 0n, plugged: 0n };

const run = (bytes: bigint): Transcript<Device> =>
  sealTranscript<Device>({
    contract: "device",
    profile: "spec",
    subject: "reference",
    title: "The host asks",
    expects: "violated",
    rule: "resize/told-once",
    geometry: presets.tiny,
    steps: [{ ask: { kind: "resize", bytes }, answer: { kind: "done", after, notified: "no" } }],
  });

async function all(folder: string): Promise<readonly CorpusFile[]> {
  const files: CorpusFile[] = [];
  for await (const file of readCorpus(folder)) files.push(file);
  return files;
}

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "corpus-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a corpus", () => {
  it("names files after the rule and the id", () => {
    const one = run(1n);
    expect(corpusName(one)).toBe(`resize-told-once-${one.id.slice(0, 8)}.replay.jsonl`);
    const { rule: _, ...rest } = one;
    expect(corpusName({ ...rest, expects: "held" })).toBe(`held-${one.id.slice(0, 8)}.replay.jsonl`);
    expect(corpusName({ ...one, rule: "../../etc/passwd" })).toMatch(/^-etc-passwd-/);
  });

  it("makes the folder, keeps one file per counterexample and reads all of them back", async () => {
    const deep = join(folder, "a", "b");
    const first = await addToCorpus(deep, run(1n));
    expect(first).toEqual({ kind: "added", path: join(deep, corpusName(run(1n))) });
    expect(await addToCorpus(deep, { ...run(1n), title: "The same" })).toEqual({ ...first, kind: "known" });
    expect((await addToCorpus(folder, run(2n))).kind).toBe("added");
    const found = await all(folder);
    expect(found.map(({ read }) => read)).toEqual([run(1n), run(2n)]);
    expect(await readdir(deep)).toEqual([corpusName(run(1n))]);
  });

  it("never overwrites another file, and says so when it runs out of names", async () => {
    const one = run(1n);
    const short = join(folder, corpusName(one));
    const long = join(folder, corpusName(one, 16));
    await writeFile(short, writeTranscript(run(2n)));
    expect(await addToCorpus(folder, one)).toEqual({ kind: "added", path: long });
    expect(await addToCorpus(folder, one)).toEqual({ kind: "known", path: long });
    await writeFile(long, "precious notes");
    expect(await addToCorpus(folder, one)).toEqual({
      kind: "failed",
      why: `cannot write ${long}: another file has that name; move it away`,
    });
    expect(await readFile(short, "utf8")).toBe(writeTranscript(run(2n)));
    expect(await readFile(long, "utf8")).toBe("precious notes");
  });

  it("says why it cannot be written, and leaves nothing half-written", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const path = join(file, corpusName(run(1n)));
    expect(await addToCorpus(file, run(1n))).toEqual({
      kind: "failed",
      why: expect.stringContaining(`cannot write ${path}: `),
    });
    expect(await readdir(folder)).toEqual(["file"]);
  });

  it("lists files by name, lists nothing where there is no folder, and says what is wrong with a file", async () => {
    await writeFile(join(folder, "b.replay.jsonl"), "");
    await writeFile(join(folder, "a.replay.jsonl"), "");
    await writeFile(join(folder, "notes.txt"), "");
    expect(await listCorpus(folder)).toEqual([join(folder, "a.replay.jsonl"), join(folder, "b.replay.jsonl")]);
    expect(await listCorpus(join(folder, "nowhere"))).toEqual([]);
    const notes = join(folder, "notes.txt");
    expect(await listCorpus(notes)).toEqual({ missing: expect.stringContaining(`cannot list ${notes}: `) });
    const [first] = await all(folder);
    expect(first).toEqual({
      path: join(folder, "a.replay.jsonl"),
      read: { malformed: { line: 1, why: "the file is empty" } },
    });
  });

  it("replays one file after the other, and goes on behind one that cannot be read", async () => {
    await writeFile(join(folder, "a.replay.jsonl"), "");
    await addToCorpus(folder, run(1n));
    const replays: Replayed[] = [];
    const replay = (found: AnyTranscript) =>
      replayTranscript(device, ofContract<Device>("device", found), referenceDevice);
    for await (const replayed of replayCorpus(folder, replay)) replays.push(replayed);
    expect(replays).toEqual([
      { kind: "unreadable", path: join(folder, "a.replay.jsonl"), why: "line 1: the file is empty" },
      {
        kind: "replayed",
        path: join(folder, corpusName(run(1n))),
        transcript: run(1n),
        replay: expect.objectContaining({ asExpected: false }),
      },
    ]);
  });
});

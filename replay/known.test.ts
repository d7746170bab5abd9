import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Command } from "../model/contract.ts";
import { device } from "../model/device/contract.ts";
import { referenceDevice } from "../model/device/reference/reference.ts";
import type { Device } from "../model/device/vocabulary.ts";
import { presets } from "../model/presets.ts";
import type { SubjectSource } from "../model/subject.ts";
import { excuseOf, type Known, matches, readKnownFile } from "./known.ts";
import { recheckKnown } from "./known-recheck.ts";
import { sealTranscript, writeTranscript } from "./transcript.ts";
import type { Transcript } from "./transcript-content.ts";

/** A device that acknowledges plugging nothing. */
const lenient: SubjectSource<Device> = {
  ...referenceDevice,
  name: "lenient",
  version: "LENIENT 7.2.22",
  boot(geometry) {
    const honest = referenceDevice.boot(geometry);
    return {
      ...honest,
      perform(ask) {
        const outcome = honest.perform(ask);
        if (ask.kind !== "plug" || ask.blocks !== 0 || outcome.kind !== "answered") return outcome;
        return { kind: "answered", answer: { ...outcome.answer, kind: "ack" } as never };
      },
    };
  },
};

const rule = "plug/invalid-range";
const plugNothing: Command<Device> = { kind: "plug", address: BigInt(presets.tiny.device.address), blocks: 0 };

async function shown(): Promise<Transcript<Device>> {
  const outcome = await (await lenient.boot(presets.tiny)).perform(plugNothing);
  if (outcome.kind !== "answered") throw new Error("it answers");
  return sealTranscript<Device>({
    contract: "device",
    profile: "spec",
    subject: "lenient",
    title: "Plugging nothing is acknowledged",
    expects: "violated",
    rule,
    geometry: presets.tiny,
    steps: [{ ask: plugNothing, answer: outcome.answer }],
  });
}

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "known-"));
  path = join(folder, "lenient.known.json");
  await writeFile(join(folder, "nothing.replay.jsonl"), writeTranscript(await shown()));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry = {
  rule,
  ask: "plug",
  says: "A request for 0 blocks is acknowledged; it should be an error.",
  versions: ["LENIENT 7.2"],
  transcript: "nothing.replay.jsonl",
};
const fine = { format: "hotmem-known", version: 1, subject: "lenient", deviations: [entry] };

async function known(): Promise<Known> {
  await writeFile(path, JSON.stringify(fine));
  const read = await readKnownFile(path);
  if (!("deviations" in read)) throw new Error(JSON.stringify(read));
  return read;
}

describe("known deviations", () => {
  it("are read with their transcripts, which lie beside the file", async () => {
    expect(await known()).toEqual({ subject: "lenient", deviations: [{ ...entry, transcript: await shown() }] });
  });

  it("match a violation of the rule by the command in a version", async () => {
    const file = await known();
    const violation = { rule, because: "" };
    expect(matches(file, violation, "plug", "LENIENT 7.2.22")?.says).toBe(entry.says);
    expect(matches(file, violation, "plug", "LENIENT 7.2")?.says).toBe(entry.says);
    expect(matches(file, violation, "plug", "LENIENT 7.20")).toBeUndefined();
    expect(matches(file, violation, "plug", "LENIENT 8.0")).toBeUndefined();
    expect(matches(file, violation, "unplug", "LENIENT 7.2.22")).toBeUndefined();
    expect(matches(file, { rule: "plug/already-plugged", because: "" }, "plug", "LENIENT 7.2.22")).toBeUndefined();
  });

  it("excuse what they record and nothing else", async () => {
    const excuse = excuseOf(await known(), lenient.version);
    expect(excuse<Device>({ rule, because: "" }, plugNothing)).toBe(true);
    expect(excuse<Device>({ rule, because: "" }, { kind: "unplug-all" })).toBe(false);
  });

  it("are asked again, and reported when they are gone", async () => {
    const file = await known();
    const kinds = async (source: SubjectSource<Device>) =>
      (await recheckKnown(device, file, source)).map(({ kind }) => kind);
    expect(await kinds(lenient)).toEqual(["occurs"]);
    expect(await kinds({ ...referenceDevice, version: lenient.version })).toEqual(["gone"]);
    expect(await kinds({ ...lenient, version: "LENIENT 8.0" })).toEqual([]);
    const lost = { perform: () => ({ kind: "lost", why: "it crashed" }) as const, stop: () => {} };
    expect(await kinds({ ...lenient, boot: () => lost })).toEqual(["unknown"]);
  });
});

describe("a file of known deviations that is wrong", () => {
  const line = '"format":"hotmem-replay"';

  it.each<[string, string]>([
    ["{", "not JSON"],
    ["[]", 'not a list of known deviations: "format" is not "hotmem-known"'],
    [
      JSON.stringify({ ...fine, format: "hotmem-replay" }),
      'not a list of known deviations: "format" is not "hotmem-known"',
    ],
    [JSON.stringify({ ...fine, version: 2 }), "version 2; this hotmem reads version 1"],
    [JSON.stringify({ ...fine, subject: undefined }), "file.subject is missing"],
    [
      JSON.stringify({ ...fine, deviations: [{ ...entry, sayss: "" }] }),
      "file.deviations[0].sayss is no field; there are rule, ask, says, versions, transcript",
    ],
    [
      JSON.stringify({ ...fine, deviations: [entry, { ...entry, says: 3 }] }),
      "file.deviations[1].says: expected a string, got 3",
    ],
    [
      JSON.stringify({ ...fine, deviations: [{ ...entry, versions: [] }] }),
      'file.deviations[0].versions: name the versions that deviate, such as "QEMU 7.2"',
    ],
    [
      JSON.stringify({ ...fine, deviations: [{ ...entry, versions: [""] }] }),
      'file.deviations[0].versions: name the versions that deviate, such as "QEMU 7.2"',
    ],
    [
      JSON.stringify({ ...fine, deviations: [{ ...entry, rule: "plug/other" }] }),
      "deviations[0].transcript: nothing.replay.jsonl: it shows plug/invalid-range, not plug/other",
    ],
    [
      JSON.stringify({ ...fine, deviations: [{ ...entry, ask: "unplug" }] }),
      "deviations[0].transcript: nothing.replay.jsonl: its last command is plug, not unplug",
    ],
  ])("%s", async (content, sentence) => {
    await writeFile(path, content);
    expect(await readKnownFile(path)).toEqual({ wrong: `${path}: ${sentence}` });
  });

  it("names a transcript that is not there or cannot be read", async () => {
    await writeFile(path, JSON.stringify({ ...fine, deviations: [{ ...entry, transcript: "gone.replay.jsonl" }] }));
    const gone = join(folder, "gone.replay.jsonl");
    expect(await readKnownFile(path)).toEqual({
      wrong: `${path}: deviations[0].transcript: gone.replay.jsonl: cannot read gone.replay.jsonl: there is no such file`,
    });
    await writeFile(gone, `{${line}`);
    expect(await readKnownFile(path)).toEqual({
      wrong: expect.stringContaining("deviations[0].transcript: gone.replay.jsonl: line 1: the line is cut off"),
    });
  });

  it("is missing when it is not there", async () => {
    expect(await readKnownFile(path)).toEqual({ missing: `cannot read ${path}: there is no such file` });
  });
});

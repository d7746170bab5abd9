import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import type { Command } from "../../model/contract.ts";
import { presets } from "../../model/presets.ts";
import { CannotStart, ProtocolBroken, type Subject } from "../../model/subject.ts";
import { cpu, handle, order } from "../../model/units.ts";
import { oddCommand, oddProcesses, oddSource } from "./exec.test-kit.ts";
import { introduce } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "hotmem-exec-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const allocate = (as: number): Command<Allocator> => ({
  kind: "allocate",
  as: handle(as),
  order: order(0),
  mobility: "movable",
  reach: "normal",
  zero: false,
  atomic: false,
  cpu: cpu(0),
});
const release = (what: number): Command<Allocator> => ({ kind: "release", what: handle(what), cpu: cpu(0) });
const many = (count: number) => Array.from({ length: count }, (_, at) => allocate(at));

/** Puts the subject through one run, and sees that nothing of it is left afterwards. */
async function withOdd<R>(
  way: string,
  use: (subject: Subject<Allocator>) => Promise<R>,
  options: Parameters<typeof oddSource>[1] = {},
): Promise<R> {
  const source = await oddSource(way, options);
  try {
    const subject = await source.boot(presets.small);
    return await use(subject);
  } finally {
    await source.close();
    expect(oddProcesses(way)).toEqual([]);
  }
}

const one = (way: string, options: Parameters<typeof oddSource>[1] = {}) =>
  withOdd(way, async (subject) => await subject.perform(allocate(0)), options);
const all = (way: string, count: number, options: Parameters<typeof oddSource>[1] = {}) =>
  withOdd(way, async (subject) => (await subject.performAll?.(many(count))) ?? [], options);

describe("a program that keeps to the protocol", () => {
  it("introduces itself, also with fields that nobody knows", async () => {
    expect(await introduce(oddCommand("honest"))).toMatchObject({ name: "odd", version: "1", batch: 64 });
    expect(oddProcesses("honest")).toEqual([]);
  });

  it("answers one command at a time", async () => {
    const answers = await withOdd("honest", async (subject) => [
      await subject.perform(allocate(0)),
      await subject.perform(allocate(1)),
      await subject.perform(release(0)),
      await subject.perform(allocate(2)),
    ]);
    expect(answers.map((outcome) => (outcome.kind === "answered" ? outcome.answer : outcome))).toEqual([
      { kind: "granted", first: 0, zeroed: 1 },
      { kind: "granted", first: 1, zeroed: 1 },
      { kind: "done" },
      { kind: "granted", first: 0, zeroed: 1 },
    ]);
  });

  it("answers more at once than fit into one message", async () => {
    const outcomes = await all("honest", 200);
    expect(outcomes).toHaveLength(200);
    expect(outcomes[199]).toEqual({
      kind: "declined",
      why: "not today",
      link: "https://example.org/issues/1",
    });
    expect(outcomes.filter(({ kind }) => kind === "answered")).toHaveLength(196);
  });

  it("is asked one at a time where it does not take several", async () => {
    await withOdd("one at a time", async (subject) => {
      expect(subject.performAll).toBeUndefined();
      expect(await subject.perform(allocate(0))).toMatchObject({ kind: "answered" });
    });
  });

  it.each(["carriage returns", "byte by byte", "talks on"])("may do so in its own way: %s", async (way) => {
    expect(await one(way)).toMatchObject({ kind: "answered" });
  });

  it("serves one run after the other in one process, each from the beginning", async () => {
    const source = await oddSource("honest");
    try {
      const before = oddProcesses("honest");
      for (let run = 0; run < 3; run++) {
        const subject = await source.boot(presets.small);
        expect(await subject.perform(allocate(7))).toMatchObject({ answer: { first: 0 } });
        await subject.stop();
      }
      expect(oddProcesses("honest")).toEqual(before);
    } finally {
      await source.close();
    }
  });

  it("serves several runs at once in several processes", async () => {
    const source = await oddSource("honest");
    try {
      const subjects = await Promise.all([source.boot(presets.small), source.boot(presets.small)]);
      for (const subject of subjects)
        expect(await subject.perform(allocate(0))).toMatchObject({ answer: { first: 0 } });
    } finally {
      await source.close();
    }
  });

  it("has the geometry that its hello asks for", async () => {
    const source = await oddSource("honest");
    await source.close();
    const wish = { ...presets.small, highatomic: true, initOnAlloc: true };
    expect(source.adapt(wish)).toEqual({ ...presets.small, perCpuLists: null, watermarks: null });
    expect(source.speaks).toEqual(new Set(["allocate", "release"]));
    expect([source.name, source.version, source.world]).toEqual([`exec:${oddCommand("honest")}`, "odd 1", "closed"]);
  });

  it("may say that something went wrong and nothing happened", async () => {
    const outcomes = await all("definite", 8);
    expect(outcomes[6]).toEqual({ kind: "declined", why: "no luck" });
    expect(outcomes[7]).toMatchObject({ kind: "answered" });
  });

  it("is lost when it does not know what happened", async () => {
    const outcomes = await all("indefinite", 20);
    expect(outcomes).toHaveLength(9);
    expect(outcomes[8]).toEqual({ kind: "lost", why: "power cut" });
  });
});

describe("a program that is lost", () => {
  it("because it never answers", async () => {
    expect(await one("never answers", { timeoutMs: 300 })).toEqual({
      kind: "lost",
      why: expect.stringMatching(/^at "allocate .*" it did not answer within 300 ms$/),
    });
  });

  it.each(["stops itself", "closes stdin"])("because it is there and answers no more: %s", async (way) => {
    const why = expect.stringMatching(/it did not answer within 300 ms$/);
    expect(await one(way, { timeoutMs: 300 })).toMatchObject({ kind: "lost", why });
  });

  it("because it killed its process group, and nobody else", async () => {
    expect(await one("kills its group")).toMatchObject({ why: expect.stringContaining("it was killed by SIGKILL") });
  });

  it("because a signal ended it in the middle of a batch", async () => {
    const [outcome, ...rest] = await all("dies", 10);
    expect(outcome).toEqual({ kind: "lost", why: "in a batch of 10 commands it was killed by SIGSEGV" });
    expect(rest).toEqual([]);
  });

  it("because it closed its stdout", async () => {
    expect(await one("closes stdout")).toMatchObject({
      kind: "lost",
      why: expect.stringContaining("it closed its stdout"),
    });
  });

  it("because it ended in the middle of a line", async () => {
    const why = expect.stringContaining("it exited with code 0 in the middle of a line");
    expect(await one("half a line")).toMatchObject({ kind: "lost", why });
  });

  it("because it used too much memory", async () => {
    const why = expect.stringMatching(/it used \d+ MiB of memory; it may use 200$/);
    expect(await one("eats memory", { memoryBytes: 200 * 2 ** 20 })).toMatchObject({ kind: "lost", why });
  });

  it("and what it complained about is quoted, and kept where logs are kept", async () => {
    const opened = oddSource("complains", { logFolder: join(folder, "logs") });
    await expect(opened).rejects.toThrow(
      /did not introduce itself: it exited with code 4; it said: cannot find my memory; log: /,
    );
    await expect(opened).rejects.toThrow(CannotStart);
    const [name = ""] = readdirSync(join(folder, "logs"));
    expect(readFileSync(join(folder, "logs", name), "utf8")).toMatch(
      /> \{"id":0,"hello".*stderr:\ncannot find my memory/s,
    );
  });

  it("between two runs, or talks on after one, which the next run tells", async () => {
    for (const [way, kind, says] of [
      ["dies later", CannotStart, /odd 1 was lost between two runs: it exited with code 5$/],
      ["twice", ProtocolBroken, /odd 1 was lost between two runs: it sent a line that nobody had asked for/],
    ] as const) {
      const source = await oddSource(way);
      const subject = await source.boot(presets.small);
      expect(await subject.perform(allocate(0))).toMatchObject({ kind: "answered" });
      for (let wait = 0; wait < 100 && oddProcesses(way).length > 0; wait++) await sleep(20);
      await sleep(500); // The end of a process is told only after its last words; until then it would be lost at reset.
      await subject.stop();
      const next = Promise.resolve(source.boot(presets.small));
      await expect(next).rejects.toThrow(says);
      await expect(next).rejects.toThrow(kind);
      await (await source.boot(presets.small)).stop();
      await source.close();
      expect(oddProcesses(way)).toEqual([]);
    }
  });

  it("and another is started for the next run", async () => {
    const source = await oddSource("dies");
    try {
      for (let run = 0; run < 2; run++) {
        const subject = await source.boot(presets.small);
        const outcomes = (await subject.performAll?.(many(4))) ?? [];
        expect(outcomes.map(({ kind }) => kind)).toEqual(["answered", "answered", "answered", "answered"]);
        expect(await subject.perform(allocate(4))).toMatchObject({ kind: "lost" });
        expect(await subject.perform(allocate(5))).toMatchObject({ kind: "lost" });
        await subject.stop();
      }
    } finally {
      await source.close();
    }
  });
});

describe("somebody who interrupts", () => {
  it("does not wait for a program that answers no more", async () => {
    const stopping = new AbortController();
    const source = await oddSource("never answers", { signal: stopping.signal, timeoutMs: 60_000 });
    const subject = await source.boot(presets.small);
    const answer = subject.perform(allocate(0));
    stopping.abort();
    expect(await answer).toEqual({
      kind: "lost",
      why: expect.stringMatching(/^at "allocate .*" it was ended, because hotmem was interrupted$/),
    });
    await expect(Promise.resolve(source.boot(presets.small))).rejects.toThrow(
      /was not started: hotmem was interrupted$/,
    );
    await source.close();
    expect(oddProcesses("never answers")).toEqual([]);
  });

  it("leaves a moment for the answer that is on its way", async () => {
    const stopping = new AbortController();
    const source = await oddSource("honest", { signal: stopping.signal });
    const subject = await source.boot(presets.small);
    stopping.abort();
    expect(await subject.perform(allocate(0))).toMatchObject({ kind: "answered" });
    await source.close();
  });
});

describe("a program that breaks the protocol", () => {
  it.each([
    ["twice", 3, /it sent a line that nobody had asked for/],
    ["out of order", 3, /id: expected \d+, got \d+/],
    ["too few", 3, /id: expected \d+, got \d+/],
    ["another id", 3, /id: expected 2, got 92/],
    ["endless line", 1, /it sent a line of more than 16,777,216 bytes/],
    ["invalid UTF-8", 1, /it sent a line that is not UTF-8/],
    ["NaN", 1, /it sent a line that is not JSON: .*NaN/],
    ["2^53+1", 1, /answer\.first: expected an integer from 0 to 268435455, got 9007199254740992/],
    ["prototype keys", 1, /expected one of answer, declined and error, got 0 of them/],
  ])("by its way: %s", async (way, count, says) => {
    const outcomes = await withOdd(way, async (subject) => {
      const first = await subject.performAll?.(many(count));
      // What comes too late to be noticed with one command is noticed with the next.
      return first?.at(-1)?.kind === "lost" ? first : [await subject.perform(allocate(99))];
    });
    expect(outcomes.at(-1)).toEqual({ kind: "lost", broke: "protocol", why: expect.stringMatching(says) });
  });

  it("but not by fields that mean something to JavaScript only", async () => {
    expect(await one("prototype keys inside")).toEqual({
      kind: "answered",
      answer: { kind: "granted", first: 0, zeroed: 1 },
    });
  });

  it("when it talks before it was asked", async () => {
    await expect(oddSource("too early")).rejects.toThrow(ProtocolBroken);
    await expect(oddSource("banner")).rejects.toThrow(
      /it sent a line that is not JSON: .*odd.*; stdout is for answers only, everything else belongs on stderr$/,
    );
    expect([...oddProcesses("too early"), ...oddProcesses("banner")]).toEqual([]);
  });
});

describe("nothing is left", () => {
  it("of a program that floods its stderr, which does no harm", async () => {
    const outcome = await withOdd("floods stderr", async (subject) => {
      for (let at = 0; at < 20; at++) await subject.perform(allocate(at));
      return await subject.perform(allocate(20));
    });
    expect(outcome).toMatchObject({ kind: "answered" });
  });

  it("of one that stays when it is told to stop", async () => {
    const begun = performance.now();
    expect(await one("stays")).toMatchObject({ kind: "answered" });
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it("of children that outlive it, wherever they went", async () => {
    const file = join(folder, "children");
    const source = await oddSource("leaves children", {}, file);
    const subject = await source.boot(presets.small);
    expect(await subject.perform(allocate(0))).toMatchObject({ kind: "answered" });
    const children = readFileSync(file, "utf8").trim().split("\n").map(Number);
    expect(children.map(isRunning)).toEqual([true, true, true]);
    await source.close();
    for (let wait = 0; wait < 50 && children.some(isRunning); wait++) await sleep(20);
    expect(children.map(isRunning)).toEqual([false, false, false]);
  });
});

/** A killed process may wait for somebody to collect it; it runs no more. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

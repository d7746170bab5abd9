import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CheckJson } from "./check.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const newFolder = () => temporaryFolder("hotmem-check-");

const run = async (...argv: readonly string[]) => {
  const folder = newFolder();
  const io = fakeIo(folder);
  const code = await main(["check", ...argv], io);
  return { code, out: io.out(), err: io.err(), folder };
};

const device = ["--contract", "device", "--seed", "7", "--runs", "20", "--steps", "100"] as const;

describe("a subject that holds", () => {
  test("is told with everything that was checked", async () => {
    const { code, out, err, folder } = await run(...device);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^device, profile uapi, subject reference \(\S+.*\): held$/m);
    expect(out).toMatch(
      /checked +2,000 steps in 20 runs, [\d.]+ s, [\d,]+ steps\/s, \d+\.\d % of the commands applied/,
    );
    expect(out).toMatch(/commands +.*plug \d+/);
    expect(out).toMatch(/answers +.*plug\/ack \d+/);
    expect(out).toMatch(/rules +\d+ of \d+ had something to say/);
    expect(out).toMatch(/^ {4}plug\/within-requested +\d+ {2}PLUG never makes plugged_size exceed/m);
    expect(out).toMatch(
      /again +hotmem check --contract device --profile uapi --subject reference --geometry small --seed 7 --steps 100 --runs 20/,
    );
    expect(out).toMatch(/QEMU is here|skipped: QEMU's device \(apt-get install qemu-system-x86\)/);
    expect(existsSync(join(folder, "hotmem-failures"))).toBe(false);
  });

  test("is told in lines no wider than the terminal, but for the command to type again", async () => {
    const io = fakeIo(newFolder(), { columns: 70 });
    expect(await main(["check", ...device], io)).toBe(0);
    const wide = io
      .out()
      .split("\n")
      .filter((line) => line.length > 70);
    expect(wide.filter((line) => !/^ {2}again |^QEMU is here/.test(line))).toEqual([]);
  });

  test("says nothing with --quiet", async () => {
    const { code, out, err } = await run(...device, "--quiet");
    expect([code, out, err]).toEqual([0, "", ""]);
  });

  test("is the same twice with the same seed", async () => {
    const counts = async () => {
      const { reports } = JSON.parse((await run(...device, "--json")).out) as CheckJson;
      return reports.map(({ report: { answers, rules } }) => ({ answers, rules }));
    };
    expect(await counts()).toEqual(await counts());
  });

  test("all contracts are checked when none is named, each under its strongest profile", async () => {
    const { out } = await run("--seed", "7", "--runs", "2", "--steps", "50", "--json");
    const { reports } = JSON.parse(out) as CheckJson;
    expect(reports.map(({ report }) => [report.contract, report.profile, report.ending])).toEqual([
      ["allocator", "linux", "held"],
      ["device", "uapi", "held"],
      ["guest", "hotmem", "held"],
    ]);
  });

  test("is inconclusive when a rule that was asked for never had anything to say", async () => {
    const few = ["--seed", "7", "--runs", "1", "--steps", "1"];
    const { code, out } = await run(...few, "--rule", "content/kept,plug/within-requested");
    expect(code).toBe(2);
    expect(out).toMatch(/never hit: .*plug\/within-requested/);
    expect((await run(...few, "--contract", "device")).code).toBe(0);
  });
});

describe("a subject that breaks a rule", () => {
  const mutant = ["--subject", "mutant:unplugIsIdempotent", "--seed", "1", "--runs", "200", "--jobs", "1"] as const;

  test("is told as a story, written down, and exits with 1", async () => {
    const { code, out, err, folder } = await run(...mutant);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain("VIOLATED  unplug/already-unplugged\n  by mutant:unplugIsIdempotent");
    expect(out).toContain("source: virtio-v1.3 5.15.6");
    expect(out).toMatch(/^> \d+ {2}unplug 1 block at /m);
    expect(out).toMatch(/because ack although/);
    expect(out).toMatch(
      /shrunk from \d+ steps? to \d+ in [\d,]+ executions?; no step can go, no argument can be lowered/,
    );
    const [name] = readdirSync(join(folder, "hotmem-failures"));
    expect(out).toContain(`again: hotmem replay hotmem-failures/${name}`);
  });

  test("found twice is one file, in the folder after --out", async () => {
    const out = newFolder();
    for (const seed of ["1", "1"])
      await run("--subject", mutant[1], "--runs", "200", "--seed", seed, "--jobs", "1", "--out", out);
    expect(readdirSync(out)).toHaveLength(1);
  });

  test("as JSON is one object with the story and the transcript", async () => {
    const { code, out } = await run(...mutant, "--json");
    const json = JSON.parse(out) as CheckJson;
    expect([code, json.exit]).toEqual([1, 1]);
    const [failure] = json.reports[0]?.report.failures ?? [];
    expect(failure?.rule).toBe("unplug/already-unplugged");
    expect(failure?.transcript.steps).toHaveLength(failure?.story.length ?? -1);
  });

  test("that is already recorded is counted, and the run holds", async () => {
    const first = await run(...mutant);
    const [name = ""] = readdirSync(join(first.folder, "hotmem-failures"));
    const known = join(first.folder, "known.json");
    const deviation = {
      rule: "unplug/already-unplugged",
      ask: "unplug",
      says: "Unplugging twice is acknowledged.",
      versions: ["model"],
      transcript: `hotmem-failures/${name}`,
    };
    const content = {
      format: "hotmem-known",
      version: 1,
      subject: "mutant:unplugIsIdempotent",
      deviations: [deviation],
    };
    writeFileSync(known, JSON.stringify(content));
    const { code, out } = await run(...mutant, "--known", known);
    expect(code).toBe(0);
    expect(out).toMatch(/unplug\/already-unplugged at unplug, [\d,]+ times?: Unplugging twice is acknowledged\./);
    writeFileSync(known, JSON.stringify({ ...content, subject: "reference" }));
    const honest = await run(...device, "--known", known);
    expect(honest.code).toBe(0);
    expect(honest.out).toContain("NO LONGER OCCURS, remove it");
  });
});

test("Ctrl-C ends with what was learned so far, and 130", async () => {
  const io = fakeIo(newFolder(), { isTerminal: true });
  let interrupted = 0;
  const write = (text: string) => {
    if (interrupted > 0 || !/: [1-9]\d* runs?/.test(text)) return;
    interrupted = Date.now();
    io.interrupt();
  };
  const argv = ["check", "--contract", "device", "--time", "60", "--seed", "7"];
  expect(await main(argv, { ...io, line: { write } })).toBe(130);
  expect(Date.now() - interrupted).toBeLessThan(5000);
  expect(io.out()).toMatch(/: interrupted\n {2}checked +[1-9]/);
});

test("a terminal shows where the campaign stands, and the line is gone in the end", async () => {
  const io = fakeIo(newFolder(), { isTerminal: true });
  expect(await main(["check", "--contract", "device", "--time", "1", "--seed", "7"], io)).toBe(0);
  expect(io.err()).toMatch(/device reference: \d+ runs?, \S+ steps, \S+ steps\/s, rules \d+\/\d+, \d s left/);
  expect(io.err().endsWith("\r\x1b[2K")).toBe(true);
});

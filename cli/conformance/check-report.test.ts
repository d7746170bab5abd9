import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CheckJson } from "../check-json.ts";
import { fakeIo } from "../fake-io.test-kit.ts";
import { main } from "../run.ts";
import { temporaryFolder } from "../temporary-folder.test-kit.ts";
import { nasty, strangeSubject } from "./report.test-kit.ts";
import { all, type Element, parse, textOf } from "./xml.test-kit.ts";

const files = ["junit.xml", "report.html", "report.json"];
const few = ["--runs", "8", "--steps", "60", "--seed", "7", "--geometry", "tiny", "--report", "shown"] as const;

/** What lies in the folder, read strictly. */
function readReport(folder: string) {
  const read = (name: string) => readFileSync(join(folder, "shown", name), "utf8");
  return {
    json: JSON.parse(read("report.json")) as CheckJson,
    junit: parse(read("junit.xml")),
    page: parse(read("report.html")),
  };
}

async function check(...argv: readonly string[]) {
  const folder = temporaryFolder("hotmem-report-");
  const io = fakeIo(folder);
  const code = await main(["check", ...argv], io);
  return { code, out: io.out(), err: io.err(), folder };
}

const strange = (way: string, ...more: readonly string[]) =>
  check("--subject", strangeSubject(way, nasty), ...few, ...more);

const flat = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("hotmem check --report", () => {
  test("of one that knows two commands says what they show, what the rest needs, and what to learn next", async () => {
    const { code, out, err, folder } = await strange("two");
    expect([code, err]).toEqual([0, ""]);
    const text = flat(out);
    expect(text).toContain("rules 5 of 5 had something to say");
    expect(text).toContain(
      "profiles any held in part (5 of 54 rules judged), linux not shown (this run judged any; --profile linux judges it)",
    );
    expect(text).toMatch(/not asked misrelease, write, read, .*, observe not judged 64 rules:/);
    expect(text).toContain(
      "needs hold (not among its commands): hold/granted, hold/longterm-place, hold/needless-move",
    );
    expect(text).toMatch(/and \d+ other reasons, which --report lists/);
    expect(text).toMatch(/next observe: 11 more rules would be judged with it/);
    expect(text).not.toContain("never hit");
    const { json, junit, page } = readReport(folder);
    const [{ report, profiles, next } = {}] = json.reports;
    expect([report?.unspoken.length, next?.learn, next?.rules.length]).toEqual([24, ["observe"], 11]);
    expect(profiles?.map(({ profile, verdict, judged }) => [profile, verdict, judged])).toEqual([
      ["any", "held in part", 5],
      ["linux", "not shown", 5],
    ]);
    expect(junit.attributes).toMatchObject({ tests: "69", failures: "0", errors: "0", skipped: "64" });
    expect(textOf(page)).toContain("To learn next: observe, for which 11 of these rules wait.");
  });

  test("of one that declines everything is inconclusive, and says what to begin with", async () => {
    const { code, out, folder } = await strange("declines");
    expect(code).toBe(2);
    const text = flat(out);
    expect(text).toMatch(/declines 1\): inconclusive checked 0 steps in 8 runs/);
    expect(text).toContain("rules none could be judged");
    expect(text).toContain("profiles any not shown (none of its rules was judged)");
    expect(text).toMatch(
      /declined allocate \d+, .*observe \d+ \(not implemented, https:\/\/example\.org\/issues\/7\) not judged/,
    );
    expect(text).toMatch(/needs observe \(declined every time\): block\/listed/);
    expect(text).toMatch(/next allocate: \d+ more rules would be judged with it/);
    const { json, junit } = readReport(folder);
    const declined = json.reports[0]?.report.declined.find(({ ask }) => ask === "allocate");
    expect(declined?.reasons).toEqual([
      { why: "not implemented", link: "https://example.org/issues/7", count: declined?.count },
    ]);
    expect(junit.attributes).toMatchObject({ tests: "70", failures: "0", errors: "1", skipped: "69" });
  });

  test("of one that is convicted and calls itself what breaks pages tells it as text", async () => {
    const { code, out, folder } = await strange("hostile");
    expect(code).toBe(1);
    expect(out).not.toMatch(/[^\P{Cc}\n\t]|\p{Bidi_Control}/u);
    const { json, junit, page } = readReport(folder);
    expect(junit.attributes).toMatchObject({ tests: "69", failures: "1" });
    expect(all(page, "script")).toEqual([]);
    const [failure] = all(junit, "failure");
    const [path] = json.reports[0]?.files ?? [];
    expect(textOf(failure as Element)).toContain(`written to ${path}`);
    expect(textOf(page)).toContain(`hotmem replay ${path} --subject`);
    expect(readdirSync(join(folder, "hotmem-failures"))).toHaveLength(1);
    const { reasons = [], count = 0 } = json.reports[0]?.report.declined[0] ?? {};
    expect(reasons.length).toBeLessThanOrEqual(5);
    expect(reasons.reduce((sum, one) => sum + one.count, 0)).toBeLessThanOrEqual(count);
  });

  test("of one that is lost has the end of its stderr, and an error that no CI overlooks", async () => {
    const { code, folder } = await strange("dies");
    expect(code).toBe(2);
    const { junit, page } = readReport(folder);
    expect(junit.attributes).toMatchObject({ tests: "72", failures: "0", errors: "3" });
    for (const text of [textOf(all(junit, "error")[0] as Element), textOf(all(page, "pre")[0] as Element)]) {
      expect(text).toMatch(/exited with code 3; it said: .*<script>alert\(1\)<\/script>/);
    }
  });

  test("goes with --json, which prints the same object", async () => {
    const { out, folder } = await strange("two", "--json");
    expect(JSON.parse(out)).toEqual(readReport(folder).json);
    expect(readReport(folder).json).toMatchObject({ format: 1, geometry: { name: "tiny" }, notBegun: [], exit: 0 });
  });

  test("shows that a reference holds every profile, with --quiet in the files only", async () => {
    const argv = ["--contract", "device", "--runs", "60", "--seed", "7", "--report", "shown", "--quiet"];
    const { code, out, folder } = await check(...argv);
    expect([code, out]).toEqual([0, ""]);
    const { json, junit } = readReport(folder);
    expect(json.reports[0]?.profiles.map(({ verdict }) => verdict)).toEqual(["held", "held"]);
    expect(junit.attributes).toMatchObject({ tests: "34", failures: "0", errors: "0", skipped: "0" });
  });

  test("is written after Ctrl-C too, with what was not begun", async () => {
    const folder = temporaryFolder("hotmem-report-");
    const io = fakeIo(folder, { isTerminal: true });
    const write = (text: string) => {
      if (/: [1-9]\d* runs?/.test(text)) io.interrupt();
    };
    const argv = ["check", "--time", "60", "--jobs", "1", "--seed", "7", "--report", "shown"];
    expect(await main(argv, { ...io, line: { write } })).toBe(130);
    const { json, page } = readReport(folder);
    expect(json).toMatchObject({ exit: 130, notBegun: ["device", "guest"] });
    expect(json.reports[0]?.profiles.map(({ because }) => because[0])).toEqual(
      Array(2).fill("the run was interrupted"),
    );
    expect(textOf(page)).toContain("Not begun: device, guest.");
  });
});

describe("the folder", () => {
  const device = ["--contract", "device", "--runs", "1", "--report"] as const;

  test("keeps what else is in it, and its report is replaced", async () => {
    const folder = temporaryFolder("hotmem-report-");
    mkdirSync(join(folder, "shown"));
    for (const name of ["notes.txt", "report.html"]) writeFileSync(join(folder, "shown", name), "old");
    expect(await main(["check", ...device, "shown"], fakeIo(folder))).toBe(0);
    expect(readdirSync(join(folder, "shown"))).toEqual(["junit.xml", "notes.txt", "report.html", "report.json"]);
    expect(readFileSync(join(folder, "shown/notes.txt"), "utf8")).toBe("old");
    expect(textOf(readReport(folder).page)).toContain("Conformance of");
  });

  test("is made, with those it lies in", async () => {
    const { code, folder } = await check(...device, "a/b/c");
    expect([code, readdirSync(join(folder, "a/b/c"))]).toEqual([0, files]);
  });

  test.each<[string, string, (folder: string) => void, RegExp]>([
    [
      "that is a file",
      "shown",
      (folder) => writeFileSync(join(folder, "shown"), ""),
      /cannot write to shown: it is a file/,
    ],
    [
      "below a file",
      "x/y",
      (folder) => writeFileSync(join(folder, "x"), ""),
      /cannot write to x\/y: .* is a file, not a folder/,
    ],
    [
      "with a folder in the place of a file",
      "shown",
      (folder) => mkdirSync(join(folder, "shown/junit.xml"), { recursive: true }),
      /cannot write to shown: junit\.xml in it is no file/,
    ],
    ["that leads nowhere", "shown", (folder) => symlinkSync("shown", join(folder, "shown")), /cannot write to shown: /],
    ["where nobody can make one", "/proc/hotmem", () => undefined, /cannot write to \/proc\/hotmem: /],
    ["without a name", "", () => undefined, /--report has an empty name/],
  ])("%s is one sentence before anything is checked", async (_, name, prepare, says) => {
    const folder = temporaryFolder("hotmem-report-");
    prepare(folder);
    const io = fakeIo(folder);
    expect(await main(["check", "--contract", "device", "--runs", "1", "--report", name], io)).toBe(64);
    expect([io.out(), io.err().split("\n").length]).toEqual(["", 2]);
    expect(io.err()).toMatch(says);
    expect(io.err()).toMatch(/give (another folder with --report|a folder)\n$/);
  });

  test("that goes away meanwhile costs the exit code 0, and nothing of what is printed", async () => {
    const folder = temporaryFolder("hotmem-report-");
    const io = fakeIo(folder, { isTerminal: true });
    let spoilt = false;
    const write = () => {
      if (spoilt) return;
      spoilt = true;
      mkdirSync(join(folder, "shown/report.html"));
    };
    const argv = ["check", "--contract", "device", "--time", "1", "--seed", "7", "--report", "shown"];
    expect(await main(argv, { ...io, line: { write } })).toBe(64);
    expect(io.err()).toMatch(/^hotmem: cannot write report\.html of the report: it is a folder\n$/m);
    expect(io.out()).toMatch(/^device, profile uapi, .*: held$/m);
  });
});

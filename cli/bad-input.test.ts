import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { presets } from "../model/presets.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const folder = temporaryFolder("hotmem-bad-input-");

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};

const run = async (...argv: readonly string[]) => {
  const io = fakeIo(folder);
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
};

/** Exactly one sentence on stderr, nothing on stdout, never a stack. */
const expectRefusal = async (argv: readonly string[], code: number, says: string | RegExp) => {
  const done = await run(...argv);
  expect({ code: done.code, out: done.out }).toEqual({ code, out: "" });
  expect(done.err).toMatch(/^hotmem: [^\n]+\n$/);
  expect(done.err).not.toMatch(/ {4}at |undefined|\[object/);
  if (typeof says === "string") expect(done.err).toBe(`hotmem: ${says}\n`);
  else expect(done.err).toMatch(says);
};

describe("a name that nothing has", () => {
  test.each<[string, readonly string[], string | RegExp]>([
    [
      "contract",
      ["--contract", "devise"],
      "unknown contract devise; did you mean device? Or choose from allocator, device, guest",
    ],
    [
      "profile",
      ["--profile", "linus"],
      "unknown profile linus; did you mean linux? Or choose from any, linux, spec, uapi, virtio-mem, hotmem",
    ],
    [
      "profile of another contract",
      ["--contract", "device", "--profile", "linux"],
      "profile linux belongs to contract allocator, not device",
    ],
    [
      "subject",
      ["--subject", "quemu"],
      /^hotmem: unknown subject quemu; did you mean qemu\? Or choose from reference, .*, or exec:COMMAND for a program of yours$/m,
    ],
    [
      "subject of another contract",
      ["--contract", "allocator", "--subject", "qemu"],
      "subject qemu belongs to contract device, not allocator",
    ],
    [
      "mutant",
      ["--subject", "mutant:unplugIsIdempotend"],
      /^hotmem: unknown mutant mutant:unplugIsIdempotend; did you mean mutant:unplugIsIdempotent\?/,
    ],
    [
      "mutant without mutant:",
      ["--subject", "unplugIsIdempotent"],
      "unknown subject unplugIsIdempotent; did you mean mutant:unplugIsIdempotent?",
    ],
    ["rule", ["--rule", "resize/takes-efect"], /^hotmem: unknown rule resize\/takes-efect; did you mean /],
    [
      "preset",
      ["--geometry", "smal"],
      "unknown geometry smal; did you mean small? Or choose from tiny, small, paper, huge, or name a JSON file",
    ],
  ])("%s", async (_, flags, says) => {
    await expectRefusal(["check", ...flags], 64, says);
  });
});

test.each(["--seed", "--runs", "--steps", "--time", "--jobs"])("a bad number after %s", async (flag) => {
  await expectRefusal(
    ["check", flag, "ten"],
    64,
    new RegExp(`^hotmem: ${flag} ten makes no sense; give a .* from .* to .*`),
  );
  await expectRefusal(["check", flag, "-1"], 64, new RegExp(`^hotmem: ${flag} -1 makes no sense`));
});

describe("a geometry file", () => {
  const check = ["check", "--contract", "device", "--geometry"];

  test("that is missing", async () => {
    await expectRefusal([...check, "no.json"], 66, "cannot read no.json: there is no such file; check the path");
  });

  test("that is a folder", async () => {
    await expectRefusal([...check, "."], 66, "cannot read .: it is a folder; name a file");
  });

  test("that is not JSON", async () => {
    await expectRefusal([...check, write("not.json", "{")], 65, /^hotmem: not\.json is not JSON: /);
  });

  test("that is far too large", async () => {
    const name = write("large.json", "");
    truncateSync(join(folder, name), 100 * 2 ** 20);
    await expectRefusal([...check, name], 65, "large.json is 100 MiB; more than 1 MiB is no file of ours");
  });

  test("with a field that no geometry has", async () => {
    const name = write("stranger.json", '{"preset":"small","cpuz":4}');
    await expectRefusal([...check, name], 65, /^hotmem: stranger\.json: geometry\.cpuz /);
  });

  const { small } = presets;
  test.each<[string, object]>([
    ["pageblockOrder", { pageblockOrder: 0 }],
    ["maxOrder", { maxOrder: small.pageblockOrder - 1 }],
    ["blockFrames", { blockFrames: 24 }],
    ["bootFrames", { bootFrames: small.blockFrames + 1 }],
    ["sharedFrames", { sharedFrames: small.blockFrames + 1 }],
    ["perCpuLists", { perCpuLists: { high: 1, batch: 2, maxOrder: 0 } }],
    ["cma", { cma: { first: 0, count: 2 ** 20 } }],
    ["hole", { hole: { first: 2 ** 20, count: 1 } }],
    ["device", { device: { ...small.device, blockBytes: 3 * 4096 } }],
    ["device", { device: { ...small.device, address: 1 } }],
  ])("with an impossible %s: %j", async (field, change) => {
    const name = write("impossible.json", JSON.stringify({ preset: "small", ...change }));
    await expectRefusal([...check, name], 65, new RegExp(`^hotmem: impossible\\.json: geometry: .*${field}`));
  });
});

describe("a file of known deviations", () => {
  const check = ["check", "--contract", "device", "--runs", "1", "--known"];

  test("that is missing", async () => {
    await expectRefusal(
      [...check, "no.json"],
      66,
      /^hotmem: cannot read .*no\.json: .*; check the path after --known\n$/,
    );
  });

  test("that is something else", async () => {
    await expectRefusal(
      [...check, write("else.json", "[]")],
      65,
      /^hotmem: .*else\.json: not a list of known deviations/,
    );
    await expectRefusal([...check, write("else.json", "[")], 65, /^hotmem: .*else\.json: not JSON/);
  });

  test("of another subject", async () => {
    const name = write("qemu.json", '{"format":"hotmem-known","version":1,"subject":"qemu","deviations":[]}');
    await expectRefusal(
      [...check, name],
      64,
      "qemu.json records deviations of qemu, not of reference; use --subject qemu",
    );
  });
});

test("an output folder that cannot be written is refused before the work begins", async () => {
  const name = write("a-file", "");
  await expectRefusal(
    ["check", "--out", name],
    64,
    "cannot write to a-file: it is a file; give another folder with --out",
  );
  await expectRefusal(
    ["check", "--out", `${name}/deep`],
    64,
    /^hotmem: cannot write to a-file\/deep: .*a-file is a file, not a folder/,
  );
});

test("an output folder below /proc is refused, also to root", async () => {
  const name = process.platform === "linux" ? "/proc/x" : write("not-a-folder", "");
  await expectRefusal(["check", "--out", name], 64, /^hotmem: cannot write to /);
});

describe("QEMU", () => {
  const refuse = async (program: string, says: RegExp, timeoutMs = "400") => {
    const io = fakeIo(folder, { env: { HOTMEM_QEMU: program, HOTMEM_QEMU_TIMEOUT_MS: timeoutMs } });
    const code = await main(["check", "--subject", "qemu", "--time", "1"], io);
    expect([code, io.out()]).toEqual([69, ""]);
    expect(io.err()).toMatch(/^hotmem: [^\n]+\n$/);
    expect(io.err()).toMatch(says);
  };

  const script = (name: string, text: string): string => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return join(folder, name);
  };
  const version = '[ "$1" = --version ] && echo QEMU emulator version 7.2.22 && exit';

  test("that is missing: where it was looked for, and how to install it", async () => {
    await refuse("/nowhere/qemu", /there is no such program.*apt-get install qemu-system-x86.*HOTMEM_QEMU/);
  });

  test("that is another program", async () => {
    await refuse(script("other", "echo hello"), /is not QEMU.*hello/);
  });

  test("that ends at once", async () => {
    await refuse(
      script("dies", `${version}\necho no such machine >&2; exit 3`),
      /exited with code 3.*no such machine/,
      "5000",
    );
  });

  test("that hangs before it answers", async () => {
    await refuse(script("hangs", `${version}\nexec sleep 20`), /did not connect within 400 ms/);
  });

  test("that hangs when asked for its version", async () => {
    await refuse(script("mute", "exec sleep 20"), /is not QEMU.*within 400 ms/);
  });
});

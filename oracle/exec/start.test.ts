import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { presets } from "../../model/presets.ts";
import { CannotStart, ProtocolBroken } from "../../model/subject.ts";
import { oddProcesses, oddSource } from "./exec.test-kit.ts";
import { introduce } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "hotmem-start-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a program that cannot be started", () => {
  it("because there is none", async () => {
    const opened = introduce("/nowhere/allocator --fast");
    await expect(opened).rejects.toThrow(CannotStart);
    await expect(opened).rejects.toThrow(
      /exec:\/nowhere\/allocator --fast did not introduce itself: it exited with code 127; it said: .*not found/,
    );
  });

  it.each([
    ["exec", "exec true", /it exited with code 0; it has to stay, and to read stdin/],
    ["a word of the shell", "if true; then exit 9; fi", /it exited with code 9$/],
    ["a variable", "A=1 B=2 /nowhere/allocator", /code 127; it said: .*not found/],
  ])("where the command begins with %s", async (_, command, says) => {
    await expect(introduce(command)).rejects.toThrow(says);
  });

  it("because the file is no program", async () => {
    const file = join(folder, "program.py");
    writeFileSync(file, "#!/nowhere/python\n", { mode: 0o644 });
    await expect(introduce(file)).rejects.toThrow(`it exited with code 126; try chmod +x ${file}; it said: `);
    chmodSync(file, 0o755);
    await expect(introduce(`'${file}' fast`)).rejects.toThrow(/code 127; .* is there, but not the interpreter/);
  });

  it.each([
    ["sleep 9", /it did not answer within 1000 ms; if it did answer, it has to flush stdout after every line$/],
    [
      "read hello; printf '{}'; sleep 9",
      /it did not answer within 1000 ms: it sent 2 bytes, but no line feed to end them$/,
    ],
    ["read hello; printf '{\\n}\\n'; sleep 9", /not JSON: .*; a message has to stand on one line$/],
    [
      "read hello; printf '\\357\\273\\277{}\\n'; sleep 9",
      /not JSON: .*; it begins with a byte order mark, which has to go$/,
    ],
    ["read hello; echo; sleep 9", /not JSON: .*; it is empty$/],
    [
      `read hello; echo '{"id":0,"declined":{"why":"not today","link":"https://a.example/1"}}'; sleep 9`,
      /it refused: not today \(https:\/\/a\.example\/1\)$/,
    ],
    ["read hello; exit 0", /it exited with code 0; it has to stay, and to read stdin line by line until that ends$/],
  ])("and says what a newcomer may have forgotten: %s", async (command, says) => {
    await expect(introduce(command, { startMs: 1000 })).rejects.toThrow(says);
  });

  it.each([
    ["contract twice", ProtocolBroken, /its hello lists the contract allocator twice$/],
    [
      "knows nothing",
      CannotStart,
      /^odd 1 knows no command of allocator: its hello names alocate, free; there are allocate,/,
    ],
  ])("because what it claims makes no sense: %s", async (way, kind, says) => {
    const opened = oddSource(way);
    await expect(opened).rejects.toThrow(says);
    await expect(opened).rejects.toThrow(kind);
    expect(oddProcesses(way)).toEqual([]);
  });

  it("because it speaks another version", async () => {
    await expect(oddSource("next version")).rejects.toThrow(/it speaks protocol 2, and this hotmem speaks protocol 1/);
  });

  it("because it declines every reset", async () => {
    const source = await oddSource("declines reset");
    await expect(Promise.resolve(source.boot(presets.small))).rejects.toThrow(/odd 1 declined a reset: too hot/);
    await source.close();
  });

  it("because it dies at a reset", async () => {
    const source = await oddSource("dies at the second reset");
    await (await source.boot(presets.small)).stop();
    await expect(Promise.resolve(source.boot(presets.small))).rejects.toThrow(
      /odd 1 was lost at reset: it exited with code 3/,
    );
    await source.close();
  });
});

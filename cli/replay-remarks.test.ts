import { join } from "node:path";
import { expect, test } from "vitest";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";

const root = join(import.meta.dirname, "..");

const replayed = async (...argv: readonly string[]) => {
  const io = fakeIo(root);
  return { code: await main(["replay", ...argv], io), out: io.out() };
};

test.each([
  ["defb53d3", "a pipe", "frame 8 of block 2 (a process that is gone): a pipe holds it (pin 2)"],
  ["9530e1c7", "a long-term pin", "frame 8 of block 2 (area 1 of process 0): a long-term pin holds it (pin 2)"],
  ["6931e600", "a kernel page", "frame 8 of block 2 (kernel memory k0): kernel memory never moves"],
  [
    "71c53f20",
    "a full guest",
    "frame 8 of block 2 (area 1 of process 0): there is no free memory to move it to",
    "frame 14 of block 3 (area 1 of process 0): there is no free memory to move it to",
    "6 more",
  ],
  [
    "6b8aae31",
    "partitions",
    "frame 8 of block 2 (the shared partition): it stays plugged",
    "frame 12 of block 3 (area 1 of process 0): partition 0 is assigned",
    "frame 20 of block 5 (a process that is gone): partition 1 is draining: a pipe holds it (pin 4)",
  ],
])("replay of held-%s says who keeps memory: %s", async (id, _, ...who) => {
  const { code, out } = await replayed(`replay/corpus/held-${id}.replay.jsonl`);
  expect(code).toBe(0);
  for (const blocker of who) expect(out).toContain(`\n    still plugged: ${blocker}\n`);
});

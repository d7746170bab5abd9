import { expect, test } from "vitest";
import type { Answer, Command } from "../contract.ts";
import { sayAnswer, sayAsk, sayBytes } from "./say.ts";
import type { Device } from "./vocabulary.ts";

const config: Command<Device> = { kind: "config" };

test.each<[Command<Device>, string]>([
  [{ kind: "resize", bytes: 6n * 2n ** 20n }, "host resizes to 6 MiB"],
  [{ kind: "plug", address: 0x8000n, blocks: 3 }, "plug 3 blocks at 0x8000"],
  [{ kind: "unplug", address: 0x8000n, blocks: 1 }, "unplug 1 block at 0x8000"],
  [{ kind: "state", address: 2n ** 64n - 1n, blocks: 0 }, "ask the state of 0 blocks at 0xffffffffffffffff"],
  [{ kind: "unplug-all" }, "unplug all"],
  [{ kind: "malformed", how: "short-request" }, "send a malformed request: short request"],
  [config, "read the configuration space"],
  [{ kind: "device-reset" }, "reset the device"],
  [{ kind: "system-reset" }, "host resets the system"],
  [{ kind: "migration-start" }, "host starts a migration"],
  [{ kind: "migration-end" }, "host ends the migration"],
  [{ kind: "write", address: 16n, value: 255n }, "write 0xff at 0x10"],
  [{ kind: "read", address: 16n }, "read at 0x10"],
])("%o is %s", (ask, text) => {
  expect(sayAsk(ask)).toBe(text);
});

const after = { requested: 8192n, usable: 65_536n, plugged: 0n };
const sizes = "requested 8 KiB, usable 64 KiB, plugged 0 bytes";

test.each<[Answer<Device>, string]>([
  [{ kind: "ack", after, notified: "yes" }, `ack; ${sizes}, notified`],
  [{ kind: "ack", state: "mixed", after, notified: "no" }, `ack, mixed; ${sizes}`],
  [{ kind: "nack", after, notified: "unseen" }, `nack; ${sizes}`],
  [{ kind: "unknown", code: 9, after, notified: "no" }, `unknown response 9; ${sizes}`],
  [{ kind: "needs-reset", after, notified: "no" }, `needs a reset; ${sizes}`],
  [{ kind: "refused", why: "too large", after, notified: "no" }, `refused: too large; ${sizes}`],
  [{ kind: "value", value: 255n, after, notified: "no" }, `value 0xff; ${sizes}`],
  [
    {
      kind: "config",
      config: { ...after, blockSize: 4096n, node: 2, address: 65_536n, region: 2n ** 30n },
      after,
      notified: "no",
    },
    `block size 4 KiB, node 2, region of 1 GiB at 0x10000; ${sizes}`,
  ],
])("%o is %s", (answer, text) => {
  expect(sayAnswer(config, answer)).toBe(text);
});

test("sizes are said in the largest unit that divides them", () => {
  expect([0n, 1n, 1025n, 1024n, 2n ** 30n, 2n ** 50n].map(sayBytes)).toEqual([
    "0 bytes",
    "1 bytes",
    "1025 bytes",
    "1 KiB",
    "1 GiB",
    "1024 TiB",
  ]);
});

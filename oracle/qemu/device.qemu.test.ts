import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer, Command } from "../../model/contract.ts";
import type { Device, Sizes } from "../../model/device/vocabulary.ts";
import type { Geometry } from "../../model/geometry.ts";
import { presets } from "../../model/presets.ts";
import type { Subject, SubjectSource } from "../../model/subject.ts";
import { bytes } from "../../model/units.ts";
import { qemuSource } from "./source.ts";

const MIB = 2n ** 20n;
const BLOCK = 2n * MIB;
const START = 2n ** 33n;
/** 1 GiB in blocks of 2 MiB from 8 GiB on. */
const geometry: Geometry = {
  ...presets.paper,
  device: { blockBytes: bytes(Number(BLOCK)), regionBlocks: 512, address: bytes(Number(START)) },
};

let source: SubjectSource<Device>;
beforeAll(async () => {
  source = await qemuSource();
});
afterAll(() => source.close());

type Say = <K extends keyof Device>(kind: K, ask: Device[K]["ask"]) => Promise<Answer<Device, K>>;

const answersOf = async (subject: Subject<Device>, asks: readonly Command<Device>[]): Promise<Answer<Device>[]> => {
  const outcomes = (await subject.performAll?.(asks)) ?? [];
  return outcomes.map((outcome) => {
    if (outcome.kind !== "answered") throw new Error(outcome.why);
    return outcome.answer;
  });
};

const withDevice = async (
  use: (say: Say, subject: Subject<Device>) => Promise<void>,
  shape = geometry,
): Promise<void> => {
  const subject = await source.boot(shape);
  const say: Say = async (kind, ask) => (await answersOf(subject, [{ kind, ...ask } as Command<Device>]))[0] as never;
  try {
    await use(say, subject);
  } finally {
    await subject.stop();
  }
};

const at = (block: number): bigint => START + BigInt(block) * BLOCK;
const range = (block: number, blocks = 1): { address: bigint; blocks: number } => ({ address: at(block), blocks });
const sizes = (requested: bigint, usable: bigint, plugged: bigint): Sizes => ({ requested, usable, plugged });

test("says which QEMU it is", () => {
  expect(source.version).toMatch(/^QEMU \d+\.\d+/);
  expect([source.name, source.world]).toEqual(["qemu", "closed"]);
});

describe("the host and the driver", () => {
  test("a fresh device has an empty region of the shape asked for", () =>
    withDevice(async (say) => {
      const fresh = sizes(0n, 0n, 0n);
      const { config, after } = await say("config", {});
      expect(config).toEqual({ ...fresh, blockSize: BLOCK, node: 0, address: START, region: 512n * BLOCK });
      expect(after).toEqual(fresh);
      expect(await say("plug", range(0))).toMatchObject({ kind: "error" });
    }));

  test("a resize notifies, and an impossible one is refused with QEMU's reason", () =>
    withDevice(async (say) => {
      const after = sizes(4n * BLOCK, 4n * BLOCK + 256n * MIB, 0n);
      expect(await say("resize", { bytes: 4n * BLOCK })).toEqual({ kind: "done", after, notified: "yes" });
      expect(await say("config", {})).toMatchObject({ after, notified: "no" });
      const odd = await say("resize", { bytes: BLOCK + 1n });
      expect(odd).toMatchObject({ kind: "refused", why: expect.stringContaining("multiple"), after, notified: "no" });
      const large = await say("resize", { bytes: 2n ** 64n - BLOCK });
      expect(large).toMatchObject({ kind: "refused", why: expect.stringContaining("exceed"), after });
    }));

  test("plug, state and unplug, within what was requested and beyond", () =>
    withDevice(async (say) => {
      await say("resize", { bytes: 4n * BLOCK });
      expect(await say("plug", range(1, 2))).toMatchObject({ kind: "ack", after: { plugged: 2n * BLOCK } });
      expect(await say("plug", range(2))).toMatchObject({ kind: "error" });
      expect(await say("plug", range(3, 3))).toMatchObject({ kind: "nack", after: { plugged: 2n * BLOCK } });
      expect(await say("state", range(1, 2))).toMatchObject({ kind: "ack", state: "plugged" });
      expect(await say("state", range(2, 2))).toMatchObject({ kind: "ack", state: "mixed" });
      expect(await say("state", range(3, 2))).toMatchObject({ kind: "ack", state: "unplugged" });
      expect(await say("unplug", range(1, 3))).toMatchObject({ kind: "error" });
      expect(await say("unplug", range(1))).toMatchObject({ kind: "ack", after: { plugged: BLOCK } });
      expect(await say("unplug-all", {})).toMatchObject({ kind: "ack", after: { plugged: 0n } });
    }));

  test("no block, 65,535 blocks, misaligned, outside, and next to 2^64 are errors", () =>
    withDevice(async (say) => {
      await say("resize", { bytes: 512n * BLOCK });
      for (const kind of ["plug", "unplug", "state"] as const) {
        for (const [address, blocks] of [
          [START, 0],
          [START, 65_535],
          [START + 1n, 1],
          [START - BLOCK, 1],
          [at(511), 2],
          [at(512), 1],
          [2n ** 64n - BLOCK, 1],
          [2n ** 64n - BLOCK, 65_535],
          [2n ** 64n - 1n, 1],
        ] as const) {
          expect(await say(kind, { address, blocks }), `${kind} ${address} ${blocks}`).toMatchObject({ kind: "error" });
        }
      }
      expect(await say("plug", range(511))).toMatchObject({ kind: "ack", after: { plugged: BLOCK } });
    }));

  test("a region of more blocks than one request can name is reached to its end", () =>
    withDevice(
      async (say) => {
        await say("resize", { bytes: 65_538n * MIB });
        expect(await say("plug", { address: START, blocks: 65_535 })).toMatchObject({ kind: "ack" });
        const end = { address: START + 65_535n * MIB, blocks: 3 };
        expect(await say("plug", end)).toMatchObject({ kind: "ack", after: { plugged: 65_538n * MIB } });
        expect(await say("unplug-all", {})).toMatchObject({ kind: "ack", after: { plugged: 0n } });
        expect(await say("state", end)).toMatchObject({ kind: "ack", state: "unplugged" });
      },
      { ...geometry, device: { ...geometry.device, blockBytes: bytes(2 ** 20), regionBlocks: 65_538 } },
    ));
});

describe("memory", () => {
  test("keeps what was written, every bit of a word, also across a device reset", () =>
    withDevice(async (say) => {
      await say("resize", { bytes: BLOCK });
      await say("plug", range(0));
      const words = [0n, 1n, 2n ** 63n, 2n ** 64n - 1n, 0x0123_4567_89ab_cdefn];
      for (const [i, value] of words.entries()) await say("write", { address: at(1) - 8n * BigInt(i + 1), value });
      expect(await say("device-reset", {})).toMatchObject({ kind: "done", after: { plugged: BLOCK } });
      for (const [i, value] of words.entries()) {
        expect(await say("read", { address: at(1) - 8n * BigInt(i + 1) })).toMatchObject({ kind: "value", value });
      }
    }));
});

describe("resets, migration and nonsense", () => {
  test("a request no driver should send makes the device need a reset, and it gets one", () =>
    withDevice(async (say) => {
      await say("resize", { bytes: 2n * BLOCK });
      await say("plug", range(0));
      for (const how of ["unknown-type", "short-request", "short-response", "no-response"] as const) {
        expect(await say("malformed", { how })).toMatchObject({ kind: "needs-reset", notified: "yes" });
        expect(await say("state", range(0))).toMatchObject({ kind: "ack", state: "plugged", notified: "no" });
      }
    }));

  test("a system reset unplugs everything and keeps the requested size", () =>
    withDevice(async (say) => {
      await say("resize", { bytes: 3n * BLOCK });
      await say("plug", range(0, 2));
      const after = sizes(3n * BLOCK, 3n * BLOCK + 256n * MIB, 0n);
      expect(await say("system-reset", {})).toEqual({ kind: "done", after, notified: "no" });
      expect(await say("state", range(0, 2))).toMatchObject({ state: "unplugged" });
    }));

  test("while it migrates the device is busy, and afterwards it is not", () =>
    withDevice(async (say) => {
      await say("resize", { bytes: 4n * BLOCK });
      await say("plug", range(0));
      for (let round = 0; round < 3; round += 1) {
        expect(await say("migration-start", {})).toMatchObject({ kind: "done" });
        expect(await say("migration-start", {})).toMatchObject({ kind: "refused" });
        expect(await say("plug", range(1))).toMatchObject({ kind: "busy" });
        expect(await say("unplug", range(0))).toMatchObject({ kind: "busy" });
        expect(await say("unplug-all", {})).toMatchObject({ kind: "busy", after: { plugged: BLOCK } });
        expect(await say("state", range(0))).toMatchObject({ kind: "ack", state: "plugged" });
        expect(await say("system-reset", {})).toMatchObject({ kind: "done", after: { plugged: BLOCK } });
        expect(await say("migration-end", {})).toMatchObject({ kind: "done" });
        expect(await say("plug", range(1))).toMatchObject({ kind: "ack" });
        expect(await say("unplug", range(1))).toMatchObject({ kind: "ack" });
      }
    }));
});

test("a long row of commands is answered as if asked one at a time", async () => {
  const row: Command<Device>[] = [{ kind: "resize", bytes: 100n * BLOCK }];
  for (let block = 0; block < 110; block += 1) row.push({ kind: "plug", ...range(block) });
  row.push({ kind: "device-reset" }, { kind: "malformed", how: "no-response" }, { kind: "config" });
  row.push(
    { kind: "write", address: at(7), value: 7n },
    { kind: "resize", bytes: 0n },
    { kind: "read", address: at(7) },
  );
  for (let block = 0; block < 110; block += 1) row.push({ kind: "unplug", ...range(block) });
  row.push({ kind: "system-reset" }, { kind: "state", ...range(0) });
  const single: Answer<Device>[] = [];
  await withDevice(async (_, subject) => {
    for (const ask of row) single.push(...(await answersOf(subject, [ask])));
  });
  await withDevice(async (_, subject) => expect(await answersOf(subject, row)).toEqual(single));
  expect(new Set(single.map(({ kind }) => kind))).toContain("nack");
});

test("each run starts with an empty device, whatever the one before left", async () => {
  await withDevice(async (say) => {
    await say("resize", { bytes: 8n * BLOCK });
    await say("plug", range(0, 8));
    await say("migration-start", {});
  });
  await withDevice(async (say) => {
    expect(await say("config", {})).toMatchObject({ config: sizes(0n, 0n, 0n), notified: "no" });
  });
});

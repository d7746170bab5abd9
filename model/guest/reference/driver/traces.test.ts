import { describe, expect, test } from "vitest";
import type { Geometry } from "../../../geometry.ts";
import { presets } from "../../../presets.ts";
import type { ForkableSource } from "../../../subject.ts";
import { bytes, FRAME_BYTES, frames, handle, order } from "../../../units.ts";
import { withRegion } from "../../layout.ts";
import type { Guest } from "../../vocabulary.ts";
import { referenceGuest, virtioMemGuest } from "../reference.ts";
import { story } from "./story.test-kit.ts";

const MIB = 2 ** 20;
const BLOCK = 32_768;
const SUBBLOCK = 512;

/** x86: blocks of 128 MiB, device blocks and pageblocks of 2 MiB, the region at 4 GiB, that is from block 32 on; 18 blocks in 3 partitions. */
const geometry: Geometry = withRegion({
  ...presets.paper,
  pageblockOrder: order(9),
  bootFrames: frames(32 * BLOCK),
  sharedFrames: frames(0),
  partitions: 3,
  partitionBlocks: 6,
  device: { blockBytes: bytes(2 * MIB), regionBlocks: 1, address: bytes(0) },
});

/** Begins a story at these sizes, with sizes in MiB. */
function begin(source: ForkableSource<Guest>) {
  const told = story(source, geometry);
  return { ...told, resize: (mib: number) => told.resize((mib * MIB) / FRAME_BYTES) };
}

const down = (block: number, from: number, to: number): string[] =>
  Array.from({ length: from - to + 1 }, (_, at) => `unplug ${block}:${from - at}+1 ack`);

describe("Linux's driver at real sizes", () => {
  const plugged = [
    "config",
    "plug 32:0+64 ack",
    "add 32",
    "online 32 movable",
    "plug 33:0+36 ack",
    "add 33",
    "online 33 movable",
  ];

  test("plugs 200 MiB as one whole block and a part of the next", () => {
    const { resize, settle, states } = begin(virtioMemGuest);
    resize(200);
    expect(settle()).toEqual(plugged);
    expect(states().slice(0, 3)).toEqual(["movable", "movable-partial", "unused"]);
  });

  test("shrinks to 72 MiB subblock by subblock, the partial block first", () => {
    const { resize, settle, states } = begin(virtioMemGuest);
    resize(200);
    settle();
    resize(72);
    expect(settle()).toEqual(["config", ...down(33, 35, 0), "offline 33", "remove 33", ...down(32, 63, 36)]);
    expect(states().slice(0, 2)).toEqual(["movable-partial", "unused"]);
  });

  test("passes over a subblock with a pinned page after five attempts", () => {
    const { ask, resize, settle } = begin(virtioMemGuest);
    resize(128);
    settle();
    ask({ kind: "spawn", as: handle(1), wait: false });
    for (let at = 0; at < 64; at++) {
      ask({ kind: "touch", process: handle(1), as: handle(10 + at), pages: frames(SUBBLOCK), write: true });
    }
    ask({ kind: "pin", process: handle(1), area: handle(60), as: handle(2), how: "io" });
    for (let at = 0; at < 64; at++) {
      if (at !== 50) ask({ kind: "discard", process: handle(1), area: handle(10 + at) });
    }
    resize(72);
    const pinned = "isolate 32:50+1 busy";
    expect(settle()).toEqual(["config", ...down(32, 63, 51), ...Array(5).fill(pinned), ...down(32, 49, 35)]);
  });
});

const blocks = (from: number, each: (block: number) => readonly string[]): readonly string[] =>
  Array.from({ length: 6 }, (_, at) => each(from + at)).flat();

describe("HotMem's driver at real sizes", () => {
  test("plugs a partition for who waits, and takes it back without moving anything", () => {
    const { ask, resize, settle, states } = begin(referenceGuest);
    expect(ask({ kind: "spawn", as: handle(1), wait: true }).kind).toBe("waiting");
    resize(768);
    expect(settle()).toEqual([
      "config",
      "partition 0 plugging 0",
      ...blocks(32, (block) => [`plug ${block}:0+64 ack`, `add ${block}`, `online ${block} private`]),
      "partition 0 free 0",
      "served 1 with 0",
      "partition 0 assigned 1",
    ]);
    ask({ kind: "fork", process: handle(1), as: handle(2) });
    ask({ kind: "exit", process: handle(1) });
    ask({ kind: "exit", process: handle(2) });
    resize(0);
    expect(settle()).toEqual([
      "config",
      "partition 0 unplugging 0",
      ...blocks(32, (block) => [`offline ${block}`, `remove ${block}`, `unplug ${block}:0+64 ack`]),
      "partition 0 empty 0",
    ]);
    expect(new Set(states())).toEqual(new Set(["unused"]));
  });

  test("gives a free partition to the next instance before it is taken back", () => {
    const { ask, resize, settle } = begin(referenceGuest);
    resize(768);
    settle();
    ask({ kind: "spawn", as: handle(1), wait: false });
    ask({ kind: "exit", process: handle(1) });
    resize(0);
    expect(ask({ kind: "spawn", as: handle(2), wait: false })).toMatchObject({ kind: "attached", partition: 0 });
    expect(settle()).toEqual(["config"]);
    ask({ kind: "exit", process: handle(2) });
    expect(settle()).toContain("partition 0 empty 0");
  });
});

test("a host that changes its mind between the driver's look and the device's answer gets a NACK, and is understood", () => {
  const { resize, run, settle, states } = begin(virtioMemGuest);
  resize(256);
  expect(run(6)).toEqual(["config", "plug 32:0+64 ack", "add 32", "online 32 movable"]);
  resize(64);
  expect(run(1)).toEqual(["plug 33:0+64 nack"]);
  expect(settle()).toEqual(["config", ...down(32, 63, 32)]);
  expect(states().slice(0, 2)).toEqual(["movable-partial", "unused"]);
});

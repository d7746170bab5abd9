import { expect, test } from "vitest";
import type { Command } from "../../../contract.ts";
import type { Geometry } from "../../../geometry.ts";
import { presets } from "../../../presets.ts";
import { FRAME_BYTES, frames } from "../../../units.ts";
import { withRegion } from "../../layout.ts";
import { decided } from "../../options.ts";
import type { Guest } from "../../vocabulary.ts";
import { openMachine } from "../begin.ts";
import type { Machine, Mechanism } from "../machine.ts";
import { honestSteps } from "../record.ts";
import { perform } from "../reference.ts";

/** Subblocks of two device blocks, a memory map for every block, and a margin above the requested size. */
const geometry: Geometry = withRegion({
  ...presets.small,
  kernel: "6.12",
  bootFrames: frames(32),
  sharedFrames: frames(16),
  partitions: 3,
  partitionBlocks: 2,
  device: { ...presets.small.device, blockBytes: (2 * FRAME_BYTES) as Geometry["device"]["blockBytes"] },
  guest: { ...decided, memmap: frames(3), usable: "margin" },
});

/** Numbers from 0 to `below`, always the same (a linear congruential generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return Math.floor((state / 0x8000_0000) * below);
  };
}

/** What a host may do, mostly letting the guest go on by a few micro-steps. */
function command(draw: (below: number) => number, region: number): Command<Guest> {
  const misfortunes = ["veto", "enqueue", "add"] as const;
  switch (draw(12)) {
    case 0:
    case 1:
      return { kind: "resize", bytes: BigInt(draw(region / 2 + 1) * 2 * FRAME_BYTES) };
    case 2:
      return { kind: "busy", requests: draw(3) };
    case 3:
      return { kind: "obstruct", what: misfortunes[draw(3)] ?? "veto", times: draw(3) };
    case 4:
      return { kind: "host-memory", short: draw(3) === 0 };
    case 5:
      return { kind: "settle", within: 2000 };
    default:
      return { kind: "run", steps: draw(9) };
  }
}

/** What the driver believes, recounted, next to what the device knows. */
function beliefs({ driver, layout }: Machine) {
  const { device } = driver.host.works;
  const { blocks, worker } = driver;
  const perSubblock = layout.subblockFrames / layout.deviceFrames;
  const counted = Array.from(blocks.inState, (_, state) => blocks.state.filter((it) => it === state).length);
  return {
    driver: [worker.plugged * FRAME_BYTES, ...blocks.subblocks].join(),
    device: [device.plugged, ...device.bitmap.filter((_, at) => at % perSubblock === 0)].join(),
    halves: device.bitmap.some((bit, at) => bit !== device.bitmap[at - (at % perSubblock)]),
    inState: Array.from(blocks.inState),
    counted,
  };
}

test.each<Mechanism>(["hotmem", "virtio-mem", "virtio-mem-kernel"])(
  "%s: driver and device agree whenever no request is on its way",
  (mechanism) => {
    const m = openMachine(geometry, mechanism, honestSteps);
    const draw = numbers(7);
    for (let step = 0; step < 1500; step++) {
      const ask = command(draw, m.layout.end - m.layout.first);
      const outcome = perform(m, ask);
      expect(outcome.kind).toBe("answered");
      if (outcome.kind === "answered") expect(outcome.answer.kind).not.toBe("unsettled");
      const { driver, device, halves, inState, counted } = beliefs(m);
      expect(driver).toBe(device);
      expect(halves).toBe(false);
      expect(inState).toEqual(counted);
      expect(m.driver.worker.broken).toBe(false);
    }
  },
);

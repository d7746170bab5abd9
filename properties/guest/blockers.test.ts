import { describe, expect, it } from "vitest";
import { type Command, judge } from "../../model/contract.ts";
import { blockersOf, keptPlugged, sayBlocker } from "../../model/guest/blockers.ts";
import { guest } from "../../model/guest/contract.ts";
import { honestSteps } from "../../model/guest/reference/record.ts";
import { guestWith, kernelZoneGuest, referenceGuest, virtioMemGuest } from "../../model/guest/reference/reference.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Guest, Hold } from "../../model/guest/vocabulary.ts";
import { presets } from "../../model/presets.ts";
import { openDocket } from "../../model/rule.ts";
import type { ForkableSource } from "../../model/subject.ts";
import { FRAME_BYTES, frames, handle, order } from "../../model/units.ts";

/** `tiny`: boot memory in frames 0 to 7, then blocks of 4 frames and subblocks of 2 up to frame 27. */
const geometry = virtioMemGuest.adapt(presets.tiny) as typeof presets.tiny;

const resize = (count: number): Command<Guest> => ({ kind: "resize", bytes: BigInt(count * FRAME_BYTES) });
const settle: Command<Guest> = { kind: "settle", within: 1_000_000 };
const spawn = (as: number): Command<Guest> => ({ kind: "spawn", as: handle(as), wait: false });
const exit = (process: number): Command<Guest> => ({ kind: "exit", process: handle(process) });
const touch = (process: number, as: number, pages: number): Command<Guest> => ({
  kind: "touch",
  process: handle(process),
  as: handle(as),
  pages: frames(pages),
  write: true,
});
const pin = (process: number, area: number, as: number, how: Hold): Command<Guest> => ({
  kind: "pin",
  process: handle(process),
  area: handle(area),
  as: handle(as),
  how,
});
const kernelAllocate = (as: number, o: number): Command<Guest> => ({
  kind: "kernel-allocate",
  as: handle(as),
  order: order(o),
});

const plugged = [resize(20), settle];
/** The host wants everything back. */
const takenBack = [resize(0), settle];

/** The guest as the specification knows it when all of these were asked and every answer kept the rules named, or all rules. */
function stateAfter(
  source: ForkableSource<Guest>,
  commands: readonly Command<Guest>[],
  only?: readonly string[],
): GuestState {
  const profiles = source === referenceGuest ? ["virtio-mem", "hotmem"] : ["virtio-mem"];
  const docket = openDocket(guest.rules, { profiles, world: "closed", ...(only === undefined ? {} : { only }) });
  const state = guest.begin(geometry, docket);
  const subject = source.boot(geometry);
  for (const ask of commands) {
    const outcome = subject.perform(ask);
    if (outcome.kind !== "answered") throw new Error(`${guest.sayAsk(ask)}: ${outcome.kind}`);
    expect(judge(guest.laws, state, { ask, answer: outcome.answer })).toEqual({ kind: "legal" });
  }
  return state;
}

const said = (...given: Parameters<typeof stateAfter>): readonly string[] =>
  blockersOf(stateAfter(...given)).map(sayBlocker);

describe("who keeps memory that the host wants back", () => {
  it("a pipe, under virtio-mem", () => {
    const splice = [spawn(0), touch(0, 1, 3), pin(0, 1, 2, "splice"), exit(0)];
    expect(said(virtioMemGuest, [...plugged, ...splice, ...takenBack])).toEqual([
      "frame 8 of block 2 (a process that is gone): a pipe holds it (pin 2)",
      "frame 10 of block 2 (a process that is gone): a pipe holds it (pin 2)",
    ]);
  });

  it("input or output in flight on a page of a file, under virtio-mem", () => {
    const file: Command<Guest> = {
      kind: "fault-file",
      process: handle(0),
      as: handle(1),
      file: 7,
      first: 4,
      pages: frames(1),
    };
    expect(said(virtioMemGuest, [...plugged, spawn(0), file, pin(0, 1, 2, "io"), ...takenBack])).toEqual([
      "frame 8 of block 2 (page 4 of file 7): input or output in flight holds it (pin 2)",
    ]);
  });

  it("a long-term pin in a kernel zone, where Linux leaves it", () => {
    const pinned = [spawn(0), touch(0, 1, 1), pin(0, 1, 2, "longterm")];
    expect(said(kernelZoneGuest, [...plugged, ...pinned, ...takenBack])).toEqual([
      "frame 8 of block 2 (area 1 of process 0): a long-term pin holds it (pin 2)",
    ]);
  });

  it("a long-term pin that a faulty guest left in ZONE_MOVABLE", () => {
    const forgetful = guestWith("forgetful", "virtio-mem", { ...honestSteps, pinnable: () => true });
    const pinned = [...plugged, spawn(0), touch(0, 1, 1), pin(0, 1, 2, "longterm")];
    const others = Object.keys(guest.rules).filter((id) => id !== "pin/longterm-place");
    expect(said(forgetful, [...pinned, ...takenBack], others)).toEqual([
      "frame 8 of block 2 (area 1 of process 0): a long-term pin holds it (pin 2)",
    ]);
  });

  it("a kernel page, in a kernel zone", () => {
    expect(said(kernelZoneGuest, [...plugged, kernelAllocate(1, 0), ...takenBack])).toEqual([
      "frame 8 of block 2 (kernel memory k1): kernel memory never moves",
    ]);
  });

  it("everybody, when the guest is full and there is nowhere to move to", () => {
    const full = [spawn(0), touch(0, 1, 28)];
    const expected = Array.from({ length: 10 }, (_, i) => {
      const frame = 8 + 2 * i;
      return `frame ${frame} of block ${frame >> 2} (area 1 of process 0): there is no free memory to move it to`;
    });
    for (const source of [virtioMemGuest, kernelZoneGuest])
      expect(said(source, [...plugged, ...full, ...takenBack])).toEqual(expected);
  });

  it("nobody, when pins and pipes have ended", () => {
    const unpin: Command<Guest> = { kind: "unpin", pin: handle(2) };
    const held = [spawn(0), touch(0, 1, 3), pin(0, 1, 2, "splice"), exit(0)];
    expect(said(virtioMemGuest, [...plugged, ...held, ...takenBack, unpin, ...takenBack])).toEqual([]);
  });

  it("nobody of whom to speak, while the host wants what is plugged", () => {
    const used = [...plugged, spawn(0), touch(0, 1, 3), pin(0, 1, 2, "splice")];
    expect(said(virtioMemGuest, used)).not.toEqual([]);
    expect(keptPlugged(stateAfter(virtioMemGuest, used))).toEqual([]);
    expect(keptPlugged(stateAfter(virtioMemGuest, [...used, ...takenBack]))).not.toEqual([]);
  });

  it("an instance and a pipe, under HotMem, besides the shared partition", () => {
    const used = [spawn(0), touch(0, 1, 3), spawn(3), touch(3, 4, 2), pin(3, 4, 5, "splice"), exit(3)];
    expect(said(referenceGuest, [...plugged, ...used, ...takenBack])).toEqual([
      "frame 8 of block 2 (the shared partition): it stays plugged",
      "frame 12 of block 3 (area 1 of process 0): partition 0 is assigned",
      "frame 20 of block 5 (a process that is gone): partition 1 is draining: a pipe holds it (pin 5)",
    ]);
  });
});

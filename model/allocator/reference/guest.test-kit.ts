import { expect } from "vitest";
import type { Answer, Command, Kind } from "../../contract.ts";
import type { Geometry } from "../../geometry.ts";
import { presets } from "../../presets.ts";
import type { ForkableSubject } from "../../subject.ts";
import { cpu, frames, handle, order, pfn } from "../../units.ts";
import type { Allocator, Lists, Migratetype, Mobility, ZoneName } from "../vocabulary.ts";
import { referenceAllocator } from "./reference.ts";

/** A guest of 4 boot blocks of 16 frames and 4 hotpluggable ones; pageblocks of 4 frames, buddies of at most 8. */
export const shape: Geometry = {
  ...presets.small,
  bootFrames: frames(64),
  sharedFrames: frames(16),
  partitions: 1,
  partitionBlocks: 3,
};

/** A reference one can talk to in short sentences. */
export interface Guest {
  readonly subject: ForkableSubject<Allocator>;
  /** @throws when the guest declines */
  ask<K extends Kind<Allocator>>(command: Command<Allocator, K>): Answer<Allocator, K>;
  /** First frame, or -1. */
  allocate(as: number, size: number, mobility?: Mobility, more?: Partial<Command<Allocator, "allocate">>): number;
  release(what: number): void;
  /** Heads of one free list of the normal zone, or of another. */
  free(size: number, type: Migratetype, zone?: ZoneName): readonly number[];
  lists(): Lists;
}

/** Boots a guest of {@link shape}, with some fields changed. */
export function guestWith(changed: Partial<Geometry> = {}): Guest {
  const subject = referenceAllocator.boot({ ...shape, ...changed });
  const ask: Guest["ask"] = (command) => {
    const outcome = subject.perform(command as Command<Allocator>);
    if (outcome.kind !== "answered") throw new Error(`${outcome.kind}: ${outcome.why}`);
    return outcome.answer as never;
  };
  const lists = (): Lists => {
    const seen = ask({ kind: "observe", what: "lists" });
    expect(seen.kind).toBe("lists");
    return seen as Lists;
  };
  return {
    subject,
    ask,
    lists,
    allocate(as, size, mobility = "movable", more = {}) {
      const reach = mobility === "movable" ? "movable" : "normal";
      const plain = { order: order(size), mobility, reach, zero: false, atomic: false, cpu: cpu(0) } as const;
      const answer = ask({ kind: "allocate", as: handle(as), ...plain, ...more });
      return answer.kind === "granted" ? answer.first : -1;
    },
    release: (what) => void ask({ kind: "release", what: handle(what), cpu: cpu(0) }),
    free: (size, type, zone = "normal") =>
      lists().free.find((list) => list.zone === zone && list.order === size && list.migratetype === type)?.heads ?? [],
  };
}

/** Type of the pageblock a frame lies in. */
export function typeAt(guest: Guest, frame: number): Migratetype | undefined {
  const at = Math.floor(pfn(frame) / 2 ** shape.pageblockOrder);
  return guest.lists().pageblocks.find(({ first, count }) => first <= at && at < first + count)?.migratetype;
}

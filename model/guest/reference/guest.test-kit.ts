import type { Answer, Command } from "../../contract.ts";
import type { Geometry, GuestOptions } from "../../geometry.ts";
import { presets } from "../../presets.ts";
import type { ForkableSource, ForkableSubject } from "../../subject.ts";
import { type Extent, FRAME_BYTES, frames, handle } from "../../units.ts";
import type { GuestEvent } from "../events.ts";
import { decided } from "../options.ts";
import type { Guest, Hold } from "../vocabulary.ts";
import { referenceGuest } from "./reference.ts";

/** Frames of the `tiny` guest: boot 0-7, shared 8-11, partition 0 12-19, partition 1 20-27; blocks of 4. */
export interface Trial {
  readonly subject: ForkableSubject<Guest>;
  /** Asks; throws when the guest declines. */
  ask(ask: Command<Guest>): Answer<Guest>;
  spawn(as: number, wait?: boolean): Answer<Guest>;
  touch(process: number, as: number, pages: number, write?: boolean): Answer<Guest>;
  write(process: number, area: number, value: number): Answer<Guest>;
  /** Content of an area: value and number of pages, run by run. */
  read(process: number, area: number): readonly (readonly [number, number])[];
  fork(process: number, as: number): Answer<Guest>;
  exit(process: number): Answer<Guest>;
  fault(process: number, as: number, file: number, first: number, pages: number): Answer<Guest>;
  pin(process: number, area: number, as: number, how: Hold): Answer<Guest>;
  unpin(pin: number): Answer<Guest>;
  resize(frames: number): Answer<Guest>;
  /** Resizes to so many private partitions and lets the workers finish. */
  plug(partitions: number): readonly GuestEvent[];
}

/** Frames as pairs of first and count. */
export const pairs = (extents: readonly Extent[]): readonly (readonly [number, number])[] =>
  extents.map(({ first, count }) => [first, count]);

/** Where an answer says that pages lie; null for answers that say nothing of the kind. */
export const where = (answer: Answer<Guest>): readonly (readonly [number, number])[] | null =>
  "frames" in answer ? pairs(answer.frames) : null;

/** Partition events in short: `0 assigned 1`. */
export const partitions = ({ events }: Answer<Guest>): readonly string[] =>
  events.flatMap((event) => (event.kind === "partition" ? [`${event.partition} ${event.state} ${event.users}`] : []));

/** A `tiny` guest with all partitions plugged, with choices of its own. */
export function trial(
  options: Partial<GuestOptions> = {},
  source: ForkableSource<Guest> = referenceGuest,
  shape: Partial<Geometry> = {},
): Trial {
  const geometry = source.adapt({ ...presets.tiny, ...shape, guest: { ...decided, ...options } });
  if ("refused" in geometry) throw new Error(geometry.refused);
  const made = kit(source.boot(geometry), geometry);
  made.plug(geometry.partitions);
  return made;
}

function kit(subject: ForkableSubject<Guest>, geometry: Geometry): Trial {
  const ask = (command: Command<Guest>): Answer<Guest> => {
    const outcome = subject.perform(command);
    if (outcome.kind !== "answered") throw new Error(`${command.kind}: ${outcome.why}`);
    return outcome.answer;
  };
  const resize = (count: number) => ask({ kind: "resize", bytes: BigInt(count * FRAME_BYTES) });
  const shared = geometry.guest?.sharedAt === "boot" ? 0 : geometry.sharedFrames;
  return {
    subject,
    ask,
    resize,
    spawn: (as, wait = false) => ask({ kind: "spawn", as: handle(as), wait }),
    touch: (process, as, pages, write = true) =>
      ask({ kind: "touch", process: handle(process), as: handle(as), pages: frames(pages), write }),
    write: (process, area, value) => ask({ kind: "write", process: handle(process), area: handle(area), value }),
    read(process, area) {
      const answer = ask({ kind: "read", process: handle(process), area: handle(area) });
      return answer.kind === "content" ? answer.runs.map(({ value, pages }) => [value, pages] as const) : [];
    },
    fork: (process, as) => ask({ kind: "fork", process: handle(process), as: handle(as) }),
    exit: (process) => ask({ kind: "exit", process: handle(process) }),
    fault: (process, as, file, first, pages) =>
      ask({ kind: "fault-file", process: handle(process), as: handle(as), file, first, pages: frames(pages) }),
    pin: (process, area, as, how) =>
      ask({ kind: "pin", process: handle(process), area: handle(area), as: handle(as), how }),
    unpin: (pin) => ask({ kind: "unpin", pin: handle(pin) }),
    plug(count) {
      resize(shared + count * geometry.partitionBlocks * geometry.blockFrames);
      return ask({ kind: "settle", within: 10_000 }).events;
    },
  };
}

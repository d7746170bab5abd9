import { checkGeometry } from "../../check-geometry.ts";
import type { Command, Kind } from "../../contract.ts";
import type { Geometry } from "../../geometry.ts";
import type { ForkableSource, ForkableSubject } from "../../subject.ts";
import { layoutOf, withRegion } from "../layout.ts";
import type { Guest } from "../vocabulary.ts";
import { copyMachine, openMachine } from "./begin.ts";
import { hostHandlers } from "./driver/commands.ts";
import { fileHandlers } from "./handle-files.ts";
import { memoryHandlers } from "./handle-memory.ts";
import { processHandlers } from "./handle-processes.ts";
import { keyOf } from "./key.ts";
import type { GuestSteps, Machine, Mechanism } from "./machine.ts";
import { observe } from "./observe.ts";
import { answered, declined, type GuestOutcome, type Handler, type Handlers } from "./outcome.ts";
import { honestSteps } from "./record.ts";

const handlers: Handlers = {
  ...hostHandlers,
  ...processHandlers,
  ...memoryHandlers,
  ...fileHandlers,
  observe: (m) => answered(observe(m)),
};

/** By kind; a map, because it is asked for any string and answers faster than an object that must not inherit. */
const handlerOf: ReadonlyMap<string, Handler<Kind<Guest>>> = new Map(
  Object.entries(handlers) as [Kind<Guest>, Handler<Kind<Guest>>][],
);

const NO_SUCH_COMMAND = declined("there is no such command");

/** Asks a guest; answers as it would, or declines. */
export function perform(m: Machine, ask: Command<Guest>): GuestOutcome {
  const handler = handlerOf.get(ask.kind);
  return handler === undefined ? NO_SUCH_COMMAND : handler(m, ask);
}

function subjectOf(m: Machine): ForkableSubject<Guest> {
  return {
    perform: (ask) => perform(m, ask),
    fork: () => subjectOf(copyMachine(m)),
    key: () => keyOf(m),
    stop() {},
  };
}

/** What a mechanism cannot work with; null: the geometry is possible. */
function impossible(geometry: Geometry, mechanism: Mechanism): string | null {
  const wrong = checkGeometry(geometry);
  if (wrong !== null) return wrong;
  if (mechanism === "hotmem" && geometry.partitions === 0)
    return "partitions is 0; a guest with HotMem has at least 1.";
  const { first, end } = layoutOf(withRegion(geometry));
  if (first < end) return null;
  return "no frame is hotpluggable; add partitions, or a shared partition in the device's region.";
}

/** A source of guests of a mechanism, made of these steps: the honest record, or a mutant's with one step replaced. */
export function guestWith(name: string, mechanism: Mechanism, steps: GuestSteps = honestSteps): ForkableSource<Guest> {
  return {
    name,
    version: "model",
    world: "closed",
    speaks: new Set(Object.keys(handlers) as Kind<Guest>[]),
    adapt(geometry) {
      const wrong = impossible(geometry, mechanism);
      return wrong === null ? withRegion(geometry) : { refused: wrong };
    },
    boot: (geometry) => subjectOf(openMachine(geometry, mechanism, steps)),
    close() {},
  };
}

/** HotMem. */
export const referenceGuest = guestWith("reference", "hotmem");
/** Linux with a virtio-mem device, its memory online in ZONE_MOVABLE. */
export const virtioMemGuest = guestWith("reference:virtio-mem", "virtio-mem");
/** The same, its memory online in a kernel zone. */
export const kernelZoneGuest = guestWith("reference:virtio-mem-kernel", "virtio-mem-kernel");
/** Linux with a balloon. */
export const balloonGuest = guestWith("reference:balloon", "balloon");
/** Every honest guest. */
export const referenceGuests: readonly ForkableSource<Guest>[] = [
  referenceGuest,
  virtioMemGuest,
  kernelZoneGuest,
  balloonGuest,
];

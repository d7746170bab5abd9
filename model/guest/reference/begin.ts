import type { Geometry } from "../../geometry.ts";
import { layoutOf } from "../layout.ts";
import { optionsOf } from "../options.ts";
import { copyDriver, openDriver } from "./driver/life.ts";
import { copyFrames, openFrames, reuse } from "./frames.ts";
import type { GuestSteps } from "./machine.ts";
import { BOOT, DRIVER, FREE, type Machine, type Mechanism, SHARED } from "./machine.ts";
import { emptyPartitions } from "./partitions.ts";
import type { Area, FileCache, Frames, Group, Owner, Process, Society, Thing } from "./parts.ts";

const openSociety = (): Society => ({
  things: new Map(),
  owners: [],
  spare: [],
  files: new Map(),
  queue: [],
  instances: 0,
});

/** A guest right after it was switched on: boot memory is free, nothing is plugged. */
export function openMachine(geometry: Geometry, mechanism: Mechanism, steps: GuestSteps): Machine {
  const layout = layoutOf(geometry);
  const m: Machine = {
    geometry,
    layout,
    options: optionsOf(geometry),
    mechanism,
    partitioned: mechanism === "hotmem",
    steps,
    frames: openFrames(geometry),
    society: openSociety(),
    partitions: [],
    driver: openDriver(geometry, layout, mechanism === "balloon"),
    events: [],
    meter: { migrated: 0, zeroed: 0, faulted: 0, requests: 0, offlined: 0, steps: 0 },
  };
  freshMemory(m);
  return m;
}

/** As after a reset: also what files held is gone. */
export function freshMemory(m: Machine): void {
  m.frames = openFrames(m.geometry);
  m.society = openSociety();
  m.partitions = m.partitioned ? emptyPartitions(m.geometry.partitions) : [];
  const { bootFrames, sharedFrames, hole } = m.geometry;
  onlineAtBoot(m.frames, 0, bootFrames, BOOT);
  if (hole !== null) reuse(m.frames, hole.first, hole.count, FREE, DRIVER);
  if (m.options.sharedAt === "boot") onlineAtBoot(m.frames, bootFrames, sharedFrames, m.partitioned ? SHARED : BOOT);
}

function onlineAtBoot(f: Frames, first: number, count: number, zone: number): void {
  f.zone.fill(zone, first >>> f.shift, (first + count) >>> f.shift);
  reuse(f, first, count, DRIVER, FREE);
}

/** An independent copy of a whole guest. */
export const copyMachine = (m: Machine): Machine => ({
  ...m,
  frames: copyFrames(m.frames),
  society: copySociety(m.society),
  partitions: m.partitions.map((partition) => ({ ...partition })),
  driver: copyDriver(m.driver),
  events: m.events.slice(),
  meter: { ...m.meter },
});

function copySociety(society: Society): Society {
  const twins = new Map<object, object>();
  const twin = <T extends object>(original: T, copy: (original: T) => T): T => {
    const known = twins.get(original);
    if (known !== undefined) return known as T;
    const made = copy(original);
    twins.set(original, made);
    return made;
  };
  const owner = (original: Owner): Owner => twin(original, copyOwner);
  const area = (original: Area): Area => {
    if (original.kind === "zero") return original;
    if (original.kind === "file") return { ...original, file: owner(original.file) as FileCache };
    return { ...original, group: owner(original.group) as Group };
  };
  const process = (original: Process): Process =>
    twin(original, () => {
      const areas = new Map<number, Area>();
      for (const [name, mapped] of original.areas) areas.set(name, area(mapped));
      return { ...original, areas, threads: new Set(original.threads) };
    });
  const thing = (original: Thing): Thing => {
    if (original.kind === "process") return process(original);
    if (original.kind === "kernel") return owner(original) as Thing;
    if (original.kind === "pin") return { ...original, area: area(original.area) };
    return { ...original, process: process(original.process) };
  };
  const things = new Map<number, Thing>();
  for (const [handle, original] of society.things) things.set(handle, thing(original));
  const files = new Map<number, FileCache>();
  for (const [number, original] of society.files) files.set(number, owner(original) as FileCache);
  return {
    things,
    owners: society.owners.map((each) => (each === undefined ? undefined : owner(each))),
    spare: society.spare.slice(),
    files,
    queue: society.queue.map(process),
    instances: society.instances,
  };
}

function copyOwner(owner: Owner): Owner {
  if (owner.kind === "anonymous") return { ...owner, holds: { ...owner.holds } };
  if (owner.kind === "kernel") return owner;
  return {
    ...owner,
    disk: owner.disk.map((run) => ({ ...run })),
    cached: owner.cached.map((run) => ({ ...run, holds: { ...run.holds } })),
  };
}

import { eachRun, isFree, runAt } from "./frames.ts";
import { DRIVER, type Machine, OWNERS, PARKED, PRIVATE } from "./machine.ts";
import type { Area, FileCache, FrameRun, Frames, Group, Owner, Society } from "./parts.ts";

/** Everything that is counted, counted anew; what does not agree, in words. */
export function audit(m: Machine): readonly string[] {
  return [...framesAgree(m), ...ownersAgree(m), ...mapsAgree(m), ...filesAgree(m), ...partitionsAgree(m)];
}

const counts = ["free", "managed", "parked"] as const;
type Counts = { [K in (typeof counts)[number]]: number };

/** Whether the runs of a block cover it, and are as few as they can be. */
function coverAgrees({ runs, shift }: Frames, block: number): readonly string[] {
  const wrong: string[] = [];
  let next = block << shift;
  let before: FrameRun | undefined;
  for (const run of runs[block] as readonly FrameRun[]) {
    if (run.first !== next || run.count <= 0) wrong.push(`block ${block} has a gap at ${next}`);
    if (before?.use === run.use && before.value === run.value) wrong.push(`runs before ${run.first} are not joined`);
    next = run.first + run.count;
    before = run;
  }
  return next === (block + 1) << shift ? wrong : [...wrong, `block ${block} ends at ${next}`];
}

function countBlock(runs: readonly FrameRun[]): Counts {
  const sum = (counted: (use: number) => boolean) =>
    runs.reduce((frames, { use, count }) => frames + (counted(use) ? count : 0), 0);
  return { free: sum(isFree), managed: sum((use) => use !== DRIVER), parked: sum((use) => use === PARKED) };
}

function framesAgree({ frames: f }: Machine): readonly string[] {
  const wrong: string[] = [];
  const zones = f.only.map((): Counts => ({ free: 0, managed: 0, parked: 0 }));
  for (const [block, runs] of f.runs.entries()) {
    wrong.push(...coverAgrees(f, block));
    const here = countBlock(runs);
    const zone = f.zone[block] as number;
    for (const what of counts) {
      if (f[what][block] !== here[what]) wrong.push(`block ${block} has ${here[what]} ${what}, not ${f[what][block]}`);
      const sums = zones[zone];
      if (sums !== undefined) sums[what] += here[what];
      else if (here[what] > 0) wrong.push(`block ${block} is in no zone and has ${here[what]} ${what}`);
    }
    if (here.free > 0 && block < (f.lowest[zone] as number)) wrong.push(`lowest of zone ${zone} is wrong`);
  }
  for (const [zone, { free, managed, parked }] of zones.entries()) {
    const told = [f.zoneFree[zone], f.zoneManaged[zone], f.zoneParked[zone]];
    if (told.join() !== [free, managed, parked].join()) wrong.push(`zone ${zone} counts ${told.join()}`);
  }
  return wrong;
}

/** By frame: the owner that says it is its. */
function claims({ owners }: Society, wrong: string[]): Map<number, number> {
  const claimed = new Map<number, number>();
  for (const owner of owners) {
    for (const { first, count } of owner === undefined ? [] : spansOf(owner)) {
      for (let pfn: number = first; pfn < first + count; pfn++) {
        if (claimed.has(pfn)) wrong.push(`frame ${pfn} has two owners`);
        claimed.set(pfn, owner?.id ?? -1);
      }
    }
  }
  return claimed;
}

function spansOf(owner: Owner): readonly { readonly first: number; readonly count: number }[] {
  if (owner.kind === "anonymous") return owner.spans;
  return owner.kind === "kernel" ? [owner.frames] : owner.cached;
}

/** Every used frame belongs to exactly one page of an owner, and the other way round. */
function ownersAgree({ frames: f, society }: Machine): readonly string[] {
  const wrong: string[] = [];
  const claimed = claims(society, wrong);
  for (const { first, count, use } of f.runs.flat()) {
    if (use < OWNERS) continue;
    for (let pfn = first; pfn < first + count; pfn++) {
      if (claimed.get(pfn) !== use) wrong.push(`frame ${pfn} is used by ${use}, claimed by ${claimed.get(pfn)}`);
      claimed.delete(pfn);
    }
  }
  for (const [pfn, use] of claimed) wrong.push(`frame ${pfn} is claimed by ${use}, used by ${runAt(f, pfn).use}`);
  return wrong;
}

function areasOf({ society }: Machine): { readonly mapped: readonly Area[]; readonly pinned: readonly Area[] } {
  const mapped: Area[] = [];
  const pinned: Area[] = [];
  for (const thing of society.things.values()) {
    if (thing.kind === "process") mapped.push(...thing.areas.values());
    if (thing.kind === "pin") pinned.push(thing.area);
  }
  return { mapped, pinned };
}

function mapsAgree(m: Machine): readonly string[] {
  const { mapped, pinned } = areasOf(m);
  const wrong: string[] = [];
  const count = (areas: readonly Area[], group: Group) =>
    areas.filter((area) => area.kind === "anonymous" && area.group === group).length;
  for (const owner of m.society.owners) {
    if (owner?.kind !== "anonymous") continue;
    const { io, longterm, splice } = owner.holds;
    if (owner.maps !== count(mapped, owner)) wrong.push(`group ${owner.id} is mapped ${owner.maps} times`);
    if (io + longterm + splice !== count(pinned, owner)) wrong.push(`group ${owner.id} is held wrongly`);
    if (owner.maps + io + longterm + splice === 0) wrong.push(`group ${owner.id} is nobody's`);
  }
  return wrong;
}

function filesAgree(m: Machine): readonly string[] {
  const { mapped, pinned } = areasOf(m);
  const wrong: string[] = [];
  const count = (areas: readonly Area[], file: FileCache, index: number) =>
    areas.filter((a) => a.kind === "file" && a.file === file && a.first <= index && index < a.first + a.pages).length;
  for (const file of m.society.files.values()) {
    let next = -1;
    for (const { index, count: pages, maps, holds, first } of file.cached) {
      if (index < next) wrong.push(`pages of file ${file.number} overlap at ${index}`);
      next = index + pages;
      if (maps !== count(mapped, file, index) || maps !== count(mapped, file, next - 1)) {
        wrong.push(`page ${index} of file ${file.number} is mapped ${maps} times`);
      }
      const held = holds.io + holds.longterm + holds.splice;
      if (held !== count(pinned, file, index)) wrong.push(`page ${index} of file ${file.number} is held ${held} times`);
      const zones = new Set<number | undefined>();
      eachRun(m.frames, first, pages, (at) => zones.add(m.frames.zone[at >>> m.frames.shift]));
      if (zones.size > 1) wrong.push(`pages from ${index} of file ${file.number} lie in several zones`);
    }
  }
  return wrong;
}

function partitionsAgree(m: Machine): readonly string[] {
  const wrong: string[] = [];
  const processes = [...m.society.things.values()].flatMap((thing) => (thing.kind === "process" ? [thing] : []));
  for (const [at, { state, users }] of m.partitions.entries()) {
    const live = processes.filter(({ partition }) => partition === at).length;
    if (users !== live) wrong.push(`partition ${at} has ${live} users, not ${users}`);
    const used = (m.frames.zoneManaged[PRIVATE + at] as number) - (m.frames.zoneFree[PRIVATE + at] as number);
    if (state === "free" && used > 0) wrong.push(`partition ${at} is free with ${used} frames in use`);
    if (state === "draining" && used === 0) wrong.push(`partition ${at} drains though it is empty`);
  }
  const waiting = processes.filter((process) => process.waiting).length;
  if (waiting !== m.society.queue.length)
    wrong.push(`${waiting} processes wait, the queue has ${m.society.queue.length}`);
  return wrong;
}

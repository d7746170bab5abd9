import { keyOfDriver } from "./driver/life.ts";
import { isFree } from "./frames.ts";
import { DRIVER, type Machine, OWNERS } from "./machine.ts";
import type { Area, FileCache, Group, Holds, Owner, Process, Thing } from "./parts.ts";
import { honestSteps } from "./record.ts";

/**
 * The whole state as one string, the same for states that differ only in how they are stored. What free frames hold is left
 * out for the honest guest, which zeroes or overwrites them before anybody sees it.
 */
export function keyOf(m: Machine): string {
  return `${framesKey(m, m.steps !== honestSteps)}#${societyKey(m)}#${partitionsKey(m)}#${keyOfDriver(m.driver)}`;
}

/** What every frame is used for, without saying by whom, and what it holds. */
function framesKey({ frames }: Machine, stale: boolean): string {
  let text = frames.zone.join();
  let use = -1;
  let value = -1;
  let count = 0;
  for (const runs of frames.runs) {
    for (const run of runs) {
      const kind = run.use < OWNERS ? run.use : OWNERS;
      const held = stale || !(isFree(run.use) || run.use === DRIVER) ? run.value : 0;
      if (kind === use && held === value) count += run.count;
      else {
        text += `;${use}=${value}*${count}`;
        use = kind;
        value = held;
        count = run.count;
      }
    }
  }
  return `${text};${use}=${value}*${count}`;
}

const holdsKey = ({ io, longterm, splice }: Holds): string =>
  io + longterm + splice === 0 ? "" : `h${io},${longterm},${splice}`;

/** Numbers what has no name of its own in the order in which it is met. */
function numbering(): (thing: unknown) => string {
  const numbers = new Map<unknown, number>();
  return (thing) => {
    const known = numbers.get(thing);
    if (known !== undefined) return `@${known}`;
    numbers.set(thing, numbers.size);
    return "";
  };
}

/** Handles in order, and everything that can be reached from them. */
function societyKey({ society, geometry }: Machine): string {
  const met = numbering();
  const instances = numbering();
  const owner = (each: Owner): string => met(each) || ownerKey(each);
  const area = (each: Area): string => {
    if (each.kind === "zero") return `z${each.pages}`;
    return each.kind === "anonymous" ? owner(each.group) : `f${each.file.number}:${each.first}+${each.pages}`;
  };
  const process = ({ instance, partition, waiting, areas, threads }: Process): string => {
    // What is unmapped last is what stays on per-CPU lists.
    const named = geometry.perCpuLists === null ? sorted(areas) : [...areas];
    const mapped = named.map(([name, each]) => `${name}:${area(each)}`);
    return `p${instances(instance) || "new"},${partition}${waiting ? "w" : ""}[${mapped.join()}]t${[...threads].sort()}`;
  };
  const thing = (each: Thing): string => {
    if (each.kind === "process") return process(each);
    if (each.kind === "pin") return `h${each.how}${area(each.area)}`;
    return each.kind === "kernel" ? owner(each) : "t";
  };
  const things = sorted(society.things).map(([handle, each]) => `${handle}${thing(each)}`);
  // Pages of the file that was named first are the first to be dropped.
  const files = [...society.files.values()].map(fileKey);
  const lost = society.owners.filter((each): each is Group => each?.kind === "anonymous" && met(each) === "");
  const queue = society.queue.map(({ handle }) => handle);
  return [things.join(" "), files.join(" "), lost.map(ownerKey).sort().join(" "), queue.join()].join("/");
}

const sorted = <T>(map: ReadonlyMap<number, T>): readonly [number, T][] => [...map].sort(([a], [b]) => a - b);

function ownerKey(owner: Owner): string {
  if (owner.kind === "file") return `f${owner.number}`;
  const spans = owner.kind === "kernel" ? [owner.frames] : owner.spans;
  const where = spans.map(({ first, count }) => `${first}+${count}`).join(" ");
  return owner.kind === "kernel" ? `k${where}` : `a${where}m${owner.maps}${holdsKey(owner.holds)}`;
}

function fileKey({ number, disk, cached }: FileCache): string {
  const stored = disk.map(({ index, count, value }) => `${index}+${count}=${value}`);
  const there = cached.map(
    ({ index, count, first, maps, dirty, holds }) =>
      `${index}+${count}@${first}m${maps}${dirty ? "d" : ""}${holdsKey(holds)}`,
  );
  return `${number}(${stored.join()})(${there.join()})`;
}

const partitionsKey = ({ partitions, options }: Machine): string =>
  partitions.map(({ state, users, fresh }) => `${state}${users}${fresh && !options.reuse ? "f" : ""}`).join();

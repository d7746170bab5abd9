import type { File, Files } from "./cache.ts";
import type { Area, Group, Instance, Keep, Process, Society } from "./society.ts";

/** Numbers of the specification's own tables as they are met, so that two ways to the same state meet. */
interface Names {
  readonly groups: Map<number, number>;
  readonly instances: Map<number, number>;
}

/** Part of the state's key: everything about processes, pages and files that a law can tell apart. */
export function keyOfMemory(society: Society, files: Files): string {
  const names: Names = { groups: new Map(), instances: new Map() };
  const running = sorted(society.running, (_, process) => sayProcess(process, names));
  const holds = sorted(society.holds, (pin, keep) => `${pin}=${sayKeep(keep, names)}`);
  const kernel = sorted(society.kernel, (what, place) => `${what}=${place.join("+")}`);
  const groups = inOrder(names.groups, (group) => sayGroup(society.groups[group] as Group, names));
  const instances = inOrder(names.instances, (instance) => sayInstance(society.instances.get(instance) as Instance));
  const cached = sorted(files.files, (number, file) => sayFile(number, file));
  return [running, holds, kernel, groups, instances, cached, society.overgrown ? "o" : ""].join("|");
}

/** Entries in order of their names. */
const sorted = <T>(map: ReadonlyMap<number, T>, say: (name: number, item: T) => string): string =>
  [...map]
    .sort(([a], [b]) => a - b)
    .map(([name, item]) => say(name, item))
    .filter((text) => text !== "")
    .join(";");

/** Numbers in the order in which they were met. */
const inOrder = (names: ReadonlyMap<number, number>, say: (number: number) => string): string =>
  [...names.keys()].map(say).join(";");

/** The place of a number among those that were met; met now if it was not. */
function nameOf(names: Map<number, number>, number: number): number {
  const known = names.get(number) ?? names.size;
  names.set(number, known);
  return known;
}

function sayProcess({ handle, instance, partition, areas, threads }: Process, names: Names): string {
  const mapped = sorted(areas, (name, area) => `${name}=${sayArea(area, names)}`);
  const started = [...threads].sort((a, b) => a - b).join("&");
  return `${handle}:${nameOf(names.instances, instance)},${partition},${started}(${mapped})`;
}

function sayArea(area: Area, names: Names): string {
  if (area.kind === "anonymous") return `a${nameOf(names.groups, area.group)}`;
  return area.kind === "zero" ? `z${area.pages}` : `f${area.file}/${area.first}+${area.pages}`;
}

function sayKeep(keep: Keep, names: Names): string {
  if (keep.kind === "file") return `${keep.how}f${keep.file}/${keep.first}+${keep.pages}`;
  return keep.kind === "zero" ? keep.how : `${keep.how}a${nameOf(names.groups, keep.group)}`;
}

const sayGroup = ({ runs, value, fresh, settled, instance }: Group, names: Names): string =>
  `${runs.join()}=${value}${fresh ? "n" : ""}${settled ? "s" : ""}@${nameOf(names.instances, instance)}`;

const sayInstance = ({ partition, reused, spared }: Instance): string =>
  `${partition},${Number(reused)}${Number(spared)}`;

function sayFile(number: number, { cached, content }: File): string {
  const pages = cached.map(({ index, count, frame, dirty }) => `${index}+${count}@${frame}${dirty ? "d" : ""}`);
  const values = content.map(({ index, count, value }) => `${index}+${count}=${value}`);
  return pages.length + values.length === 0 ? "" : `${number}:${values.join()}/${pages.join()}`;
}

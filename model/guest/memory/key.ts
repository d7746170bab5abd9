import type { File, Files } from "./cache.ts";
import type { Area, Group, Instance, Keep, Process, Society } from "./society.ts";

/** Numbers of instances that are alive, counted from 0. */
type Numbers = ReadonlyMap<number, number>;

/**
 * Part of the state's key: everything about processes, pages and files. Groups are written by how they came to be numbered, so keys may be finer than states.
 */
export function keyOfMemory(society: Society, files: Files): string {
  const numbers = new Map(Array.from(society.instances.keys(), (number, order) => [number, order]));
  const running = Array.from(society.running.values(), (process) => sayProcess(process, numbers)).join(";");
  const holds = Array.from(society.holds, ([pin, keep]) => `${pin}=${sayKeep(keep)}`).join(";");
  const kernel = Array.from(society.kernel, ([what, place]) => `${what}=${place.join("+")}`).join(";");
  const groups = society.groups.map((group, index) => group && `${index}:${sayGroup(group, numbers)}`).join(";");
  const instances = Array.from(society.instances.values(), sayInstance).join(";");
  const cached = Array.from(files.files, ([number, file]) => `${number}=${sayFile(file)}`).join(";");
  return [running, holds, kernel, groups, instances, cached].join("|");
}

const sayInstance = ({ partition, users, reused, spared }: Instance): string =>
  `${partition},${users},${Number(reused)}${Number(spared)}`;

function sayProcess({ handle, instance, partition, areas, threads }: Process, numbers: Numbers): string {
  const mapped = Array.from(areas, ([name, area]) => `${name}=${sayArea(area)}`).join(",");
  return `${handle}:${numbers.get(instance)},${partition},${[...threads].join("&")}(${mapped})`;
}

function sayArea(area: Area): string {
  if (area.kind === "anonymous") return `a${area.group}`;
  return area.kind === "zero" ? `z${area.pages}` : `f${area.file}/${area.first}+${area.pages}`;
}

function sayKeep(keep: Keep): string {
  if (keep.kind === "file") return `${keep.how}f${keep.file}/${keep.first}+${keep.pages}`;
  return keep.kind === "zero" ? keep.how : `${keep.how}a${keep.group}`;
}

const sayGroup = ({ runs, value, fresh, settled, instance }: Group, numbers: Numbers): string =>
  `${runs.join()}=${value}${fresh ? "n" : ""}${settled ? "s" : ""}@${numbers.get(instance)}`;

function sayFile({ cached, content }: File): string {
  const pages = cached.map(({ index, count, frame, dirty }) => `${index}+${count}@${frame}${dirty ? "d" : ""}`);
  const values = content.map(({ index, count, value }) => `${index}+${count}=${value}`);
  return `${values.join()}/${pages.join()}`;
}

import type { File, Files } from "./cache.ts";
import type { Area, Group, Keep, Process, Society } from "./society.ts";

/**
 * Part of the state's key: everything about processes, pages and files. Groups and instances are written by how they came to be
 * named, so keys may be finer than states.
 */
export function keyOfMemory(society: Society, files: Files): string {
  const running = Array.from(society.running.values(), sayProcess).join(";");
  const holds = Array.from(society.holds, ([pin, keep]) => `${pin}=${sayKeep(keep)}`).join(";");
  const kernel = Array.from(society.kernel, ([what, place]) => `${what}=${place.join("+")}`).join(";");
  const groups = society.groups.map((group, index) => group && `${index}:${sayGroup(group)}`).join(";");
  const instances = society.instances
    .map((it, index) => it && `${index}:${it.users},${Number(it.reused)}${Number(it.spared)}`)
    .join(";");
  const cached = Array.from(files.files, ([number, file]) => `${number}=${sayFile(files, file)}`).join(";");
  return [running, holds, kernel, groups, instances, cached].join("|");
}

function sayProcess({ handle, instance, partition, areas, threads }: Process): string {
  const mapped = Array.from(areas, ([name, area]) => `${name}=${sayArea(area)}`).join(",");
  return `${handle}:${instance},${partition},${threads.join("&")}(${mapped})`;
}

function sayArea(area: Area): string {
  if (area.kind === "anonymous") return `a${area.group}`;
  return area.kind === "zero" ? `z${area.pages}` : `f${area.file}/${area.first}+${area.pages}`;
}

function sayKeep(keep: Keep): string {
  if (keep.kind === "file") return `${keep.how}f${keep.file}/${keep.first}+${keep.pages}`;
  return keep.kind === "zero" ? keep.how : `${keep.how}a${keep.group}`;
}

const sayGroup = ({ runs, value, fresh, settled, instance }: Group): string =>
  `${runs.join()}=${value}${fresh ? "n" : ""}${settled ? "s" : ""}@${instance}`;

function sayFile(files: Files, { values, cached }: File): string {
  const pages = cached.map((page, index) =>
    page ? `${index}@${files.frame[page - 1]}${files.dirty[page - 1] === true ? "d" : ""}` : "",
  );
  return `${values.join()}/${pages.join()}`;
}

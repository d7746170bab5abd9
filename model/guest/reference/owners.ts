import type { Extent } from "../../units.ts";
import { type Machine, OWNERS } from "./machine.ts";
import type { FileCache, Group, Holds, KernelPage, Owner } from "./parts.ts";

/** Held by nobody. */
export const unheld = (): Holds => ({ io: 0, longterm: 0, splice: 0 });

/** Whether anybody holds pages. */
export const isHeld = ({ io, longterm, splice }: Holds): boolean => io + longterm + splice > 0;

/** A number for an owner, the smallest spare one; to be filled in by {@link install}. */
export function reserveId({ society }: Machine): number {
  const { spare, owners } = society;
  if (spare.length > 0) return spare.pop() as number;
  owners.push(undefined);
  return owners.length - 1 + OWNERS;
}

/** Makes an owner known under its number. */
export function install<O extends Owner>({ society }: Machine, owner: O): O {
  society.owners[owner.id - OWNERS] = owner;
  return owner;
}

/** Forgets an owner; its number is spare. */
export function retire({ society }: Machine, { id }: Owner): void {
  society.owners[id - OWNERS] = undefined;
  society.spare.push(id);
}

/** The owner of a number that frames of it carry; undefined when it was forgotten although they are in use. */
export const ownerOf = ({ society }: Machine, id: number): Owner | undefined => society.owners[id - OWNERS];

/** A new group of pages, mapped by nobody yet. */
export const newGroup = (m: Machine, id: number, spans: readonly Extent[]): Group =>
  install(m, { kind: "anonymous", id, spans, maps: 0, holds: unheld() });

/** A new piece of kernel memory. */
export const newKernelPage = (m: Machine, id: number, frames: Extent): KernelPage =>
  install(m, { kind: "kernel", id, frames });

/** A file by the number that scripts use; comes into being when it is first named. */
export function fileOf(m: Machine, number: number): FileCache {
  const known = m.society.files.get(number);
  if (known !== undefined) return known;
  const file = install(m, { kind: "file", id: reserveId(m), number, disk: [], cached: [] });
  m.society.files.set(number, file);
  return file;
}

/** Forgets a file of which there is nothing to remember. */
export function forgetEmpty(m: Machine, file: FileCache): void {
  if (file.cached.length > 0 || file.disk.length > 0 || m.society.files.get(file.number) !== file) return;
  m.society.files.delete(file.number);
  retire(m, file);
}

/** Knows a file again that was forgotten while room was made for its pages. */
export function rememberFile(m: Machine, file: FileCache): void {
  const { files, spare } = m.society;
  if (files.get(file.number) === file) return;
  spare.splice(spare.indexOf(file.id), 1);
  files.set(file.number, install(m, file));
}

import type { Geometry, GuestOptions } from "../../model/geometry.ts";
import { optionsOf } from "../../model/guest/options.ts";

type Option = keyof GuestOptions;

/** The shape without options, which then have their defaults. */
function plainOf({ guest: _, ...plain }: Geometry): Geometry {
  return plain;
}

/** Names of the options that are not what they would be if nobody had said anything. */
function unusual(g: Geometry): readonly Option[] {
  const [given, usual] = [optionsOf(g), optionsOf(plainOf(g))];
  return (Object.keys(usual) as Option[]).filter((name) => given[name] !== usual[name]);
}

/** How far the options are from their defaults; 0 where there are none. */
export function costOfOptions(g: Geometry): number {
  if (g.guest === undefined) return 0;
  const [given, usual] = [optionsOf(g), optionsOf(plainOf(g))];
  const far = unusual(g).map((name) => Math.abs(Number(given[name]) - Number(usual[name])) || 1);
  return far.reduce((sum, n) => sum + n, 1);
}

/** The same guest without options, or with one of them nearer to its default. */
export function withFewerOptions(g: Geometry): readonly Geometry[] {
  if (g.guest === undefined) return [];
  const [given, plain] = [optionsOf(g), plainOf(g)];
  const usual = optionsOf(plain);
  const nearer = unusual(g).flatMap((name): readonly GuestOptions[] => {
    const [from, to] = [given[name], usual[name]];
    const between = typeof from === "number" && typeof to === "number" ? towards(from, to) : [to];
    return between.map((value) => ({ ...given, [name]: value }));
  });
  return [plain, ...nearer.map((guest) => ({ ...g, guest }))];
}

/** The goal, then halfway there, then one step. */
export function towards(n: number, goal: number): readonly number[] {
  if (n === goal) return [];
  return [...new Set([goal, Math.trunc((n + goal) / 2), n + Math.sign(goal - n)])].filter((m) => m !== n);
}

/** Another shape with the options of a guest; what follows from the size of a block follows from the other's. */
export function withOptionsOf(from: Geometry, to: Geometry): Geometry {
  if (from.guest === undefined) return to;
  const memmap = unusual(from).includes("memmap") ? from.guest.memmap : optionsOf(plainOf(to)).memmap;
  return { ...to, guest: { ...from.guest, memmap } };
}

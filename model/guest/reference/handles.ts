import type { Handle } from "../../units.ts";
import type { Machine } from "./machine.ts";
import type { Area, Process } from "./parts.ts";

const isCount = (n: number, least: number): boolean => Number.isSafeInteger(n) && n >= least;

/** Whether this can be a handle, an index or a number of something. */
export const isNatural = (n: number): boolean => isCount(n, 0);
/** Whether this can be a number of pages. */
export const isPages = (n: number): boolean => isCount(n, 1);

/** Whether nothing has this name. */
export const isFresh = ({ society }: Machine, as: Handle): boolean => isNatural(as) && !society.things.has(as);

/** A process that runs; undefined for one that sleeps and for everything else. */
export function running({ society }: Machine, handle: Handle): Process | undefined {
  const thing = society.things.get(handle);
  return thing?.kind === "process" && !thing.waiting ? thing : undefined;
}

/** An area of a running process. */
export const areaOf = (m: Machine, process: Handle, area: Handle): Area | undefined =>
  running(m, process)?.areas.get(area);

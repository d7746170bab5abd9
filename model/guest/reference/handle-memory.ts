import { type Extent, extent } from "../../units.ts";
import { spansOf } from "./cache.ts";
import { contentOf } from "./content.ts";
import { areaOf, isFresh, isNatural, isPages, running } from "./handles.ts";
import type { Machine } from "./machine.ts";
import {
  answered,
  done,
  type GuestOutcome,
  type Handlers,
  OUT_OF_RANGE,
  refused,
  TAKEN,
  told,
  UNKNOWN,
} from "./outcome.ts";
import type { Area, Group, Process } from "./parts.ts";

const NOWHERE: readonly Extent[] = Object.freeze([]);

/** Where the pages of an area lie; the zero page is in no frames. */
export function framesOf(area: Area): readonly Extent[] {
  if (area.kind === "zero") return NOWHERE;
  return area.kind === "anonymous" ? area.group.spans : spansOf(area.file, area.first, area.pages);
}

/** The process cannot go on without memory: it dies, perhaps with others. */
export function killed(m: Machine, process: Process): GuestOutcome {
  m.steps.outOfMemory(m, process);
  return answered({ kind: "killed", ...told(m) });
}

/** The answer that names where pages lie. */
export const placed = (m: Machine, frames: readonly Extent[]): GuestOutcome =>
  answered({ kind: "placed", frames, ...told(m) });

/** Pages of its own for an area that is about to be written to; null: exhausted. */
function writable(m: Machine, process: Process, area: Area): Group | null {
  if (area.kind === "zero") return m.steps.faultFresh(m, process, area.pages);
  if (area.kind === "anonymous" && !m.steps.breaksSharing(m, area.group)) return area.group;
  return m.steps.copyPages(m, process, framesOf(area), area.pages);
}

/** Commands about areas. */
export const memoryHandlers: Handlers<"touch" | "write" | "read" | "discard" | "mlock" | "pin" | "unpin"> = {
  touch(m, { process: handle, as, pages, write }) {
    const process = running(m, handle);
    if (process === undefined) return UNKNOWN;
    if (!isFresh(m, as) || process.areas.has(as)) return TAKEN;
    if (!isPages(pages)) return OUT_OF_RANGE;
    if (!write) {
      const area = m.steps.faultForReading(m, process, pages);
      process.areas.set(as, area);
      return placed(m, framesOf(area));
    }
    const group = m.steps.faultFresh(m, process, pages);
    if (group === null) return killed(m, process);
    m.steps.mapGroup(m, group);
    process.areas.set(as, { kind: "anonymous", pages, group });
    return placed(m, group.spans);
  },

  write(m, { process: handle, area: name, value }) {
    const process = running(m, handle);
    const area = process?.areas.get(name);
    if (process === undefined || area === undefined) return UNKNOWN;
    if (!isNatural(value)) return OUT_OF_RANGE;
    const group = writable(m, process, area);
    if (group === null) return killed(m, process);
    if (area.kind !== "anonymous" || area.group !== group) {
      m.steps.mapGroup(m, group);
      m.steps.unmapArea(m, area);
      process.areas.set(name, { kind: "anonymous", pages: area.pages, group });
    }
    m.steps.store(m, group.spans, value);
    return placed(m, group.spans);
  },

  read(m, { process, area: name }) {
    const area = areaOf(m, process, name);
    if (area === undefined) return UNKNOWN;
    const runs =
      area.kind === "zero" ? [{ value: 0, pages: extent(0, area.pages).count }] : contentOf(m, framesOf(area));
    return answered({ kind: "content", runs, ...told(m) });
  },

  discard(m, { process, area: name }) {
    const area = areaOf(m, process, name);
    if (area === undefined) return UNKNOWN;
    running(m, process)?.areas.delete(name);
    m.steps.unmapArea(m, area);
    return done(m);
  },

  // A locked page is never swapped out, which nothing here is anyway; it may still be moved (mlock(2)).
  mlock: (m, { process, area }) => (areaOf(m, process, area) === undefined ? UNKNOWN : done(m)),

  pin(m, { process, area: name, as, how }) {
    const area = areaOf(m, process, name);
    if (area === undefined) return UNKNOWN;
    if (!isFresh(m, as)) return TAKEN;
    if (how !== "io" && how !== "longterm" && how !== "splice") return OUT_OF_RANGE;
    if (how === "longterm" && !m.steps.moveForPin(m, area)) return refused(m, "the pages cannot leave where they are");
    m.steps.hold(m, area, how);
    m.society.things.set(as, { kind: "pin", how, area });
    return placed(m, framesOf(area));
  },

  unpin(m, { pin: handle }) {
    const pin = m.society.things.get(handle);
    if (pin?.kind !== "pin") return UNKNOWN;
    m.society.things.delete(handle);
    m.steps.letGo(m, pin.area, pin.how);
    return done(m);
  },
};

import type { Handle } from "../../units.ts";
import { spansOf } from "./cache.ts";
import { contentOf } from "./content.ts";
import { killed, placed } from "./handle-memory.ts";
import { isFresh, isNatural, isPages, running } from "./handles.ts";
import type { Machine } from "./machine.ts";
import { answered, done, type GuestOutcome, type Handlers, OUT_OF_RANGE, TAKEN, told, UNKNOWN } from "./outcome.ts";
import { fileOf, forgetEmpty } from "./owners.ts";
import type { FileCache, Process } from "./parts.ts";

interface Range {
  readonly process: Handle;
  readonly file: number;
  readonly first: number;
  readonly pages: number;
}

/** Brings a range of a file into memory; then goes on with it. */
function filled(
  m: Machine,
  { process: handle, file: number, first, pages }: Range,
  fault: boolean,
  then: (process: Process, file: FileCache) => GuestOutcome,
): GuestOutcome {
  const process = running(m, handle);
  if (process === undefined) return UNKNOWN;
  if (!isNatural(number) || !isNatural(first) || !isPages(pages) || !isNatural(first + pages)) return OUT_OF_RANGE;
  const file = fileOf(m, number);
  if (m.steps.fillCache(m, process, file, { first, pages }, fault)) return then(process, file);
  forgetEmpty(m, file);
  return killed(m, process);
}

/** Commands about files and the kernel's own memory. */
export const fileHandlers: Handlers<
  "fault-file" | "read-file" | "write-file" | "drop-caches" | "kernel-allocate" | "kernel-free"
> = {
  "fault-file"(m, ask) {
    const { as, first, pages } = ask;
    if (!isFresh(m, as) || running(m, ask.process)?.areas.has(as) === true) return TAKEN;
    return filled(m, ask, true, (process, file) => {
      m.steps.mapFile(m, file, first, pages);
      process.areas.set(as, { kind: "file", pages, file, first });
      return placed(m, spansOf(file, first, pages));
    });
  },

  "read-file": (m, ask) =>
    filled(m, ask, false, (_, file) => {
      const frames = spansOf(file, ask.first, ask.pages);
      return answered({ kind: "placed", frames, runs: contentOf(m, frames), ...told(m) });
    }),

  "write-file"(m, ask) {
    const { first, pages, value } = ask;
    if (!isNatural(value)) return OUT_OF_RANGE;
    return filled(m, ask, false, (_, file) => {
      m.steps.storeFile(m, file, first, pages, value);
      return placed(m, spansOf(file, first, pages));
    });
  },

  "drop-caches"(m, { sync }) {
    for (const file of [...m.society.files.values()]) {
      if (sync) m.steps.writeBack(m, file);
      for (const run of [...file.cached]) if (m.steps.mayDrop(m, run)) m.steps.dropPages(m, file, run);
    }
    return done(m);
  },

  "kernel-allocate"(m, { as, order }) {
    if (!isFresh(m, as)) return TAKEN;
    if (!isNatural(order) || order > m.geometry.maxOrder) return OUT_OF_RANGE;
    const page = m.steps.allocateKernel(m, order);
    if (page === null) return answered({ kind: "exhausted", ...told(m) });
    m.society.things.set(as, page);
    return placed(m, [page.frames]);
  },

  "kernel-free"(m, { what }) {
    const page = m.society.things.get(what);
    if (page?.kind !== "kernel") return UNKNOWN;
    m.society.things.delete(what);
    m.steps.freeKernel(m, page);
    return done(m);
  },
};

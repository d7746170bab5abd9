import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import type { Extent } from "../../units.ts";
import { type Illegal, illegal, LEGAL } from "../../verdict.ts";
import { valueAt } from "../memory/frame-map.ts";
import { groupAt, groupMark, openGroup, store } from "../memory/groups.ts";
import { FILE, markOf } from "../memory/owners.ts";
import { areaAt, isFreeName, mapArea, processAt, unmapArea, unmapPages } from "../memory/processes.ts";
import type { Area, Process } from "../memory/society.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { takeAnonymous } from "./anonymous.ts";
import { isInside, notWhereTheyLay, sameFrames, say } from "./frames.ts";
import { anonymousNeed, isOver, toldNeeding } from "./needing.ts";
import { faulted, told } from "./told.ts";

type GuestLaw<K extends keyof Guest> = Law<Guest, K, GuestState>;

/** Most pages of an area: 64 GiB of them. */
const MOST_PAGES = 2 ** 24;
/** Values that a page may hold; others have no meaning. */
const isValue = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Fresh pages: frames of the process's own place, each zeroed; or the zero page, which takes none. */
export const touch: GuestLaw<"touch"> = {
  applies(state, { process, as, pages }) {
    const sound = Number.isInteger(pages) && pages > 0 && pages <= MOST_PAGES;
    return sound && processAt(state, process) !== undefined && isFreeName(state, as);
  },
  judge(state, ask, answer) {
    const process = processAt(state, ask.process) as Process;
    const { pages } = ask;
    const wrong = toldNeeding(state, answer, "touch", anonymousNeed(process, ask.write ? pages : 0));
    if (wrong !== undefined) return wrong;
    if (answer.kind === "killed" || isOver(state, process)) return faulted(state, answer, 0) ?? LEGAL;
    if (!ask.write) {
      const frames = notZeroPage(state, answer.frames);
      if (frames !== undefined) return frames;
      mapArea(state, process, ask.as, { kind: "zero", pages });
      return faulted(state, answer, 0) ?? LEGAL;
    }
    const taken = takeAnonymous(state, process.partition, answer.frames, pages);
    if (taken.kind === "illegal") return taken;
    const group = openGroup(state, process.instance, taken.runs, pages);
    mapArea(state, process, ask.as, { kind: "anonymous", group, pages });
    return faulted(state, answer, pages) ?? LEGAL;
  },
};

function notZeroPage({ docket }: GuestState, extents: readonly Extent[]): Illegal | undefined {
  const rule = rules["place/zero-page"];
  if (!weighs(docket, rule) || extents.length === 0) return undefined;
  return illegal(rule, `${extents.length} extents for pages that are only read`);
}

/** A store: in place where nobody else maps the pages, else to frames of the process's own. */
export const write: GuestLaw<"write"> = {
  applies: (state, ask) => areaAt(state, ask.process, ask.area) !== undefined && isValue(ask.value),
  judge(state, ask, answer) {
    const process = processAt(state, ask.process) as Process;
    const area = process.areas.get(ask.area) as Area;
    const shared = area.kind !== "anonymous" || groupAt(state, area.group).areas > 1;
    const wrong = toldNeeding(state, answer, "write", anonymousNeed(process, shared ? area.pages : 0));
    if (wrong !== undefined) return wrong;
    if (answer.kind === "killed" || isOver(state, process)) return faulted(state, answer, 0) ?? LEGAL;
    const inPlace = area.kind === "anonymous" && staysInPlace(state, area.group, shared, answer.frames);
    if (!inPlace)
      return writeAnew(state, process, ask, area, answer.frames) ?? faulted(state, answer, area.pages) ?? LEGAL;
    store(state, area.group, ask.value);
    const moved = notWhereTheyLay(state, groupAt(state, area.group).runs, answer.frames);
    return moved ?? faulted(state, answer, 0) ?? LEGAL;
  },
};

/** Who shared the pages may have been killed for want of memory; then either will do. */
function staysInPlace(state: GuestState, group: number, shared: boolean, extents: readonly Extent[]): boolean {
  if (!shared) return true;
  const { areas, runs } = groupAt(state, group);
  return areas === 1 && sameFrames(runs, extents);
}

function writeAnew(
  state: GuestState,
  process: Process,
  ask: { readonly area: Parameters<typeof mapArea>[2]; readonly value: number },
  area: Area,
  extents: readonly Extent[],
): Illegal | undefined {
  const same = overwritten(state, area, extents);
  if (same !== undefined) return same;
  const taken = takeAnonymous(state, process.partition, extents, area.pages);
  if (taken.kind === "illegal") return taken;
  const group = openGroup(state, process.instance, taken.runs, area.pages);
  store(state, group, ask.value);
  process.areas.set(ask.area, { kind: "anonymous", group, pages: area.pages });
  unmapPages(state, area);
  return undefined;
}

/** Shared pages must not be written where they lie. */
function overwritten(state: GuestState, area: Area, extents: readonly Extent[]): Illegal | undefined {
  const rule = rules["place/breaks-sharing"];
  if (!weighs(state.docket, rule)) return undefined;
  const first = extents[0];
  if (area.kind === "zero" || first === undefined || !isInside(state, first)) return undefined;
  const value = valueAt(state.memory.map, first.first);
  if (value !== (area.kind === "anonymous" ? groupMark(area.group) : markOf(FILE, area.file))) return undefined;
  return illegal(rule, `${say(first.first, first.count)}: others map what is there`);
}

/** Unmaps an area. */
export const discard: GuestLaw<"discard"> = {
  applies: (state, ask) => areaAt(state, ask.process, ask.area) !== undefined,
  judge(state, ask, answer) {
    unmapArea(state, processAt(state, ask.process) as Process, ask.area);
    return told(state, answer, "discard") ?? LEGAL;
  },
};

/** Locked pages may still be moved, so that nothing follows for the judge. */
export const mlock: GuestLaw<"mlock"> = {
  applies: (state, ask) => areaAt(state, ask.process, ask.area) !== undefined,
  judge: (state, _ask, answer) => told(state, answer, "mlock") ?? LEGAL,
};

import type { Answer, Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import type { Handle } from "../../units.ts";
import { type Illegal, illegal, LEGAL } from "../../verdict.ts";
import { groupAt, openGroup, store } from "../memory/groups.ts";
import { changePages } from "../memory/pages.ts";
import { isFreeName, mapArea, processAt, startChild } from "../memory/processes.ts";
import type { Area, Process } from "../memory/society.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { takeAnonymous } from "./anonymous.ts";
import { anonymousNeed, isOver, notExhausted, toldNeeding } from "./needing.ts";
import { faulted } from "./told.ts";

type Forked = Extract<Answer<Guest, "fork">, { kind: "forked" }>;

/** A child shares its parent's pages and partition; what input, output or a long-term pin holds it gets as copies. */
export const fork: Law<Guest, "fork", GuestState> = {
  applies: (state, ask) => processAt(state, ask.process) !== undefined && isFreeName(state, ask.as),
  judge(state, ask, answer) {
    const parent = processAt(state, ask.process) as Process;
    const areas = [...parent.areas];
    const need = anonymousNeed(parent, copiedPages(state, areas));
    if (answer.kind === "exhausted") {
      const wrong = toldNeeding(state, answer, "fork", need) ?? notExhausted(state, need, "fork failed");
      return wrong ?? faulted(state, answer, 0) ?? LEGAL;
    }
    const child = startChild(state, parent, ask.as);
    const wrong = toldNeeding(state, answer, "fork", need) ?? orphaned(state, child);
    if (wrong !== undefined) return wrong;
    if (isOver(state, parent) || isOver(state, child)) return LEGAL;
    return inherit(state, child, areas, answer.copies) ?? faulted(state, answer, need.frames) ?? LEGAL;
  },
};

/** Whether a child gets a copy of an area at once. */
const isCopied = (state: GuestState, area: Area): boolean =>
  area.kind === "anonymous" && groupAt(state, area.group).pins > 0;

function copiedPages(state: GuestState, areas: readonly (readonly [Handle, Area])[]): number {
  let pages = 0;
  for (const [, area] of areas) if (isCopied(state, area)) pages += area.pages;
  return pages;
}

function orphaned({ docket, society }: GuestState, { handle }: Process): Illegal | undefined {
  const rule = rules["exhausted/who-dies"];
  if (!weighs(docket, rule) || society.running.has(handle)) return undefined;
  return illegal(rule, `forked, though the child ${handle} is dead`);
}

/** The child's areas: shared, or the copies that were named. */
function inherit(
  state: GuestState,
  child: Process,
  areas: readonly (readonly [Handle, Area])[],
  copies: Forked["copies"],
): Illegal | undefined {
  const rule = rules["fork/copies-what-is-held"];
  if (weighs(state.docket, rule)) {
    const expected = areas.filter(([, area]) => isCopied(state, area));
    const named = new Set(copies.map(({ area }) => area));
    const wrong = copies.length !== expected.length || expected.some(([name]) => !named.has(name));
    const [is, owed] = [[...named].join() || "none", expected.map(([name]) => name).join() || "none"];
    if (wrong) return illegal(rule, `areas copied: ${is}; held: ${owed}`);
  }
  const byArea = new Map(copies.map((copy) => [copy.area, copy]));
  for (const [name, area] of areas) {
    const copy = byArea.get(name);
    if (area.kind === "anonymous" && copy !== undefined) {
      const wrong = copyArea(state, child, name, area, copy.frames);
      if (wrong !== undefined) return wrong;
    } else shareArea(state, child, name, area);
  }
  return undefined;
}

function copyArea(
  state: GuestState,
  child: Process,
  name: Handle,
  { group, pages }: Extract<Area, { kind: "anonymous" }>,
  frames: Forked["copies"][number]["frames"],
): Illegal | undefined {
  const taken = takeAnonymous(state, child.partition, frames, pages);
  if (taken.kind === "illegal") return taken;
  const { value, fresh } = groupAt(state, group);
  const copy = openGroup(state, child.instance, taken.runs, pages);
  if (!fresh) store(state, copy, value);
  mapArea(state, child, name, { kind: "anonymous", group: copy, pages });
  return undefined;
}

function shareArea(state: GuestState, child: Process, name: Handle, area: Area): void {
  if (area.kind === "anonymous") groupAt(state, area.group).areas++;
  else if (area.kind === "file") changePages(state, area.file, area.first, area.pages, { maps: 1 });
  mapArea(state, child, name, area);
}

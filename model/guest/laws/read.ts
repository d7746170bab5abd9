import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { type Illegal, illegal, LEGAL } from "../../verdict.ts";
import { firstFalse, valueOfPage } from "../memory/content.ts";
import { groupAt } from "../memory/groups.ts";
import { fileOf } from "../memory/pages.ts";
import { areaAt } from "../memory/processes.ts";
import type { Area, Group } from "../memory/society.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import type { Guest, Run } from "../vocabulary.ts";
import { told } from "./told.ts";

/** A load finds what was stored, and 0 where nothing was. */
export const read: Law<Guest, "read", GuestState> = {
  applies: (state, ask) => areaAt(state, ask.process, ask.area) !== undefined,
  judge(state, ask, answer) {
    const wrong = told(state, answer, "read");
    if (wrong !== undefined) return wrong;
    const area = areaAt(state, ask.process, ask.area);
    if (area === undefined) return LEGAL;
    return notEveryPage(state, answer.runs, area.pages) ?? falseContent(state, area, answer.runs) ?? LEGAL;
  },
};

/** Runs say of every page what it holds, once. */
export function notEveryPage({ docket }: GuestState, runs: readonly Run[], pages: number): Illegal | undefined {
  const rule = rules["content/every-page"];
  if (!weighs(docket, rule)) return undefined;
  let sum = 0;
  for (const run of runs) {
    if (!Number.isSafeInteger(run.pages) || run.pages < 0) return illegal(rule, `a run of ${run.pages} pages`);
    sum += run.pages;
  }
  return sum === pages ? undefined : illegal(rule, `content of ${sum} pages for ${pages}`);
}

function falseContent(state: GuestState, area: Area, runs: readonly Run[]): Illegal | undefined {
  if (area.kind === "file") return falseFile(state, area.file, area.first, runs);
  const { docket } = state;
  if (area.kind === "zero") {
    const rule = rules["content/fresh-is-zero"];
    return weighs(docket, rule) ? differing(runs, 0, (value, page) => illegal(rule, says(value, page, 0))) : undefined;
  }
  const group = groupAt(state, area.group);
  if (group.fresh) return falseFresh(state, group, runs);
  const rule = rules["content/kept"];
  if (!weighs(docket, rule)) return undefined;
  return differing(runs, group.value, (value, page) => illegal(rule, says(value, page, group.value)));
}

const says = (value: number, page: number, owed: number): string =>
  `page ${page} of the area holds ${value} instead of ${owed}`;

/** The rules for fresh pages, the one that fits best first: a skipped zeroing, another instance's data, anything else. */
function falseFresh(state: GuestState, { instance }: Group, runs: readonly Run[]): Illegal | undefined {
  const { docket } = state;
  const it = state.society.instances.get(instance);
  const skipped = rules["content/skipped-zeroing-stays-inside"];
  const reuse = rules["content/reuse-exposes-nothing"];
  const fresh = rules["content/fresh-is-zero"];
  const spared = it?.spared === true && weighs(docket, skipped);
  const reused = it?.reused === true && weighs(docket, reuse);
  const counts = weighs(docket, fresh);
  const rule = reused ? reuse : spared ? skipped : counts ? fresh : undefined;
  return rule && differing(runs, 0, (value, page) => illegal(rule, says(value, page, 0)));
}

function differing(
  runs: readonly Run[],
  owed: number,
  found: (value: number, page: number) => Illegal,
): Illegal | undefined {
  let page = 0;
  for (const { value, pages } of runs) {
    if (value !== owed && pages > 0) return found(value, page);
    page += pages;
  }
  return undefined;
}

/** Pages of a file hold what was last written to it. */
export function falseFile(state: GuestState, number: number, first: number, runs: readonly Run[]): Illegal | undefined {
  const rule = rules["content/of-files"];
  if (!weighs(state.docket, rule)) return undefined;
  const file = fileOf(state, number);
  const index = firstFalse(file, first, runs);
  if (index < 0) return undefined;
  const value = saidOf(runs, index - first);
  return illegal(rule, `page ${index} of file ${number} holds ${value} instead of ${valueOfPage(file, index)}`);
}

/** What runs say of a page, counted from the first. */
function saidOf(runs: readonly Run[], page: number): number | undefined {
  let end = 0;
  for (const { value, pages } of runs) {
    end += pages;
    if (page < end) return value;
  }
  return undefined;
}

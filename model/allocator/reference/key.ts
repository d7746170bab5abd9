import { totalFrames } from "../../geometry.ts";
import { isSick, nodeOf } from "./frames.ts";
import { walk } from "./lists.ts";
import type { Memory, Page, Thing } from "./memory.ts";
import { PARKED_TYPES, TYPES } from "./numbers.ts";
import { tagAt } from "./tags.ts";

/** The whole state as one string, the same for states that differ only in how they are stored. Linear in frames. */
export function keyOf(m: Memory): string {
  return [
    lists(m),
    [m.free, m.freeCma, m.managed, m.present, m.reserved, m.isolated, m.parkingOff, m.parked].join("/"),
    m.pageblockType.join(""),
    m.isolatedBy.join(""),
    m.blockState.join(""),
    m.blockZone.join(""),
    things(m),
    frameFacts(m),
    `${m.vetoOnline}${m.vetoOffline}`,
  ].join("|");
}

/** Every list in its order, with the type remembered of parked pages. */
function lists(m: Memory): string {
  let text = "";
  for (let list = 0; list < m.head.length; list++) {
    if (m.head[list] === -1) continue;
    const order = orderOfList(m, list);
    text += `${list}:`;
    for (const pfn of walk(m, list, order)) {
      const parked = list >= m.firstParkedList ? `t${m.type[nodeOf(m, pfn, order)]}` : "";
      text += `${pfn}${parked},`;
    }
  }
  return text;
}

function orderOfList(m: Memory, list: number): number {
  if (list < m.firstParkedList) return Math.floor(list / TYPES) % (m.maxOrder + 1);
  const orders = (m.geometry.perCpuLists?.maxOrder ?? 0) + 1;
  return Math.floor((list - m.firstParkedList) / PARKED_TYPES) % orders;
}

/** What the handles name. Pages have no other name than their frames. */
function things(m: Memory): string {
  const names = [...m.things].sort(([a], [b]) => a - b);
  return names.map(([handle, thing]) => `${handle}${thingText(thing)}`).join(",");
}

function thingText(thing: Thing): string {
  if (thing.kind === "page") return pageText(thing);
  return thing.kind === "range" ? `c${thing.first}+${thing.count}${thing.phase}` : `r${pageText(thing.page)}`;
}

const pageText = (page: Page): string =>
  `p${page.first}o${page.order}m${Number(page.movable)}r${page.references}${page.released}${page.lost}t${page.tag}`;

/** Poison and contents, frame by frame. */
function frameFacts(m: Memory): string {
  const facts: string[] = [];
  const total = totalFrames(m.geometry);
  for (let pfn = 0; pfn < total; pfn++) facts.push(`${isSick(m, pfn) ? "x" : ""}${tagAt(m, pfn)}`);
  return facts.join(" ");
}

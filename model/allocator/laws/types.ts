import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import { isCma } from "../shape.ts";
import { type AllocatorState, NOBODY } from "../state.ts";
import type { Lists, Migratetype } from "../vocabulary.ts";

/** By pageblock: its type as observed; undefined where it is not listed. */
export type Types = readonly (Migratetype | undefined)[];

/** The migratetype of every pageblock as the lists say; undefined where they say nothing. Runs out of range are passed over. */
export function typesOf(state: AllocatorState, lists: Lists): Types {
  const types = new Array<Migratetype | undefined>(state.shape.pageblocks).fill(undefined);
  for (const { first, count, migratetype } of lists.pageblocks) {
    if (first >= 0 && first + count <= types.length) types.fill(migratetype, first, first + count);
  }
  return types;
}

/** Pageblocks first, then the list every free buddy is on. */
export function checkTypes(state: AllocatorState, lists: Lists, types: Types): Verdict | null {
  return checkPageblockTypes(state, types) ?? checkListTypes(state, lists, types);
}

/** ISOLATE is what commands isolated; CMA is what was set aside at boot. */
function checkPageblockTypes(state: AllocatorState, types: Types): Verdict | null {
  const isolating = weighs(state.docket, rules["lists/isolated"]);
  const typing = weighs(state.docket, rules["lists/type"]);
  for (let at = 0; at < types.length; at++) {
    const type = types[at];
    if (type === undefined) continue;
    const isolated = state.isolation[at] !== NOBODY;
    if (isolating && (type === "isolate") !== isolated) {
      return illegal(
        rules["lists/isolated"],
        `pageblock ${at} is ${type}${isolated ? " although it is isolated" : ""}`,
      );
    }
    if (typing && !isolated && (type === "cma") !== isCma(state.shape, at)) {
      return illegal(rules["lists/type"], `pageblock ${at} is ${type}`);
    }
  }
  return null;
}

function checkListTypes(state: AllocatorState, lists: Lists, types: Types): Verdict | null {
  const isolating = weighs(state.docket, rules["lists/isolated"]);
  const typing = weighs(state.docket, rules["lists/type"]);
  for (const { order, migratetype, heads } of lists.free) {
    for (const head of heads) {
      const at = strangerIn(state, head, order, migratetype, types);
      if (at < 0) continue;
      const isolation = migratetype === "isolate" || types[at] === "isolate";
      if (!(isolation ? isolating : typing)) continue;
      const rule = rules[isolation ? "lists/isolated" : "lists/type"];
      return illegal(
        rule,
        `frame ${head}, order ${order}, is on a ${migratetype} list, but pageblock ${at} is ${types[at]}`,
      );
    }
  }
  return null;
}

/** The first pageblock under a buddy whose type does not go with its list, or -1. */
function strangerIn(state: AllocatorState, head: number, order: number, list: Migratetype, types: Types): number {
  const { pageblockOrder, kernel } = state.shape;
  const last = (head + 2 ** order - 1) >>> pageblockOrder;
  for (let at = head >>> pageblockOrder; at <= last; at++) {
    const type = types[at];
    if (type === list) continue;
    const strict = kernel === "6.12" || type === "isolate" || list === "isolate" || type === "cma" || list === "cma";
    if (strict) return at;
  }
  return -1;
}

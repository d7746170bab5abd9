import { type Rule, weighs } from "../../rule.ts";
import type { U64 } from "../../units.ts";
import { type Illegal, illegal, LEGAL, type Verdict } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import { type DeviceState, pluggedBytes } from "../state.ts";
import type { Aftermath, Sizes } from "../vocabulary.ts";

/** On what occasion sizes may change, and what the driver has had a chance to hear. */
export type Occasion =
  /** The host did something; the driver has not been served yet. */
  | "host"
  /** The host changed requested_size. */
  | "resize"
  /** The device answered the driver. */
  | "driver"
  | "unplug-all"
  /** Not answered to the driver, which is reset too. */
  | "device-reset"
  | "system-reset";

const isReset = (occasion: Occasion): boolean => occasion === "device-reset" || occasion === "system-reset";

/** When usable_region_size may shrink. */
const mayShrink = (occasion: Occasion): boolean => occasion === "unplug-all" || occasion === "system-reset";

/**
 * Judges what comes with every answer, and moves the sizes of the state forward. Called last, when the state already
 * knows which blocks are plugged now; `plugged` is the rule that a wrong plugged_size breaks on this occasion.
 */
export function settle(state: DeviceState, { after, notified }: Aftermath, occasion: Occasion, plugged: Rule): Verdict {
  const broken = brokenSizes(state, after, occasion) ?? brokenPlugged(state, after, plugged);
  if (broken !== undefined) return broken;
  const overdue = brokenNotice(state, { after, notified }, occasion);
  if (overdue !== undefined) return overdue;
  state.requested = after.requested;
  state.usable = after.usable;
  return LEGAL;
}

function firstOdd(sizes: Sizes, blockBytes: U64): keyof Sizes | undefined {
  if (sizes.requested % blockBytes !== 0n) return "requested";
  if (sizes.usable % blockBytes !== 0n) return "usable";
  return sizes.plugged % blockBytes !== 0n ? "plugged" : undefined;
}

function brokenSizes(state: DeviceState, after: Sizes, occasion: Occasion): Illegal | undefined {
  const { docket, blockBytes, regionBytes } = state;
  const odd = firstOdd(after, blockBytes);
  if (weighs(docket, rules["sizes/whole-blocks"]) && odd !== undefined)
    return illegal(rules["sizes/whole-blocks"], `${odd} is ${after[odd]} bytes, blocks have ${blockBytes}`);
  if (weighs(docket, rules["usable/inside-region"]) && after.usable > regionBytes)
    return illegal(rules["usable/inside-region"], `usable is ${after.usable} of ${regionBytes} bytes`);
  if (weighs(docket, rules["usable/covers-requested"]) && after.usable < after.requested)
    return illegal(rules["usable/covers-requested"], `usable is ${after.usable}, requested ${after.requested} bytes`);
  return brokenChange(state, after, occasion);
}

/** The blocks up to the last plugged one, which must be usable; as many as are plugged if nobody knows which. */
const leastUsable = ({ blocks, pluggedBlocks }: DeviceState): number =>
  pluggedBlocks === 0 ? 0 : Math.max(blocks.lastIndexOf(1) + 1, pluggedBlocks);

/** What may change now, compared with the sizes before. */
function brokenChange(state: DeviceState, after: Sizes, occasion: Occasion): Illegal | undefined {
  const { docket, usable } = state;
  if (mayShrink(occasion)) {
    const end = leastUsable(state);
    if (end > 0 && weighs(docket, rules["usable/covers-plugged"]) && after.usable < BigInt(end) * state.blockBytes)
      return illegal(
        rules["usable/covers-plugged"],
        `usable is ${after.usable} bytes, but block ${end - 1} is plugged`,
      );
  } else if (usable !== undefined && weighs(docket, rules["usable/never-shrinks"]) && after.usable < usable)
    return illegal(rules["usable/never-shrinks"], `usable went from ${usable} to ${after.usable} bytes`);
  if (occasion === "resize") return undefined;
  if (weighs(docket, rules["requested/host-alone"]) && after.requested !== state.requested)
    return illegal(rules["requested/host-alone"], `requested went from ${state.requested} to ${after.requested} bytes`);
  return undefined;
}

function brokenPlugged(state: DeviceState, after: Sizes, rule: Rule): Illegal | undefined {
  const owed = pluggedBytes(state);
  if (!weighs(state.docket, rule) || after.plugged === owed) return undefined;
  return illegal(rule, `plugged is ${after.plugged} bytes, not ${owed} (${state.pluggedBlocks} blocks)`);
}

/**
 * A notification may come late, and one may stand for several changes, so a missing one is held against the device only
 * when the device answers the driver after the answer that showed the change. Resets end what was owed: the driver reads
 * the configuration anew. `unseen` counts as arrived, for nobody can tell.
 */
function brokenNotice(state: DeviceState, { after, notified }: Aftermath, occasion: Occasion): Illegal | undefined {
  const before = state.owed;
  const changed = after.requested !== state.requested || (state.usable !== undefined && after.usable !== state.usable);
  const owes = changed && occasion !== "unplug-all";
  state.owed = notified === "no" && (before || owes) && !isReset(occasion);
  if (isReset(occasion) || notified === "unseen") return undefined;
  const due = before && (occasion === "driver" || occasion === "unplug-all");
  const settled = (before || owes) && notified === "yes";
  if (!due && !settled) return undefined;
  const rule = rules["notify/size-changed"];
  if (!weighs(state.docket, rule) || settled) return undefined;
  return illegal(rule, `the driver was not told: requested ${after.requested}, usable ${after.usable} bytes`);
}

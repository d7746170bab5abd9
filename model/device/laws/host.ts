import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import { type DeviceState, markEmpty, markUnknown, pluggedBytes } from "../state.ts";
import type { Device, HostAnswer } from "../vocabulary.ts";
import { everyAftermath } from "./aftermaths.ts";
import { type Occasion, settle } from "./settle.ts";

/** Free text cannot be enumerated; this one stands for all. */
const why = "not now";

function* everyHostAnswer(state: DeviceState, occasion: Occasion): Iterable<HostAnswer> {
  for (const aftermath of everyAftermath(state, occasion)) {
    yield { kind: "done", ...aftermath };
    yield { kind: "refused", why, ...aftermath };
  }
}

/** A virtio device reset leaves blocks and contents alone. */
export const deviceReset: Law<Device, "device-reset", DeviceState> = {
  applies: () => true,
  judge: (state, _, answer) => settle(state, answer, "device-reset", rules["device-reset/changes-nothing"]),
  answers: (state) => everyHostAnswer(state, "device-reset"),
};

/**
 * A system reset unplugs everything or nothing. Where that is not owed, nobody knows afterwards which blocks are plugged.
 * Contents are forgotten in any case: whoever runs first after a reset may write anywhere.
 */
export const systemReset: Law<Device, "system-reset", DeviceState> = {
  applies: () => true,
  judge(state, _, answer) {
    if (answer.kind === "refused") return settle(state, answer, "host", rules["plugged/reflects-blocks"]);
    const { plugged } = answer.after;
    const rule = rules["system-reset/all-or-nothing"];
    const owed = weighs(state.docket, rule);
    if (owed && plugged !== 0n && plugged !== pluggedBytes(state))
      return illegal(rule, `plugged went from ${pluggedBytes(state)} to ${plugged} bytes`);
    state.words.clear();
    state.node = undefined;
    if (plugged === 0n) markEmpty(state);
    else if (!owed && plugged <= state.regionBytes) markUnknown(state, Number(plugged / state.blockBytes));
    return settle(state, answer, "system-reset", rules["plugged/reflects-blocks"]);
  },
  *answers(state) {
    for (const aftermath of everyAftermath(state, "host")) yield { kind: "refused", why, ...aftermath };
    for (const aftermath of everyAftermath(state, "system-reset")) yield { kind: "done", ...aftermath };
    if (state.pluggedBlocks === 0) return;
    for (const aftermath of everyAftermath(state, "system-reset", { plugged: 0n, pluggedEnd: 0n }))
      yield { kind: "done", ...aftermath };
  },
};

/** Starts and ends of a migration differ in nothing but whether one runs afterwards. */
function migration<K extends "migration-start" | "migration-end">(starts: boolean): Law<Device, K, DeviceState> {
  return {
    applies: (state) => state.migrating !== starts,
    judge(state, _, answer: HostAnswer) {
      if (answer.kind === "done") state.migrating = starts;
      return settle(state, answer, "host", rules["plugged/reflects-blocks"]);
    },
    answers: (state) => everyHostAnswer(state, "host"),
  };
}

/** Starting a migration, which changes no block and no content. */
export const migrationStart = migration<"migration-start">(true);
/** Ending a migration, which changes no block and no content. */
export const migrationEnd = migration<"migration-end">(false);

import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import type { U64 } from "../../units.ts";
import { illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import { blockAt, type DeviceState } from "../state.ts";
import type { Device } from "../vocabulary.ts";
import { everyAftermath } from "./aftermaths.ts";
import { isU64 } from "./place.ts";
import { settle } from "./settle.ts";

/** A driver must not touch unplugged memory (virtio-v1.3 5.15.6.1), so nothing is owed there and nothing is asked. */
const touchable = (state: DeviceState, address: U64): boolean =>
  address % 8n === 0n && state.blocks[blockAt(state, address)] === 1;

/** A CPU writes; the word is known from now on. */
export const write: Law<Device, "write", DeviceState> = {
  applies: (state, ask) => touchable(state, ask.address) && isU64(ask.value),
  judge(state, ask, answer) {
    state.words.set(Number(ask.address), ask.value);
    return settle(state, answer, "host", rules["plugged/reflects-blocks"]);
  },
  *answers(state) {
    for (const aftermath of everyAftermath(state, "host")) yield { kind: "done", ...aftermath };
  },
};

/** A CPU reads: what it last wrote or read there since the block was plugged. */
export const read: Law<Device, "read", DeviceState> = {
  applies: (state, ask) => touchable(state, ask.address),
  judge(state, ask, answer) {
    const at = Number(ask.address);
    const owed = state.words.get(at);
    const rule = rules["content/kept"];
    if (owed !== undefined && weighs(state.docket, rule) && answer.value !== owed)
      return illegal(rule, `0x${at.toString(16)} held 0x${owed.toString(16)} and reads 0x${answer.value.toString(16)}`);
    state.words.set(at, answer.value);
    return settle(state, answer, "host", rules["plugged/reflects-blocks"]);
  },
  /** A word nobody has written or read since its block was plugged can hold any of 2^64 values; two stand for all. */
  *answers(state, ask) {
    const known = state.words.get(Number(ask.address));
    for (const value of known === undefined ? [0n, 0xffff_ffff_ffff_ffffn] : [known])
      for (const aftermath of everyAftermath(state, "host")) yield { kind: "value", value, ...aftermath };
  },
};

import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import type { U64 } from "../../units.ts";
import { illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import type { DeviceState } from "../state.ts";
import type { Device } from "../vocabulary.ts";
import { everyAftermath } from "./aftermaths.ts";
import { isU64 } from "./place.ts";
import { settle } from "./settle.ts";

/** The sizes a resize may end at: what was asked, or its neighbours when that is no whole number of blocks. */
function outcomes({ blockBytes, regionBytes }: DeviceState, asked: U64): readonly U64[] {
  if (asked >= regionBytes) return [regionBytes];
  const down = asked - (asked % blockBytes);
  return down === asked ? [asked] : [down, down + blockBytes];
}

/** The host may be told that it cannot have this size now; the specification does not bind hosts. */
export const resize: Law<Device, "resize", DeviceState> = {
  applies: (_, ask) => isU64(ask.bytes),
  judge(state, ask, answer) {
    if (answer.kind === "refused") return settle(state, answer, "host", rules["plugged/reflects-blocks"]);
    const verdict = settle(state, answer, "resize", rules["plugged/reflects-blocks"]);
    if (verdict.kind === "illegal") return verdict;
    const rule = rules["resize/takes-effect"];
    if (!weighs(state.docket, rule) || outcomes(state, ask.bytes).includes(answer.after.requested)) return verdict;
    return illegal(rule, `asked for ${ask.bytes} bytes, requested is ${answer.after.requested}`);
  },
  *answers(state, ask) {
    for (const aftermath of everyAftermath(state, "host")) yield { kind: "refused", why: "not now", ...aftermath };
    for (const requested of outcomes(state, ask.bytes))
      for (const aftermath of everyAftermath(state, "resize", { requested })) yield { kind: "done", ...aftermath };
  },
};

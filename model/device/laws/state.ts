import type { Answer, Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import { type DeviceState, learn, statesOf } from "../state.ts";
import type { Device, RangeState } from "../vocabulary.ts";
import { everyAftermath } from "./aftermaths.ts";
import { brokenForm } from "./form.ts";
import { encodable, type Place, place } from "./place.ts";
import { settle } from "./settle.ts";

function brokenReply(state: DeviceState, answer: Answer<Device, "state">, at: Place): Illegal | undefined {
  const { docket } = state;
  const said = answer.kind;
  if (at.kind === "invalid") {
    if (!weighs(docket, rules["state/invalid-range"]) || said === "error") return undefined;
    return illegal(rules["state/invalid-range"], `${said} although the range ${at.why}`);
  }
  const acknowledged = said === "ack" || (said === "error" && at.kind === "either");
  if (weighs(docket, rules["state/acknowledged"]) && !acknowledged)
    return illegal(rules["state/acknowledged"], `${said} although the range is valid`);
  if (said !== "ack") return undefined;
  const owed = statesOf(state, at.span);
  const possible = owed.includes(answer.state) && learn(state, at.span, answer.state);
  if (!weighs(docket, rules["state/truthful"]) || possible) return undefined;
  return illegal(rules["state/truthful"], `said ${answer.state}, but the blocks are ${owed.join(" or ")}`);
}

/** Counts, where {@link statesOf} looks for the first that differs. */
function recount(state: DeviceState, first: number, end: number): RangeState {
  let plugged = 0;
  for (let at = first; at < end; at++) plugged += state.blocks[at] ?? 0;
  if (plugged === 0) return "unplugged";
  return plugged === end - first ? "plugged" : "mixed";
}

/** STATE (virtio-v1.3 5.15.6.6). */
export const state: Law<Device, "state", DeviceState> = {
  applies: (_, ask) => encodable(ask),
  judge(known, ask, answer) {
    const broken = brokenForm(known, answer) ?? brokenReply(known, answer, place(known, ask, answer.after));
    if (broken !== undefined) return broken;
    return settle(known, answer, "driver", rules["plugged/reflects-blocks"]);
  },
  *answers(known, ask) {
    for (const aftermath of everyAftermath(known, "driver")) {
      const at = place(known, ask, aftermath.after);
      if (at.kind !== "valid") yield { kind: "error", ...aftermath };
      if (at.kind !== "invalid") yield { kind: "ack", state: recount(known, at.span.first, at.span.end), ...aftermath };
    }
  },
};

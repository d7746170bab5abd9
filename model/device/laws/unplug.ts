import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import { type DeviceState, markUnplugged, pluggedBytes, someAreUnknown, someAreUnplugged } from "../state.ts";
import type { Device, Range, Response } from "../vocabulary.ts";
import { everyAftermath } from "./aftermaths.ts";
import { brokenForm, type Reply } from "./form.ts";
import { encodable, type Place, place } from "./place.ts";
import { settle } from "./settle.ts";

function brokenReply(state: DeviceState, { kind: said }: Response, at: Place): Illegal | undefined {
  const { docket } = state;
  if (at.kind === "invalid") {
    if (!weighs(docket, rules["unplug/invalid-range"]) || said === "error") return undefined;
    return illegal(rules["unplug/invalid-range"], `${said} although the range ${at.why}`);
  }
  if (weighs(docket, rules["nack/only-for-over-request"]) && said === "nack")
    return illegal(rules["nack/only-for-over-request"], "nack to an UNPLUG");
  if (someAreUnplugged(state, at.span)) {
    const fine = said === "error" || said === "busy";
    if (!weighs(docket, rules["unplug/already-unplugged"]) || fine) return undefined;
    return illegal(rules["unplug/already-unplugged"], `${said} although some block was unplugged`);
  }
  if (at.kind === "either" || someAreUnknown(state, at.span)) return undefined;
  if (weighs(docket, rules["unplug/error-has-cause"]) && said === "error")
    return illegal(rules["unplug/error-has-cause"], "error although every block was plugged");
  return undefined;
}

/** The replies to an UNPLUG that are owed when the usable region is as given. Plugged blocks are usable, always. */
function repliesTo(state: DeviceState, at: Place): readonly Reply[] {
  if (at.kind === "invalid") return ["error"];
  if (state.blocks.subarray(at.span.first, at.span.end).includes(0)) return ["error", "busy"];
  return ["ack", "busy"];
}

/** UNPLUG (virtio-v1.3 5.15.6.4). */
export const unplug: Law<Device, "unplug", DeviceState> = {
  applies: (_, ask: Range) => encodable(ask),
  judge(state, ask, answer) {
    const at = place(state, ask, answer.after);
    const broken = brokenForm(state, answer) ?? brokenReply(state, answer, at);
    if (broken !== undefined) return broken;
    const acknowledged = answer.kind === "ack";
    if (acknowledged && at.kind !== "invalid") markUnplugged(state, at.span);
    return settle(state, answer, "driver", rules[acknowledged ? "plugged/reflects-blocks" : "refusal/changes-nothing"]);
  },
  *answers(state, ask) {
    const less = pluggedBytes(state) - BigInt(ask.blocks) * state.blockBytes;
    for (const aftermath of everyAftermath(state, "driver")) {
      for (const kind of repliesTo(state, place(state, ask, aftermath.after)))
        yield kind === "ack"
          ? { kind, ...aftermath, after: { ...aftermath.after, plugged: less } }
          : { kind, ...aftermath };
    }
  },
};

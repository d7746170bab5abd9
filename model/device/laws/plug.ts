import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import { type DeviceState, markPlugged, pluggedBytes, someArePlugged, someAreUnknown } from "../state.ts";
import type { Device, Range, Response } from "../vocabulary.ts";
import { everyAftermath } from "./aftermaths.ts";
import { brokenForm, type Reply } from "./form.ts";
import { encodable, type Place, place } from "./place.ts";
import { settle } from "./settle.ts";

/** How a request stands to requested_size, which may have changed while it was processed. */
interface Excess {
  /** plugged_size has reached requested_size, before and after. */
  readonly reached: boolean;
  /** plugged_size would exceed requested_size, before and after. */
  readonly always: boolean;
  /** plugged_size would exceed requested_size, before or after. */
  readonly ever: boolean;
}

function excess(state: DeviceState, ask: Range, after: bigint): Excess {
  const plugged = pluggedBytes(state);
  const total = plugged + BigInt(ask.blocks) * state.blockBytes;
  const [low, high] = after < state.requested ? [after, state.requested] : [state.requested, after];
  return { reached: plugged >= high, always: total > high, ever: total > low };
}

function brokenReply(state: DeviceState, ask: Range, answer: Response, at: Place): Illegal | undefined {
  const { docket } = state;
  const said = answer.kind;
  if (at.kind === "invalid") {
    if (!weighs(docket, rules["plug/invalid-range"]) || said === "error") return undefined;
    return illegal(rules["plug/invalid-range"], `${said} although the range ${at.why}`);
  }
  const over = excess(state, ask, answer.after.requested);
  if (over.reached && weighs(docket, rules["plug/stops-at-requested"]) && said === "ack")
    return illegal(rules["plug/stops-at-requested"], `ack although ${pluggedBytes(state)} bytes were plugged already`);
  if (over.always && weighs(docket, rules["plug/within-requested"]) && said === "ack")
    return illegal(rules["plug/within-requested"], `ack beyond the requested ${answer.after.requested} bytes`);
  if (someArePlugged(state, at.span)) {
    const fine = said === "error" || said === "busy" || (said === "nack" && over.ever);
    if (!weighs(docket, rules["plug/already-plugged"]) || fine) return undefined;
    return illegal(rules["plug/already-plugged"], `${said} although some block was plugged`);
  }
  return brokenCause(state, answer, over, at.kind === "valid" && !someAreUnknown(state, at.span));
}

/** For ranges that may be fine, or `sound`, surely are: the refusals that need a reason. */
function brokenCause(
  { docket }: DeviceState,
  { kind: said }: Response,
  over: Excess,
  sound: boolean,
): Illegal | undefined {
  if (over.always) {
    if (!sound || !weighs(docket, rules["nack/for-over-request"]) || said !== "error") return undefined;
    return illegal(rules["nack/for-over-request"], "error although nothing but the requested size was in the way");
  }
  if (over.ever) return undefined;
  if (weighs(docket, rules["nack/only-for-over-request"]) && said === "nack")
    return illegal(rules["nack/only-for-over-request"], "nack although the request stays within the requested size");
  if (sound && weighs(docket, rules["plug/error-has-cause"]) && said === "error")
    return illegal(rules["plug/error-has-cause"], "error although every block was unplugged, usable and requested");
  return undefined;
}

/** The replies to a PLUG that are owed when the usable region is as given. */
function repliesTo(state: DeviceState, at: Place, ask: Range): readonly Reply[] {
  if (at.kind === "invalid") return ["error"];
  const over = BigInt(state.pluggedBlocks + ask.blocks) * state.blockBytes > state.requested;
  const may: Reply[] = over ? ["nack", "busy"] : ["busy"];
  const overlaps = state.blocks.subarray(at.span.first, at.span.end).includes(1);
  if (overlaps || at.kind === "either") may.push("error");
  if (!overlaps && !over) may.push("ack");
  return may;
}

/** PLUG (virtio-v1.3 5.15.6.3). */
export const plug: Law<Device, "plug", DeviceState> = {
  applies: (_, ask) => encodable(ask),
  judge(state, ask, answer) {
    const at = place(state, ask, answer.after);
    const broken = brokenForm(state, answer) ?? brokenReply(state, ask, answer, at);
    if (broken !== undefined) return broken;
    const acknowledged = answer.kind === "ack";
    if (acknowledged && at.kind !== "invalid") markPlugged(state, at.span);
    return settle(state, answer, "driver", rules[acknowledged ? "plugged/reflects-blocks" : "refusal/changes-nothing"]);
  },
  *answers(state, ask) {
    for (const aftermath of everyAftermath(state, "driver")) {
      for (const kind of repliesTo(state, place(state, ask, aftermath.after), ask)) {
        const more = kind === "ack" ? BigInt(ask.blocks) * state.blockBytes : 0n;
        yield { kind, ...aftermath, after: { ...aftermath.after, plugged: aftermath.after.plugged + more } };
      }
    }
  },
};

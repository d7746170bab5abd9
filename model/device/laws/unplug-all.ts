import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import { type DeviceState, markEmpty } from "../state.ts";
import type { Device } from "../vocabulary.ts";
import { everyAftermath } from "./aftermaths.ts";
import { brokenForm } from "./form.ts";
import { settle } from "./settle.ts";

/** UNPLUG_ALL (virtio-v1.3 5.15.6.5). */
export const unplugAll: Law<Device, "unplug-all", DeviceState> = {
  applies: () => true,
  judge(state, _, answer) {
    const broken = brokenForm(state, answer);
    if (broken !== undefined) return broken;
    const said = answer.kind;
    if (weighs(state.docket, rules["nack/only-for-over-request"]) && said === "nack")
      return illegal(rules["nack/only-for-over-request"], "nack to an UNPLUG_ALL");
    if (weighs(state.docket, rules["unplug-all/ack-or-busy"]) && said !== "ack" && said !== "busy")
      return illegal(rules["unplug-all/ack-or-busy"], `${said} although UNPLUG_ALL can only wait or succeed`);
    if (said === "ack") markEmpty(state);
    return settle(
      state,
      answer,
      "unplug-all",
      rules[said === "ack" ? "unplug-all/empties" : "refusal/changes-nothing"],
    );
  },
  *answers(state) {
    for (const aftermath of everyAftermath(state, "unplug-all")) yield { kind: "busy", ...aftermath };
    for (const aftermath of everyAftermath(state, "unplug-all", { plugged: 0n, pluggedEnd: 0n }))
      yield { kind: "ack", ...aftermath };
  },
};

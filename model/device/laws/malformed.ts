import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import type { DeviceState } from "../state.ts";
import type { Device } from "../vocabulary.ts";
import { everyAftermath } from "./aftermaths.ts";
import { settle } from "./settle.ts";

const harmless = ["ignored", "needs-reset", "error"] as const;

/** After `needs-reset` the driver has reset the device, so nothing is owed to it any more. */
export const malformed: Law<Device, "malformed", DeviceState> = {
  applies: () => true,
  judge(state, ask, answer) {
    const rule = rules["malformed/not-served"];
    if (weighs(state.docket, rule) && !harmless.some((kind) => kind === answer.kind))
      return illegal(rule, `${answer.kind} in answer to ${ask.how}`);
    const occasion = answer.kind === "needs-reset" ? "device-reset" : "host";
    return settle(state, answer, occasion, rules["refusal/changes-nothing"]);
  },
  *answers(state) {
    for (const kind of harmless) for (const aftermath of everyAftermath(state, "host")) yield { kind, ...aftermath };
  },
};

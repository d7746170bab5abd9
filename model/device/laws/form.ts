import { weighs } from "../../rule.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import type { DeviceState } from "../state.ts";
import type { Response, StateAck } from "../vocabulary.ts";

/** An answer as the specification writes them. */
export type Reply = "ack" | "nack" | "busy" | "error";

const replies: ReadonlySet<string> = new Set<Reply>(["ack", "nack", "busy", "error"]);

/**
 * Judges whether there was an answer at all to a well-formed request, and one the specification knows.
 *
 * @returns undefined when fine
 */
export function brokenForm(state: DeviceState, answer: Response | StateAck): Illegal | undefined {
  const silent = answer.kind === "ignored" || answer.kind === "needs-reset";
  if (weighs(state.docket, rules["request/answered"]) && silent)
    return illegal(rules["request/answered"], `the answer to a well-formed request was ${answer.kind}`);
  const foreign = !silent && !replies.has(answer.kind);
  if (silent || !weighs(state.docket, rules["response/defined"]) || !foreign) return undefined;
  const code = answer.kind === "unknown" ? `type ${answer.code}, ` : "";
  return illegal(rules["response/defined"], `the response was ${code}none that the specification knows`);
}

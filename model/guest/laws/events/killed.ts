import type { Illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import type { GuestState } from "../../state.ts";
import type { Guest } from "../../vocabulary.ts";

type Told = Extract<GuestEvent, { kind: "killed" }>;

export function killed(state: GuestState, event: Told, cause: keyof Guest): Illegal | undefined {
  return undefined;
}

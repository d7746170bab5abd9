import type { Contract } from "../contract.ts";
import { beginGuest } from "./begin.ts";
import { keptPlugged } from "./blockers.ts";
import { guestLaws } from "./laws/all.ts";
import { leftOut } from "./left-out.ts";
import { guestRules } from "./rules.ts";
import { sayAnswer, sayAsk } from "./say.ts";
import type { GuestState } from "./state.ts";
import type { Guest } from "./vocabulary.ts";

/** A whole guest that gives memory back: what it may be asked and what it owes. */
export const guest: Contract<Guest, GuestState> = {
  name: "guest",
  profiles: ["virtio-mem", "hotmem"],
  rules: guestRules,
  leftOut,
  laws: guestLaws,
  begin: beginGuest,
  sayAsk,
  sayAnswer,
  remarks: keptPlugged,
};

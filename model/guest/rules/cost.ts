import type { RuleText } from "../../rule.ts";
import { counted, countedClosed } from "./kinds.ts";

const source = "docs/decisions/0013-costs-are-counted-not-timed.md";

/** The counters of an answer agree with what it tells: costs are not hidden, and not made up. */
export const cost = {
  "cost/migrated": { says: "Migrated pages are those that move events name.", source, alias: ["K4"], ...counted },
  "cost/zeroed": { says: "Zeroed frames are those that zero events name.", source, alias: ["K4"], ...counted },
  "cost/requests": {
    says: "Requests are those that were answered; for a balloon, the messages to the host.",
    source,
    alias: ["K2"],
    ...counted,
  },
  "cost/offlined": { says: "Offlined blocks are those that went offline.", source, alias: ["K1"], ...counted },
  "cost/faulted": {
    says: "Faulted pages are those that got a new frame because somebody needed them, moved ones not counted.",
    source,
    alias: [],
    ...counted,
  },
  "cost/steps": {
    says: "Micro-steps are taken only when the workers are let run, no more than were granted, and one at least for each request, response, attempt to offline or isolate, and expiry of the timer.",
    source,
    alias: ["K1"],
    ...countedClosed,
  },
} satisfies Record<string, RuleText>;

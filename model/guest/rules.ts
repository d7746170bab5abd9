import { ruleTable } from "../rule.ts";
import { blocks } from "./rules/blocks.ts";
import { content } from "./rules/content.ts";
import { cost } from "./rules/cost.ts";
import { device } from "./rules/device.ts";
import { driver } from "./rules/driver.ts";
import { holdings } from "./rules/memory.ts";
import { observed } from "./rules/observed.ts";
import { partitions } from "./rules/partitions.ts";
import { placement } from "./rules/placement.ts";
import { reclaim } from "./rules/reclaim.ts";
import { settling } from "./rules/settling.ts";

/**
 * Every promise of the guest contract. Laws take rules from here only: the place of a rule in a docket is its place in
 * this table.
 */
export const guestRules = ruleTable({
  ...placement,
  ...holdings,
  ...content,
  ...partitions,
  ...device,
  ...driver,
  ...blocks,
  ...reclaim,
  ...settling,
  ...observed,
  ...cost,
});

/** Ids of the rules. */
export type GuestRuleId = keyof typeof guestRules;

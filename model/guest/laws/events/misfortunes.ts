import { weighs } from "../../../rule.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { Ordered } from "../../hotplug/hotplug.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import type { Misfortune } from "../../vocabulary.ts";

/**
 * Something that can be ordered to go wrong was tried: judges whether it went wrong as often as ordered, and counts.
 *
 * @param wrong - whether it went wrong
 * @param otherwise - whether it could have gone wrong without being ordered to
 */
export function heed(
  { hotplug, docket, reclaim }: GuestState,
  what: Misfortune,
  wrong: boolean,
  tried: string,
  otherwise = false,
): Illegal | undefined {
  const ordered: Ordered = hotplug[what];
  if (!wrong && ordered.most === 0) return undefined;
  const rule = rules["misfortune/as-ordered"];
  const counts = weighs(docket, rule);
  if (wrong) {
    reclaim.misfortunes++;
    hotplug.failed = true;
    if (counts && ordered.most === 0 && !otherwise) return illegal(rule, `${tried} failed: ${what} was not ordered`);
    if (ordered.most > 0 && !otherwise) ordered.most--;
  } else if (counts && ordered.least > 0) {
    return illegal(rule, `${tried} succeeded although ${what} was ordered ${ordered.least} more times`);
  }
  if (ordered.least > 0) ordered.least--;
  return undefined;
}

import { weighs } from "../../../rule.ts";
import type { Extent } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import { zones } from "../../hotplug/hotplug.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { sayFrames } from "../../words.ts";

/** Attempts at one range: alloc_contig_range in ZONE_MOVABLE, and elsewhere. */
const MOST_ATTEMPTS = 5;

/** The driver tried to empty these frames, by isolation or by offlining their block: judges whether it may try now. */
export function attempted(state: GuestState, { first, count }: Extent, success: boolean): Illegal | undefined {
  const { hotplug, geometry, docket, layout } = state;
  const stale = rules["driver/stale-attempts"];
  if (hotplug.stale) hotplug.staleAttempts++;
  if (geometry.kernel === "6.12" && weighs(docket, stale) && hotplug.staleAttempts > 1)
    return illegal(
      stale,
      `${sayFrames(first, count)} were tried after another attempt, and the configuration was not read since the host changed it`,
    );
  hotplug.tried = hotplug.triedFirst === first ? hotplug.tried + 1 : 1;
  hotplug.triedFirst = first;
  const block = Math.floor((first - layout.first) / layout.blockFrames);
  const most = zones[hotplug.zone[block] ?? 0] === "kernel" ? 1 : MOST_ATTEMPTS;
  const rule = rules["driver/attempts"];
  if (weighs(docket, rule) && hotplug.tried > most)
    return illegal(rule, `${sayFrames(first, count)} were tried ${hotplug.tried} times in a row`);
  if (success) endAttempts(state);
  else hotplug.failed = true;
  return undefined;
}

/** What the driver tries next is no repetition: it was told something, or waited. */
export function endAttempts({ hotplug }: GuestState): void {
  hotplug.triedFirst = -1;
  hotplug.tried = 0;
}

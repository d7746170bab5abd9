import { weighs } from "../../../rule.ts";
import { FRAME_BYTES } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { sayFrames, saySize, saySizeOf } from "../../words.ts";
import { endAttempts } from "./attempts.ts";

type Event<K> = Extract<GuestEvent, { kind: K }>;

/** Frames of a size in bytes: no whole number when it is none. Sizes that a number cannot hold are wrong however they round. */
const framesOf = (bytes: bigint): number => Number(bytes) / FRAME_BYTES;

/** The driver read the configuration. */
export function configRead(state: GuestState, event: Event<"config">): Illegal | undefined {
  const { hotplug, docket } = state;
  const rule = rules["device/config-current"];
  const counts = weighs(docket, rule);
  const wrong = wrongConfig(state, event);
  if (counts && wrong !== undefined) return illegal(rule, wrong);
  hotplug.read = framesOf(event.requested);
  hotplug.usable = framesOf(event.usable);
  hotplug.stale = false;
  hotplug.mayShrink = false;
  hotplug.staleAttempts = 0;
  hotplug.progress = true;
  endAttempts(state);
  return undefined;
}

/** What is wrong about a configuration, in words. */
function wrongConfig({ hotplug, layout }: GuestState, event: Event<"config">): string | undefined {
  const requested = framesOf(event.requested);
  const usable = framesOf(event.usable);
  const region = layout.end - layout.first;
  if (requested !== hotplug.requested)
    return `requested is ${saySizeOf(event.requested)}, the host wants ${saySize(hotplug.requested)}`;
  if (usable < requested) return `usable is ${saySizeOf(event.usable)}, requested ${saySize(requested)}`;
  if (usable > region) return `usable is ${saySizeOf(event.usable)} of ${saySize(region)}`;
  if (usable % layout.deviceFrames !== 0)
    return `usable is ${saySizeOf(event.usable)}, not whole device blocks of ${saySize(layout.deviceFrames)}`;
  if (usable >= hotplug.usable || hotplug.mayShrink) return undefined;
  return `usable went from ${saySize(hotplug.usable)} to ${saySizeOf(event.usable)}`;
}

const FIRST_MS = 50_000;
const MOST_MS = 300_000;

/** The retry timer expired. */
export function timerExpired(state: GuestState, { afterMs }: Event<"timer">): Illegal | undefined {
  const { hotplug, docket, reclaim } = state;
  const next = Math.min(MOST_MS, 2 * hotplug.timerMs);
  const fits = afterMs === next || (afterMs === FIRST_MS && (hotplug.timerMs === 0 || hotplug.progress));
  const rule = rules["driver/retry-timer"];
  if (weighs(docket, rule) && !fits)
    return illegal(
      rule,
      `the timer took ${afterMs} ms after ${hotplug.timerMs === 0 ? "none before" : `${hotplug.timerMs} ms`}`,
    );
  const { pending } = hotplug;
  if (pending !== null && docket.inForce[rule.index] === 1)
    return illegal(
      rule,
      `the timer expired while ${pending.request} of ${sayFrames(pending.first, pending.count)} was outstanding`,
    );
  hotplug.timerMs = afterMs;
  hotplug.progress = false;
  // A timer that nothing made run buys no micro-steps.
  if (hotplug.failed) reclaim.misfortunes++;
  hotplug.failed = false;
  endAttempts(state);
  return undefined;
}

/** The driver gave up for good. */
export function gaveUp({ hotplug, docket }: GuestState, { why }: Event<"broken">): Illegal | undefined {
  hotplug.broken = true;
  const rule = rules["driver/never-broken"];
  return weighs(docket, rule) ? illegal(rule, `the driver gave up: ${why}`) : undefined;
}

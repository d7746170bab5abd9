import type { Law } from "../../contract.ts";
import { type Rule, weighs } from "../../rule.ts";
import { FRAME_BYTES } from "../../units.ts";
import { type Illegal, illegal, LEGAL, type Verdict } from "../../verdict.ts";
import type { Told } from "../events.ts";
import type { Ordered } from "../hotplug/hotplug.ts";
import { resetHotplug } from "../hotplug/reset.ts";
import { forgetEverything } from "../memory/frames.ts";
import { resized } from "../reclaim/episode.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { saySize, saySizeOf } from "../words.ts";
import { told } from "./told.ts";

type HostLaw<K extends keyof Guest> = Law<Guest, K, GuestState>;

/** What a host command tells after its own effect, whatever it is. */
const rest = (state: GuestState, answer: Told, cause: keyof Guest): Verdict => told(state, answer, cause) ?? LEGAL;

/** Largest size that a virtio structure holds. */
const MOST_BYTES = 0xffff_ffff_ffff_ffffn;

/** resize: whole device blocks within the region are taken, and nothing else. */
export const resize: HostLaw<"resize"> = {
  applies: (_, { bytes }) => bytes >= 0n && bytes <= MOST_BYTES,
  judge(state, { bytes }, answer) {
    const { layout, hotplug, docket } = state;
    // Sizes that a number cannot hold exceed every region, however they round.
    const frames = Number(bytes) / FRAME_BYTES;
    const region = layout.end - layout.first;
    const fine = frames <= region && frames % layout.deviceFrames === 0;
    const rule = rules["resize/accepted"];
    if (weighs(docket, rule) && fine !== (answer.kind === "done"))
      return illegal(rule, `${answer.kind} for ${saySizeOf(bytes)} of ${saySize(region)}`);
    if (answer.kind === "done" && frames <= region) {
      const before = hotplug.requested;
      hotplug.requested = Math.floor(frames);
      hotplug.stale = hotplug.requested !== hotplug.read;
      hotplug.staleAttempts = 0;
      hotplug.nacks = 0;
      resized(state, before);
    }
    return rest(state, answer, "resize");
  },
};

/** system-reset: nothing runs and nothing is plugged any more. */
export const systemReset: HostLaw<"system-reset"> = {
  applies: () => true,
  judge(state, _, answer) {
    forgetEverything(state);
    resetHotplug(state.hotplug);
    state.reclaim.worths = 0;
    return rest(state, answer, "system-reset");
  },
};

/** Judges that the guest does nothing of its own while the host does this. */
function brokenPeace({ docket }: GuestState, { events }: Told): Illegal | undefined {
  const rule: Rule = rules["host/acts-alone"];
  if (!weighs(docket, rule) || events.length === 0) return undefined;
  return illegal(rule, `${events.length} events, the first of kind ${events[0]?.kind}`);
}

/** A command to the host that the guest does not notice. */
const unnoticed = <K extends keyof Guest>(
  cause: K,
  applies: HostLaw<K>["applies"],
  effect: (state: GuestState, ask: Guest[K]["ask"]) => void,
): HostLaw<K> => ({
  applies,
  judge(state, ask, answer) {
    effect(state, ask);
    return brokenPeace(state, answer) ?? rest(state, answer, cause);
  },
});

const always = (): boolean => true;
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** So many times from now on, and not as often as was ordered before. */
function order(ordered: Ordered, times: number): void {
  ordered.least = times;
  ordered.most = times;
}

/** restore: nothing that the guest sees may differ. */
export const restore = unnoticed("restore", always, () => undefined);

/** migration-start: from now on the device answers BUSY to what plugs or unplugs. */
export const migrationStart = unnoticed(
  "migration-start",
  ({ hotplug }) => !hotplug.migrating,
  ({ hotplug }) => {
    hotplug.migrating = true;
  },
);

/** migration-end: the device serves again. */
export const migrationEnd = unnoticed(
  "migration-end",
  ({ hotplug }) => hotplug.migrating,
  ({ hotplug }) => {
    hotplug.migrating = false;
  },
);

/** busy: the device answers BUSY to the next requests. */
export const busy = unnoticed(
  "busy",
  (_, { requests }) => isCount(requests),
  ({ hotplug }, { requests }) => order(hotplug.busy, requests),
);

/** host-memory: whether the host has memory for a PLUG. */
export const hostMemory = unnoticed("host-memory", always, ({ hotplug }, { short }) => {
  hotplug.hostShort = short;
});

/** obstruct: another driver, or the kernel, is made to fail. */
export const obstruct = unnoticed(
  "obstruct",
  (_, { times }) => isCount(times),
  ({ hotplug }, { what, times }) => order(hotplug[what], times),
);

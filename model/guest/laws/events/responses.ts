import { type Rule, weighs } from "../../../rule.ts";
import { type Extent, extent } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { firstPlugged, firstUnplugged, inRegion, turn } from "../../hotplug/cells.ts";
import { HELD, UNPLUGGED } from "../../hotplug/hotplug.ts";
import { partitionAt } from "../../layout.ts";
import { gaveBack, responded } from "../../reclaim/episode.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { sayFrames, saySize } from "../../words.ts";

type Event = Extract<GuestEvent, { kind: "response" }>;

/** The device answered the outstanding request; ACK takes effect now. */
export function answered(state: GuestState, event: Event): Illegal | undefined {
  const { hotplug, docket } = state;
  const { pending } = hotplug;
  const { request, response } = event;
  const { first, count } = event.extent;
  const awaited = pending !== null && pending.request === request && pending.first === first && pending.count === count;
  if (weighs(docket, rules["device/answers-request"]) && !awaited)
    return illegal(
      rules["device/answers-request"],
      `${response} to ${request} of ${sayFrames(first, count)}, but ${pending === null ? "nothing" : `${pending.request} of ${sayFrames(pending.first, pending.count)}`} is outstanding`,
    );
  hotplug.pending = null;
  // Whatever the device answered, the driver must live with: giving up is judged where it is told.
  weighs(docket, rules["driver/never-broken"]);
  const range =
    request === "unplug-all" ? extent(state.layout.first, state.layout.end - state.layout.first) : event.extent;
  if (!inRegion(state, range)) return undefined;
  const broken = brokenResponse(state, event, range) ?? brokenBusy(state, event);
  if (broken !== undefined) return broken;
  if (response === "ack") {
    hotplug.progress = true;
    if (request === "unplug-all") {
      hotplug.mayShrink = true;
      hotplug.doubtful = false;
    }
    turn(state, range, request === "plug" ? HELD : UNPLUGGED);
  } else hotplug.failed = true;
  if (request !== "unplug") return undefined;
  return responded(state, range, response) ?? (response === "ack" ? gaveBack(state) : undefined);
}

/** What was given up of a partition is not taken back before all of it is gone (decision 16). */
function pluggedAgain(
  { hotplug, docket, layout, partitions }: GuestState,
  { first, count }: Extent,
): Illegal | undefined {
  if (hotplug.partitioned !== true) return undefined;
  const rule = rules["partition/whole"];
  const partition = partitionAt(layout, first);
  if (partitions.told[partition] !== "unplugging" || !weighs(docket, rule)) return undefined;
  return illegal(rule, `${sayFrames(first, count)} of partition ${partition} were plugged, which is being unplugged`);
}

const convict = (rule: Rule, { request, response, extent: { first, count } }: Event, why: string): Illegal =>
  illegal(rule, `${response} to ${request} of ${sayFrames(first, count)}: ${why}`);

function brokenResponse(state: GuestState, event: Event, range: Extent): Illegal | undefined {
  const { hotplug, docket } = state;
  const { request, response } = event;
  const over = request === "plug" && hotplug.plugged + range.count > hotplug.requested;
  const odd = oddFrame(state, event, range);
  if (response === "ack") return brokenAck(state, event, over, odd);
  if (weighs(docket, rules["device/nack-has-cause"]) && response === "nack" && !over)
    return convict(rules["device/nack-has-cause"], event, "it is no plug beyond the requested size");
  const fits = odd === -1 && range.first + range.count - state.layout.first <= hotplug.usable;
  if (weighs(docket, rules["device/error-has-cause"]) && response === "error" && fits)
    return convict(rules["device/error-has-cause"], event, "the range is usable and in the state that it needs");
  return response === "nack" ? brokenNack(state, event) : undefined;
}

/** The first frame of the range whose state the request does not fit, or -1. */
function oddFrame(state: GuestState, { request }: Event, range: Extent): number {
  if (request === "unplug-all") return -1;
  return request === "plug" ? firstPlugged(state, range) : firstUnplugged(state, range);
}

function brokenAck(state: GuestState, event: Event, over: boolean, odd: number): Illegal | undefined {
  const { docket, hotplug } = state;
  if (weighs(docket, rules["device/acknowledges-possible"]) && odd !== -1)
    return convict(
      rules["device/acknowledges-possible"],
      event,
      `frame ${odd} is ${event.request === "plug" ? "" : "not "}plugged`,
    );
  if (event.request === "plug" && weighs(docket, rules["device/plug-within-requested"]) && over)
    return convict(
      rules["device/plug-within-requested"],
      event,
      `${saySize(hotplug.plugged)} are plugged and ${saySize(hotplug.requested)} requested`,
    );
  return event.request === "plug" ? pluggedAgain(state, event.extent) : undefined;
}

/** The driver read the requested size before it sent, so that only a change in between explains a NACK. */
function brokenNack({ hotplug, docket }: GuestState, event: Event): Illegal | undefined {
  const rule = rules["driver/nack-once"];
  if (weighs(docket, rule) && hotplug.nacks > 0)
    return convict(rule, event, "the second time without a change of the requested size");
  hotplug.nacks++;
  return undefined;
}

/** BUSY only with a cause, and always when there is one that was ordered. */
function brokenBusy({ hotplug, docket }: GuestState, event: Event): Illegal | undefined {
  const { request, response } = event;
  const { busy, migrating, hostShort } = hotplug;
  const refuses = migrating || (hostShort && request === "plug");
  if (response === "busy") {
    if (weighs(docket, rules["device/busy-has-cause"]) && !refuses && busy.most === 0)
      return convict(rules["device/busy-has-cause"], event, "nothing keeps the host from serving it");
    if (!refuses && busy.most > 0) busy.most--;
  }
  const ordered = refuses || busy.least > 0;
  if (ordered && weighs(docket, rules["device/busy-as-ordered"]) && response === "ack")
    return convict(rules["device/busy-as-ordered"], event, "the host must refuse for now");
  if (busy.least > 0) busy.least--;
  return undefined;
}

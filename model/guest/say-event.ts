import { match } from "ts-pattern";
import type { GuestEvent } from "./events.ts";
import { sayCount, sayFrames, saySizeOf } from "./words.ts";

/** One wording of an event: `block 3 online, movable`. */
export function sayEvent(event: GuestEvent): string {
  return match(event)
    .with(
      { kind: "config" },
      (it) => `driver reads: requested ${saySizeOf(it.requested)}, usable ${saySizeOf(it.usable)}`,
    )
    .with({ kind: "send" }, (it) => `driver ${it.queued ? "sends" : "cannot queue"} ${sayRequest(it)}`)
    .with({ kind: "response" }, (it) => `device answers ${it.response.toUpperCase()} to ${sayRequest(it)}`)
    .with({ kind: "add" }, (it) =>
      it.outcome === "failed"
        ? `block ${it.block} could not be added`
        : `block ${it.block} added${it.memmap.map(({ first, count }) => `, memory map in ${sayFrames(first, count)}`).join("")}`,
    )
    .with({ kind: "online" }, (it) => `block ${it.block} online, ${it.zone}`)
    .with({ kind: "offline" }, (it) => `block ${it.block} ${offlined[it.outcome]}`)
    .with({ kind: "remove" }, (it) => `block ${it.block} removed`)
    .with({ kind: "isolate" }, (it) => `${sayRange(it)} ${isolated[it.outcome]}`)
    .with({ kind: "give-back" }, (it) => `${sayRange(it)} handed to the allocator`)
    .with({ kind: "move" }, (it) => `${sayPages(it.count, it.from)} moved to ${sayFrames(it.to, it.count)}`)
    .with({ kind: "drop" }, (it) => `page cache in ${sayRange(it)} dropped`)
    .with({ kind: "zero" }, (it) => `${sayRange(it)} zeroed`)
    .with({ kind: "partition" }, (it) => `partition ${it.partition} ${it.state}, ${sayCount(it.users, "user")}`)
    .with({ kind: "killed" }, (it) => `process ${it.process} killed for lack of memory`)
    .with({ kind: "served" }, (it) => `process ${it.process} gets partition ${it.partition}`)
    .with({ kind: "timer" }, (it) => `${it.afterMs / 1000} s pass, the driver tries again`)
    .with({ kind: "broken" }, (it) => `driver gives up: ${it.why}`)
    .with({ kind: "inflate" }, (it) => `balloon takes ${sayRange(it)}`)
    .with({ kind: "deflate" }, (it) => `balloon gives back ${sayRange(it)}`)
    .exhaustive();
}

const offlined = {
  done: "offline",
  busy: "could not go offline: it is in use",
  vetoed: "stays online: vetoed",
} as const;
const isolated = {
  done: "isolated",
  busy: "could not be emptied",
  "no-memory": "could not be emptied: no memory",
} as const;

const sayRange = ({ extent: { first, count } }: Extract<GuestEvent, { extent: unknown }>): string =>
  sayFrames(first, count);

/** A request without who sent or answered it: `PLUG of frames 12–15`. */
export const sayRequest = (it: Extract<GuestEvent, { request: unknown }>): string =>
  it.request === "unplug-all" ? "UNPLUG_ALL" : `${it.request.toUpperCase()} of ${sayRange(it)}`;

const sayPages = (count: number, from: number): string =>
  count === 1 ? `the page in frame ${from}` : `the pages in ${sayFrames(from, count)}`;

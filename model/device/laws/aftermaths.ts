import type { U64 } from "../../units.ts";
import { type DeviceState, pluggedBytes } from "../state.ts";
import type { Aftermath } from "../vocabulary.ts";
import type { Occasion } from "./settle.ts";

const anyNotice = ["yes", "no", "unseen"] as const;
const noticed = ["yes", "unseen"] as const;

/** What the command itself changed, where that differs from the state before. */
interface Changed {
  readonly requested?: U64;
  /** Bytes from the start of the region to the end of the last plugged block. */
  readonly pluggedEnd?: U64;
  readonly plugged?: U64;
}

/** Everything that may come with an answer when the rules of every profile are in force. */
export function* everyAftermath(state: DeviceState, occasion: Occasion, changed: Changed = {}): Iterable<Aftermath> {
  const requested = changed.requested ?? state.requested;
  const plugged = changed.plugged ?? pluggedBytes(state);
  const mayShrink = occasion === "unplug-all" || occasion === "system-reset";
  const pluggedEnd = (): U64 => BigInt(state.blocks.lastIndexOf(1) + 1) * state.blockBytes;
  const least = mayShrink ? (changed.pluggedEnd ?? pluggedEnd()) : (state.usable ?? 0n);
  const late = state.owed && (occasion === "driver" || occasion === "unplug-all");
  for (let usable = least < requested ? requested : least; usable <= state.regionBytes; usable += state.blockBytes)
    for (const notified of late ? noticed : anyNotice) yield { after: { requested, usable, plugged }, notified };
}

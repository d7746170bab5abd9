import type { BlockIndex } from "../../../units.ts";
import type { Illegal } from "../../../verdict.ts";
import type { Zone } from "../../events.ts";
import type { GuestState } from "../../state.ts";

/** A block came online: it belongs to the zone whose range holds it. */
export function onlineInPartition(state: GuestState, block: BlockIndex, zone: Zone): Illegal | undefined {
  return undefined;
}

/** An attempt to take a block offline was told, whatever its outcome. */
export function offlineInPartition(state: GuestState, block: BlockIndex): Illegal | undefined {
  return undefined;
}

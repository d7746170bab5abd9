import { type Geometry, totalBlocks } from "../geometry.ts";
import type { Docket } from "../rule.ts";
import { copyHotplug, openHotplug } from "./hotplug/hotplug.ts";
import { keyOfHotplug } from "./hotplug/key.ts";
import { layoutOf } from "./layout.ts";
import { copyFiles, openFiles } from "./memory/cache.ts";
import { keyOfMemory } from "./memory/key.ts";
import { copyMemory, openMemory } from "./memory/memory.ts";
import { copyPartitions, keyOfPartitions, openPartitions } from "./memory/partitions.ts";
import { copySociety, openSociety } from "./memory/society.ts";
import { optionsOf } from "./options.ts";
import { copyReclaim, keyOfReclaim, openReclaim } from "./reclaim/reclaim.ts";
import type { GuestState } from "./state.ts";

/** The state before the first command: like the time after a system reset. */
export function beginGuest(geometry: Geometry, docket: Docket): GuestState {
  const layout = layoutOf(geometry);
  const options = optionsOf(geometry);
  return {
    docket,
    geometry,
    layout,
    options,
    memory: openMemory(layout.end, totalBlocks(geometry)),
    society: openSociety(),
    files: openFiles(),
    partitions: openPartitions(layout.partitions),
    hotplug: openHotplug(layout, options),
    reclaim: openReclaim((layout.end - layout.first) / layout.blockFrames),
    need: null,
    pinning: -1,
    fork,
    key,
  };
}

function fork(this: GuestState): GuestState {
  return {
    ...this,
    memory: copyMemory(this.memory),
    society: copySociety(this.society),
    files: copyFiles(this.files),
    partitions: copyPartitions(this.partitions),
    hotplug: copyHotplug(this.hotplug),
    reclaim: copyReclaim(this.reclaim),
  };
}

function key(this: GuestState): string {
  return `${keyOfMemory(this.society, this.files)}|${keyOfPartitions(this.partitions)}|${keyOfHotplug(this.hotplug)}|${keyOfReclaim(this.reclaim)}`;
}

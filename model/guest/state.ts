import type { State } from "../contract.ts";
import { type Geometry, type GuestOptions, totalBlocks } from "../geometry.ts";
import type { Docket } from "../rule.ts";
import { copyHotplug, type Hotplug, keyOfHotplug, openHotplug } from "./hotplug/hotplug.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { copyFiles, type Files, openFiles } from "./memory/cache.ts";
import { copyFrameMap } from "./memory/frame-map.ts";
import { type Memory, openMemory } from "./memory/frames.ts";
import { keyOfMemory } from "./memory/key.ts";
import { copyPartitions, keyOfPartitions, openPartitions, type Partitions } from "./memory/partitions.ts";
import { copySociety, openSociety, type Society } from "./memory/society.ts";
import type { Need } from "./memory/need.ts";
import { optionsOf } from "./options.ts";
import { copyReclaim, keyOfReclaim, openReclaim, type Reclaim } from "./reclaim/reclaim.ts";

/** What the specification knows of a guest: only what was asked, answered and told. Laws write to it. */
export interface GuestState extends State<GuestState> {
  docket: Docket;
  readonly geometry: Geometry;
  readonly layout: Layout;
  readonly options: GuestOptions;
  /** Who has which frame. */
  memory: Memory;
  /** Processes, instances, what they map and hold. */
  society: Society;
  /** Files and the page cache. */
  files: Files;
  /** Private partitions and who waits for one. */
  readonly partitions: Partitions;
  /** The device, memory blocks and the driver. */
  hotplug: Hotplug;
  /** Episodes of bounded reclaim. */
  reclaim: Reclaim;
  /** What the answer being judged needs frames for; null for commands that need none. */
  need: Need | null;
}

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
    hotplug: openHotplug(geometry, layout, options),
    reclaim: openReclaim(),
    need: null,
    fork,
    key,
  };
}

function fork(this: GuestState): GuestState {
  const { memory } = this;
  return {
    ...this,
    memory: { map: copyFrameMap(memory.map), usedInBlock: memory.usedInBlock.slice() },
    society: copySociety(this.society),
    files: copyFiles(this.files),
    partitions: copyPartitions(this.partitions),
    hotplug: copyHotplug(this.hotplug),
    reclaim: copyReclaim(this.reclaim),
  };
}

function key(this: GuestState): string {
  return `${keyOfMemory(this)}|${keyOfPartitions(this.partitions)}|${keyOfHotplug(this.hotplug)}|${keyOfReclaim(this.reclaim)}`;
}

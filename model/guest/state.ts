import type { State } from "../contract.ts";
import type { Geometry, GuestOptions } from "../geometry.ts";
import type { Docket } from "../rule.ts";
import type { Hotplug } from "./hotplug/hotplug.ts";
import type { Layout } from "./layout.ts";
import type { Files } from "./memory/cache.ts";
import type { Memory } from "./memory/memory.ts";
import type { Need } from "./memory/need.ts";
import type { Partitions } from "./memory/partitions.ts";
import type { Society } from "./memory/society.ts";
import type { Reclaim } from "./reclaim/reclaim.ts";

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
  /** The group that the answer being judged pins for long, hence may move to boot memory; -1 for none. */
  pinning: number;
}

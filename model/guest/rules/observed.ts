import type { RuleText } from "../../rule.ts";
import { listed } from "./kinds.ts";

/** What an observer counts and lists. */
export const observed = {
  "observed/blocks": {
    says: "The driver's state of each memory block is the one that events led to; partial states are for blocks with an unplugged subblock.",
    source: "drivers/virtio/virtio_mem.c enum virtio_mem_sbm_mb_state",
    alias: ["D9", "H1"],
    ...listed,
  },
  "observed/plugged": {
    says: "The driver's record of plugged memory is the device's.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_sbm (sb_states); virtio-v1.3 5.15.4.2 plugged_size",
    alias: ["D2", "V2"],
    ...listed,
  },
  "observed/managed": {
    says: "A zone manages the frames of its online blocks, less those that the driver holds.",
    source:
      "drivers/virtio/virtio_mem.c virtio_mem_fake_offline_going_offline; mm/page_alloc.c adjust_managed_page_count",
    alias: ["C3", "D10"],
    ...listed,
  },
  "observed/free": {
    says: "The free frames of a zone are those that nobody uses.",
    source: "mm/page_alloc.c __mod_zone_freepage_state",
    alias: ["C1"],
    ...listed,
  },
  "observed/partitions": {
    says: "Partitions are seen in the state and with the users that were told.",
    source: "arXiv 2411.12893 section 4.1 (partition_users)",
    alias: ["P1", "P2"],
    ...listed,
  },
  "observed/waiting": {
    says: "Those who wait for a partition are the processes that were told to and neither served nor cancelled, first come first.",
    source: "arXiv 2411.12893 section 4.1 (wait queue)",
    alias: ["L8"],
    ...listed,
  },
} satisfies Record<string, RuleText>;

import type { RuleText } from "../../rule.ts";
import { anyClosed, hotmemClosed } from "./kinds.ts";

/** What is owed once the guest says that nothing can change any more without a new command. */
export const settling = {
  "settle/bounded": {
    says: "The guest settles within a number of micro-steps that follows from its size and the misfortunes ordered.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_run_wq",
    alias: ["L2", "L4", "L6"],
    ...anyClosed,
  },
  "settle/plugged": {
    says: "A settled guest lacks less than one unit of the requested size, unless no unit is usable or boot memory cannot hold its memory map.",
    source:
      "drivers/virtio/virtio_mem.c virtio_mem_sbm_plug_request; decision 15 of docs/decisions/0009-where-the-paper-is-silent.md",
    alias: ["L2", "L4"],
    ...anyClosed,
  },
  "settle/unplugged": {
    says: "A settled guest has less than one unit too much, unless each unit too many has a blocker: a frame in use that cannot go elsewhere, or a partition that is not free.",
    source:
      "drivers/virtio/virtio_mem.c virtio_mem_sbm_unplug_request; decision 7 of docs/decisions/0009-where-the-paper-is-silent.md",
    alias: ["L2", "L3", "L4", "K6"],
    ...anyClosed,
  },
  "settle/request-answered": {
    says: "No request is outstanding when the guest is settled.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_send_request (wait_event)",
    alias: ["L1"],
    ...anyClosed,
  },
  "settle/no-leftovers": {
    says: "When the guest is settled, plugged memory is online and the allocator's; what could not be added was unplugged again.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_sbm_plug_and_add_mb, virtio_mem_cleanup_pending_mb",
    alias: ["D3", "L5"],
    ...anyClosed,
  },
  "settle/emptied-removed": {
    says: "When the guest is settled, no added block is left without plugged memory (Linux 6.12).",
    source: "drivers/virtio/virtio_mem.c virtio_mem_cleanup_pending_mb (commit a31648fd4f96)",
    alias: ["D4", "L5"],
    ...anyClosed,
  },
  "settle/no-half-partition": {
    says: "When the guest is settled, no partition is half plugged or half unplugged, unless the host refuses.",
    source: "decision 16 of docs/decisions/0009-where-the-paper-is-silent.md",
    alias: ["P11", "L9"],
    ...hotmemClosed,
  },
} satisfies Record<string, RuleText>;

import type { RuleText } from "../../rule.ts";
import { any, anyClosed } from "./kinds.ts";

/** What the device and its host owe, seen from inside a guest. */
export const device = {
  "device/answers-request": {
    says: "The device answers the request that is outstanding, once, and no other.",
    source: "virtio-v1.3 5.15.6 Device Operation",
    alias: ["L1", "V1"],
    ...any,
  },
  "device/acknowledges-possible": {
    says: "PLUG is acknowledged only for blocks of the region that are all unplugged, UNPLUG only for blocks that are all plugged.",
    source: "virtio-v1.3 5.15.6.3, 5.15.6.4",
    alias: ["V1", "V3"],
    ...any,
  },
  "device/plug-within-requested": {
    says: "An acknowledged PLUG never takes the plugged size beyond the requested size that is in force when it is processed.",
    source: "include/uapi/linux/virtio_mem.h struct virtio_mem_config, requested_size",
    alias: ["V5"],
    ...any,
  },
  "device/error-has-cause": {
    says: "No request for usable blocks in the state that it needs is answered ERROR, which drivers take as broken.",
    source: "include/uapi/linux/virtio_mem.h VIRTIO_MEM_RESP_ERROR",
    alias: ["V5"],
    ...any,
  },
  "device/nack-has-cause": {
    says: "NACK is for a PLUG beyond the requested size and for nothing else.",
    source: "include/uapi/linux/virtio_mem.h VIRTIO_MEM_RESP_NACK",
    alias: ["V5"],
    ...any,
  },
  "device/busy-has-cause": {
    says: "BUSY is answered during a migration, when the host was told to, or to a PLUG while the host has no memory to spare.",
    source: "include/uapi/linux/virtio_mem.h VIRTIO_MEM_RESP_BUSY; hw/virtio/virtio-mem.c virtio_mem_is_busy (QEMU)",
    alias: ["V5"],
    ...anyClosed,
  },
  "device/busy-as-ordered": {
    says: "Nothing is acknowledged during a migration or while the host was told to answer BUSY, and no PLUG while the host has no memory to spare.",
    source: "hw/virtio/virtio-mem.c virtio_mem_is_busy (QEMU)",
    alias: ["V1"],
    ...anyClosed,
  },
  "device/config-current": {
    says: "The configuration says the requested size in force and a usable region of whole blocks that covers it, lies in the region and never shrinks.",
    source: "virtio-v1.3 5.15.4.2 Device configuration layout, device requirements",
    alias: ["V4"],
    ...any,
  },
  "resize/accepted": {
    says: "A size of whole device blocks within the region is taken, and no other.",
    source: "hw/virtio/virtio-mem.c virtio_mem_set_requested_size (QEMU)",
    alias: ["L1", "V4"],
    ...any,
  },
  "host/acts-alone": {
    says: "Nothing happens in the guest while the host saves and restores it, or changes what it will answer.",
    source: "virtio-v1.3 5.15.6.2; hw/virtio/virtio-mem.c virtio_mem_post_load (QEMU)",
    alias: ["V8"],
    ...anyClosed,
  },
  "misfortune/as-ordered": {
    says: "Offlining is vetoed, a request not queued and add_memory failing exactly as often as ordered, except that add_memory also fails without boot memory for the memory map.",
    source:
      "mm/memory_hotplug.c memory_notify; drivers/virtio/virtio_mem.c virtio_mem_send_request; mm/sparse-vmemmap.c",
    alias: [],
    ...anyClosed,
  },
} satisfies Record<string, RuleText>;

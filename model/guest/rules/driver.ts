import type { RuleText } from "../../rule.ts";
import { any, anyClosed, hotmem } from "./kinds.ts";

/** What the driver owes: Linux's, and that of HotMem, which is a changed Linux driver. */
export const driver = {
  "driver/valid-range": {
    says: "Requests and isolated ranges are whole subblocks of the region, and no request names more than 65,535 device blocks.",
    source:
      "drivers/virtio/virtio_mem.c virtio_mem_mb_id_to_phys, virtio_mem_send_plug_request; virtio-v1.3 5.15.6 (nb_blocks)",
    alias: ["D1"],
    ...any,
  },
  "driver/request-fits": {
    says: "PLUG is sent for blocks that are unplugged, UNPLUG for blocks that are plugged: the driver's record agrees with the device's.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_sbm_test_sb_plugged",
    alias: ["D2"],
    ...any,
  },
  "driver/one-request": {
    says: "A request is sent only when none is outstanding.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_send_request (wait_event)",
    alias: ["L1"],
    ...any,
  },
  "driver/config-before-send": {
    says: "After the host changed the requested size, and the driver heard of it, it reads the configuration before it sends another PLUG or UNPLUG.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_send_plug_request, virtio_mem_send_unplug_request (config_changed)",
    alias: ["D5"],
    ...anyClosed,
  },
  "driver/stale-attempts": {
    says: "After the host changed the requested size, at most one more attempt to empty memory is made before the configuration is read (Linux 6.12).",
    source: "drivers/virtio/virtio_mem.c virtio_mem_fake_offline (commit f55484fd7be9)",
    alias: ["D5"],
    ...anyClosed,
  },
  "driver/never-overshoots": {
    says: "No PLUG goes beyond and no UNPLUG falls below the requested size as last read, except to clean up memory that was plugged and could not be used.",
    source:
      "drivers/virtio/virtio_mem.c virtio_mem_run_wq; decision 16 of docs/decisions/0009-where-the-paper-is-silent.md",
    alias: ["L4"],
    ...any,
  },
  "driver/usable-only": {
    says: "Only memory of the usable region is plugged.",
    source: "virtio-v1.3 5.15.6.1 (driver SHOULD only plug usable memory)",
    alias: ["D1"],
    ...any,
  },
  "driver/exclusive": {
    says: "UNPLUG is sent only when the driver alone holds every frame of the range: isolated, offline, or never handed over.",
    source: "virtio-v1.3 5.15.6.1 (driver MUST NOT request unplug of memory still in use)",
    alias: ["D8"],
    ...any,
  },
  "driver/offline-threshold": {
    says: "Blocks that were added and are not online never exceed 1 GiB of 128 MiB blocks (8 blocks).",
    source: "drivers/virtio/virtio_mem.c virtio_mem_could_add_memory (offline_threshold)",
    alias: ["D6"],
    ...any,
  },
  "driver/never-broken": {
    says: "The driver of a device that follows the specification never gives up on it.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_run_wq (vm->broken)",
    alias: ["D7"],
    ...any,
  },
  "driver/attempts": {
    says: "The same range is tried at most five times in a row, once in a kernel zone, before the retry timer.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_fake_offline (retry_count)",
    alias: ["K3"],
    ...any,
  },
  "driver/retry-timer": {
    says: "The retry timer takes 50 s, twice as long each time, 300 s at most; 50 s again only after something was achieved, and always after the size was reached; it does not run while a request is outstanding.",
    source: "drivers/virtio/virtio_mem.c VIRTIO_MEM_RETRY_TIMER_MIN_MS, virtio_mem_timer_expired",
    alias: ["L10"],
    ...any,
  },
  "driver/nack-once": {
    says: "Between two changes of the requested size at most one PLUG is answered NACK: the driver reads the new size before it asks again.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_run_wq (-EAGAIN)",
    alias: ["L10"],
    ...any,
  },
  "partition/unplug-only-free": {
    says: "Blocks of a private partition are taken offline or unplugged only while it is being unplugged, without users, or while a plug of it is rolled back.",
    source: "arXiv 2411.12893 section 4.1: on an unplug request a free partition is offlined",
    alias: ["P10"],
    ...hotmem,
  },
  "partition/unplug-moves-nothing": {
    says: "While a partition is or could be unplugged as the host wants, no page of the region moves and no frame of it is zeroed; no range is ever isolated.",
    source: "arXiv 2411.12893 section 4.1: no migrations, zeroing is skipped",
    alias: ["P10", "K5"],
    ...hotmem,
  },
  "partition/shared-stays": {
    says: "The shared partition is never taken offline or unplugged once it is online.",
    source: "arXiv 2411.12893 section 4.1; decision 14 of docs/decisions/0009-where-the-paper-is-silent.md",
    alias: ["P15"],
    ...hotmem,
  },
  "partition/waiters-first": {
    says: "A partition that could be assigned is not unplugged while a process waits for one.",
    source: "arXiv 2411.12893 section 4.1: waiters are notified when a partition is populated",
    alias: ["L11"],
    ...hotmem,
  },
} satisfies Record<string, RuleText>;

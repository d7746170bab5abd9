import { type RuleText, ruleTable } from "../rule.ts";

/** Rules that follow from the text of the specification. Sections are those of virtio-v1.3 (unchanged in 1.4). */
const spec = (says: string, section: string, ...alias: readonly string[]): RuleText => ({
  says,
  source: `virtio-v1.3 ${section}`,
  alias,
  profile: "spec",
  sees: "answers",
  scope: "always",
});

/** Rules that follow from the comments of the header that drivers and devices are written against. */
const uapi = (says: string, where: string, ...alias: readonly string[]): RuleText => ({
  says,
  source: `include/uapi/linux/virtio_mem.h, ${where}`,
  alias,
  profile: "uapi",
  sees: "answers",
  scope: "always",
});

/** For rules that judge the sizes which come with every answer. */
const sized = (rule: RuleText): RuleText => ({ ...rule, sees: "counters" });

/** What a virtio-mem device owes its host and its driver. Permissions and what cannot be seen: {@link leftOut}. */
export const deviceRules = ruleTable({
  "request/answered": spec(
    "Every well-formed request is answered: it is neither ignored nor makes the device need a reset, whatever was sent before.",
    "5.15.6 Device Operation, 5.15.6.3 to 5.15.6.6",
    "V1",
  ),
  "response/defined": spec("Only the four response types and the three state types are used.", "5.15.6", "V1"),
  "plug/invalid-range": spec(
    "PLUG of a misaligned address, of no block, or of a block outside the usable region is answered ERROR.",
    "5.15.6.3 PLUG request, device requirements",
    "V-D16",
    "V1",
  ),
  "plug/already-plugged": spec(
    "PLUG that covers a plugged block is answered ERROR; BUSY, and NACK if it is over-requested too, are tolerated.",
    "5.15.6.3",
    "V-D17",
    "V1",
  ),
  "plug/stops-at-requested": spec(
    "PLUG is rejected once plugged_size has reached requested_size.",
    "5.15 Memory Device, second paragraph",
    "V5",
  ),
  "plug/within-requested": uapi(
    "PLUG never makes plugged_size exceed requested_size: such a request is rejected.",
    "struct virtio_mem_config, requested_size: new plug requests cannot exceed it",
    "V5",
  ),
  "plug/error-has-cause": uapi(
    "PLUG of unplugged blocks of the usable region, within requested_size, is not answered ERROR.",
    "VIRTIO_MEM_RESP_ERROR: error in request",
    "V-D16",
    "V-D17",
    "V5",
  ),
  "unplug/invalid-range": spec(
    "UNPLUG of a misaligned address, of no block, or of a block outside the usable region is answered ERROR.",
    "5.15.6.4 UNPLUG request, device requirements",
    "V-D20",
    "V1",
  ),
  "unplug/already-unplugged": spec(
    "UNPLUG that covers an unplugged block is answered ERROR; BUSY is tolerated.",
    "5.15.6.4",
    "V-D21",
    "V1",
  ),
  "unplug/error-has-cause": uapi(
    "UNPLUG of plugged blocks is not answered ERROR.",
    "VIRTIO_MEM_RESP_ERROR: error in request",
    "V-D20",
    "V-D21",
    "V5",
  ),
  "unplug-all/ack-or-busy": uapi(
    "UNPLUG_ALL is answered ACK or BUSY, for nothing can be wrong with it.",
    "VIRTIO_MEM_RESP_NACK and VIRTIO_MEM_RESP_ERROR, neither applicable to UNPLUG_ALL",
    "V-D24",
    "V-D25",
  ),
  "unplug-all/empties": sized(
    spec("After ACK of UNPLUG_ALL plugged_size is 0.", "5.15.6.5 UNPLUG ALL request, device requirements", "V-D25"),
  ),
  "plugged/reflects-blocks": sized(
    spec(
      "plugged_size is always block_size times the number of plugged blocks.",
      "5.15.4.2 Device configuration layout, device requirements",
      "V-D3",
      "V-D19",
      "V-D23",
      "V2",
    ),
  ),
  "refusal/changes-nothing": sized(
    spec(
      "A request that is not acknowledged changes plugged_size by nothing, also when only some of its blocks failed.",
      "5.15.6.3 and 5.15.6.4: ACK in case all memory blocks were successfully (un)plugged",
      "V-D19",
      "V-D23",
      "V3",
    ),
  ),
  "state/invalid-range": spec(
    "STATE of a misaligned address, of no block, or of a block outside the usable region is answered ERROR.",
    "5.15.6.6 STATE request, device requirements",
    "V-D27",
  ),
  "state/acknowledged": spec("STATE of a valid range is answered ACK, never BUSY.", "5.15.6.6", "V-D28", "V5"),
  "state/truthful": spec(
    "STATE says PLUGGED if all blocks are plugged, UNPLUGGED if none is, and MIXED otherwise.",
    "5.15.6.6",
    "V-D28",
    "V7",
  ),
  "usable/covers-requested": sized(
    spec("usable_region_size is at least requested_size, always.", "5.15.4.2", "V-D4", "V4"),
  ),
  "usable/inside-region": sized(spec("usable_region_size never exceeds region_size.", "5.15.4", "V4")),
  "usable/never-shrinks": sized(
    spec("usable_region_size shrinks only while UNPLUG_ALL or a system reset is processed.", "5.15.4.2", "V-D6", "V4"),
  ),
  "usable/covers-plugged": sized(
    spec(
      "No block beyond usable_region_size is plugged, so an UNPLUG_ALL that was refused cannot cut plugged blocks off.",
      "5.15 Memory Device, third paragraph",
      "V4",
    ),
  ),
  "sizes/whole-blocks": sized(
    spec("requested_size, usable_region_size and plugged_size are multiples of block_size.", "5.15.4.2", "V-D5", "V4"),
  ),
  "config/power-of-two": spec(
    "block_size is a power of two; addr and region_size are multiples of it.",
    "5.15.4.2",
    "V-D5",
  ),
  "config/constant": spec(
    "block_size, addr and region_size stay what they were at start; node_id changes in a system reset only.",
    "5.15.4.2",
    "V-D2",
    "V4",
  ),
  "config/current": spec("The sizes in the configuration space are those in force.", "5.15.4", "V-D3"),
  "resize/takes-effect": sized(
    uapi(
      "A resize that was done is seen in requested_size, rounded to a whole block and capped by the region if need be.",
      "opening comment: requested_size corresponds to a request to plug or unplug; here only the host makes any",
      "V-D1",
    ),
  ),
  "notify/size-changed": sized(
    spec(
      "A changed requested_size or usable_region_size is notified, UNPLUG_ALL apart, by the next answer to the driver.",
      "5.15.4.2",
      "V-D7",
      "V6",
    ),
  ),
  "device-reset/changes-nothing": sized(
    spec(
      "A virtio device reset plugs and unplugs nothing.",
      "5.15.5.2 Device Initialization, device requirements",
      "V-D9",
      "V6",
    ),
  ),
  "system-reset/all-or-nothing": sized(
    uapi(
      "After a system reset either every block is unplugged or none has changed.",
      "opening comment: all memory gets unplugged, or is still plugged because the device was busy",
      "V-D14",
    ),
  ),
  "content/kept": spec(
    "Plugged memory reads as last written or read; resets of the device, resizes, migrations and other blocks do not matter.",
    "5.15.6.2, 5.15.5.2",
    "V-D11",
    "V-D9",
    "V8",
  ),
  "nack/for-over-request": uapi(
    "PLUG beyond requested_size, otherwise fine, is answered NACK or BUSY, not ERROR, which drivers take as broken.",
    "VIRTIO_MEM_RESP_NACK",
    "V5",
  ),
  "nack/only-for-over-request": uapi(
    "NACK is for PLUG beyond requested_size and for nothing else.",
    "VIRTIO_MEM_RESP_NACK; drivers/virtio/virtio_mem.c virtio_mem_run_wq, which asks again at once",
    "V5",
  ),
  "requested/host-alone": sized(
    uapi(
      "requested_size changes when the host resizes and at no other time.",
      "opening comment: requested_size corresponds to a request to plug or unplug; here only the host makes any",
      "V-D1",
    ),
  ),
  "malformed/not-served": uapi(
    "A malformed request is ignored, answered ERROR or makes the device need a reset; it is never served.",
    "VIRTIO_MEM_RESP_ACK",
    "V-D29",
  ),
});

/** Ids of the rules of the device contract. */
export type DeviceRuleId = keyof typeof deviceRules;

import type { LeftOut } from "../rule.ts";

const leave = (alias: string, says: string, why: string): LeftOut => ({ alias, says, why });

const permission = "A permission: nothing a device does can break it. The laws accept it.";

/** Everything in virtio-v1.3 5.15 that binds or frees a device and that {@link deviceRules} does not judge. */
export const leftOut: readonly LeftOut[] = [
  leave("V-D1", "The device may change usable_region_size at any time.", permission),
  leave(
    "V-D2",
    "A system reset may change block_size, addr and region_size.",
    "A device that comes back with another geometry is another subject; the run was started for this one.",
  ),
  leave(
    "V-D7",
    "plugged_size alone should not be notified.",
    "Spurious notifications are allowed, so one proves nothing.",
  ),
  leave("V-D8", "The device may stop when UNPLUGGED_INACCESSIBLE is not accepted.", permission),
  leave("V-D10", "Offer PERSISTENT_SUSPEND if the platform can.", "Nobody outside sees what the platform can."),
  leave("V-D12", "Unplugged memory may be modified at any time.", permission),
  leave(
    "V-D13",
    "Without UNPLUGGED_INACCESSIBLE the CPU can read unplugged usable blocks.",
    "The driver of this contract negotiates UNPLUGGED_INACCESSIBLE, so it must not read there.",
  ),
  leave(
    "V-D14",
    "A system reset may change the state of some blocks and keep that of others.",
    "A permission of the specification: under spec the laws accept it and find out from STATE which blocks are plugged.",
  ),
  leave("V-D15", "Suspend and wake keep block states.", "Needs a running guest; no command of this contract suspends."),
  leave("V-D18", "PLUG may be answered BUSY.", permission),
  leave("V-D22", "UNPLUG may be answered BUSY.", permission),
  leave(
    "V-D18",
    "Requests are answered BUSY while a migration runs.",
    "QEMU does so; the specification does not mention migration. Blocks and contents are judged through it all the same.",
  ),
  leave("V-D26", "UNPLUG_ALL may change usable_region_size.", permission),
  leave(
    "V-D29",
    "Padding is ignored.",
    "Commands have no padding. A driver adapter fills it with junk, and a device that cares breaks the other rules.",
  ),
];

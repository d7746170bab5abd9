import type { Contract } from "../contract.ts";
import { config } from "./laws/config.ts";
import { deviceReset, migrationEnd, migrationStart, systemReset } from "./laws/host.ts";
import { malformed } from "./laws/malformed.ts";
import { read, write } from "./laws/memory.ts";
import { plug } from "./laws/plug.ts";
import { resize } from "./laws/resize.ts";
import { state } from "./laws/state.ts";
import { unplug } from "./laws/unplug.ts";
import { unplugAll } from "./laws/unplug-all.ts";
import { leftOut } from "./left-out.ts";
import { deviceRules } from "./rules.ts";
import { sayAnswer, sayAsk } from "./say.ts";
import { type DeviceState, freshState } from "./state.ts";
import type { Device } from "./vocabulary.ts";

/**
 * What a virtio-mem device owes (virtio-v1.3 5.15). A run begins with nothing requested and nothing plugged; the usable
 * region may be anything. `answers` enumerates what is accepted with the rules of every profile in force; free text,
 * unknown memory content and an unknown node are represented by one or two values.
 */
export const device: Contract<Device, DeviceState> = {
  name: "device",
  profiles: ["spec", "uapi"],
  rules: deviceRules,
  leftOut,
  laws: {
    resize,
    plug,
    unplug,
    "unplug-all": unplugAll,
    state,
    malformed,
    config,
    "device-reset": deviceReset,
    "system-reset": systemReset,
    "migration-start": migrationStart,
    "migration-end": migrationEnd,
    write,
    read,
  },
  begin: freshState,
  sayAsk,
  sayAnswer,
};

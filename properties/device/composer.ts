import type { Command } from "../../model/contract.ts";
import type { DeviceState } from "../../model/device/state.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { Composer, Dice } from "../composer.ts";
import { enumerate } from "./enumerate.ts";
import { geometry } from "./geometry.ts";
import { proposePlug, proposeState, proposeUnplug } from "./ranges.ts";
import { proposeResize } from "./sizes.ts";
import { proposeRead, proposeWrite } from "./words.ts";

const malformations = ["unknown-type", "short-request", "short-response", "no-response"] as const;

/** Commands for a virtio-mem device: mostly what succeeds, and everything next to a border. */
export const deviceComposer: Composer<Device, DeviceState> = {
  weights: {
    resize: 10,
    plug: 24,
    unplug: 14,
    "unplug-all": 3,
    state: 14,
    malformed: 2,
    config: 3,
    "device-reset": 2,
    "system-reset": 1,
    "migration-start": 2,
    "migration-end": 8,
    write: 9,
    read: 12,
  },
  essential: ["resize", "plug", "migration-end"],
  geometry,
  propose: (kind, state, dice) => proposals[kind](state, dice),
  enumerate,
};

const always = (ask: Command<Device>) => (): Command<Device> => ask;

const proposals: { readonly [K in keyof Device]: (state: DeviceState, dice: Dice) => Command<Device> | null } = {
  resize: proposeResize,
  plug: proposePlug,
  unplug: proposeUnplug,
  "unplug-all": always({ kind: "unplug-all" }),
  state: proposeState,
  malformed: (_, dice) => ({ kind: "malformed", how: dice.pick(malformations) }),
  config: always({ kind: "config" }),
  "device-reset": always({ kind: "device-reset" }),
  "system-reset": always({ kind: "system-reset" }),
  "migration-start": ({ migrating }) => (migrating ? null : { kind: "migration-start" }),
  "migration-end": ({ migrating }) => (migrating ? { kind: "migration-end" } : null),
  write: proposeWrite,
  read: proposeRead,
};

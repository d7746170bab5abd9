import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { deviceRules as rules } from "../rules.ts";
import type { DeviceState } from "../state.ts";
import type { Config, Device, Sizes } from "../vocabulary.ts";
import { everyAftermath } from "./aftermaths.ts";
import { settle } from "./settle.ts";

const isPowerOfTwo = (n: bigint): boolean => n > 0n && (n & (n - 1n)) === 0n;

function brokenConfig(state: DeviceState, config: Config, after: Sizes): Illegal | undefined {
  const { docket } = state;
  const { blockSize, address, region, node } = config;
  if (weighs(docket, rules["config/power-of-two"])) {
    const rule = rules["config/power-of-two"];
    if (!isPowerOfTwo(blockSize)) return illegal(rule, `block_size is ${blockSize} bytes`);
    const odd = [address, region].find((size) => size % blockSize !== 0n);
    if (odd !== undefined) return illegal(rule, `${odd} is no multiple of the block_size of ${blockSize} bytes`);
  }
  const same = blockSize === state.blockBytes && address === state.address && region === state.regionBytes;
  if (weighs(docket, rules["config/constant"]) && !(same && node === (state.node ?? node)))
    return illegal(
      rules["config/constant"],
      `block_size ${blockSize}, addr ${address}, region_size ${region}, node_id ${node} are not those of the start`,
    );
  if (!weighs(docket, rules["config/current"]) || isCurrent(state, config, after)) return undefined;
  return illegal(
    rules["config/current"],
    `requested ${config.requested}, usable ${config.usable}, plugged ${config.plugged} bytes are not in force`,
  );
}

/**
 * Whether these sizes were in force at some time since the previous answer. The sizes that come with the answer are read
 * after the configuration space, and a device may grow its usable region in between (virtio-v1.3 5.15.4.2).
 */
function isCurrent(state: DeviceState, { requested, usable, plugged }: Config, after: Sizes): boolean {
  if (plugged !== after.plugged || (requested !== after.requested && requested !== state.requested)) return false;
  const least = state.usable === undefined || state.usable < requested ? requested : state.usable;
  return usable >= least && usable <= after.usable && usable % state.blockBytes === 0n;
}

/** The sizes that were in force at some time before these. */
function* everySizes(state: DeviceState, after: Sizes): Iterable<Sizes> {
  for (let usable = after.usable; usable >= (state.usable ?? after.requested); usable -= state.blockBytes)
    yield { ...after, usable };
}

/** Reading the configuration space: constants are constant, sizes are those in force. */
export const config: Law<Device, "config", DeviceState> = {
  applies: () => true,
  judge(state, _, answer) {
    const broken = brokenConfig(state, answer.config, answer.after);
    if (broken !== undefined) return broken;
    state.node = answer.config.node;
    return settle(state, answer, "driver", rules["plugged/reflects-blocks"]);
  },
  /** An unknown node can be any of 65,536; 0 and 1 stand for all. */
  *answers(state) {
    const constants = { blockSize: state.blockBytes, address: state.address, region: state.regionBytes };
    for (const node of state.node === undefined ? [0, 1] : [state.node])
      for (const aftermath of everyAftermath(state, "driver"))
        for (const sizes of everySizes(state, aftermath.after))
          yield { kind: "config", config: { ...constants, node, ...sizes }, ...aftermath };
  },
};

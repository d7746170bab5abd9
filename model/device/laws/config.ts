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
  const current =
    config.requested === after.requested && config.usable === after.usable && config.plugged === after.plugged;
  if (!weighs(docket, rules["config/current"]) || current) return undefined;
  return illegal(
    rules["config/current"],
    `requested ${config.requested}, usable ${config.usable}, plugged ${config.plugged} bytes are not in force`,
  );
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
        yield { kind: "config", config: { ...constants, node, ...aftermath.after }, ...aftermath };
  },
};

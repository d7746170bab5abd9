import type { Command } from "../../model/contract.ts";
import { applies } from "../../model/contract.ts";
import { device } from "../../model/device/contract.ts";
import type { DeviceState } from "../../model/device/state.ts";
import type { Device, Range } from "../../model/device/vocabulary.ts";

/** Every range of one or two blocks, the whole region, one block too many, and the ranges that are always wrong. */
function* ranges(state: DeviceState): Iterable<Range> {
  const { address, blockBytes, blocks } = state;
  for (let at = 0; at < blocks.length; at++)
    for (const count of [1, 2]) yield { address: address + BigInt(at) * blockBytes, blocks: count };
  if (blocks.length > 2) yield { address, blocks: blocks.length };
  yield { address, blocks: blocks.length + 1 };
  yield { address, blocks: 0 };
  yield { address: address + blockBytes / 2n, blocks: 1 };
  yield { address: address - blockBytes, blocks: 1 };
  yield { address: 2n ** 64n - blockBytes, blocks: 2 };
}

function* everything(state: DeviceState): Iterable<Command<Device>> {
  const { blockBytes, regionBytes, address, requested } = state;
  const sizes = [
    0n,
    blockBytes,
    2n * blockBytes,
    requested + blockBytes,
    regionBytes,
    regionBytes + blockBytes,
    requested + 1n,
    2n ** 63n,
  ];
  for (const bytes of new Set(sizes)) yield { kind: "resize", bytes };
  for (const range of ranges(state)) {
    yield { kind: "plug", ...range };
    yield { kind: "unplug", ...range };
    yield { kind: "state", ...range };
  }
  yield { kind: "unplug-all" };
  yield { kind: "malformed", how: "unknown-type" };
  yield { kind: "malformed", how: "short-request" };
  yield { kind: "config" };
  yield { kind: "device-reset" };
  yield { kind: "system-reset" };
  yield { kind: "migration-start" };
  yield { kind: "migration-end" };
  for (const [block] of state.blocks.entries()) {
    const at = address + BigInt(block) * blockBytes;
    yield { kind: "write", address: at, value: 1n };
    yield { kind: "read", address: at };
  }
}

/** Every command that applies, arguments limited to borders; meant for regions of a few blocks. */
export function* enumerate(state: DeviceState): Iterable<Command<Device>> {
  for (const ask of everything(state)) if (applies(device.laws, state, ask)) yield ask;
}

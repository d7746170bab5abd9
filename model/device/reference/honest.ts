import type { U64 } from "../../units.ts";
import { blockSize, regionSize, regionStart } from "./machine.ts";
import { inspect, plug, unplug, unplugAll } from "./requests.ts";
import type { Steps } from "./steps.ts";

const roundUp = (n: U64, unit: U64): U64 => ((n + unit - 1n) / unit) * unit;

/** The steps of a device that keeps the rules, whatever its habits. */
export const honestSteps: Steps = {
  locate(device, { address, blocks }) {
    const unit = blockSize(device);
    const start = regionStart(device);
    const end = address + BigInt(blocks) * unit;
    if (blocks === 0 || address % unit !== 0n || address < start || end > start + device.usable) return null;
    const from = Number((address - start) / unit);
    return { from, to: from + blocks };
  },
  stateOf(device, { from, to }) {
    const first = device.bitmap[from];
    const differs = device.bitmap.subarray(from, to).includes(first === 1 ? 0 : 1);
    if (differs) return "mixed";
    return first === 1 ? "plugged" : "unplugged";
  },
  overRequest: (device, more) => device.plugged + more > device.requested,
  isBusy: (device) => device.migrating,
  mark(device, { from, to }, plugged) {
    device.bitmap.fill(plugged ? 1 : 0, from, to);
  },
  account(device, delta) {
    // A register of 64 bits: what a fault takes below zero comes out near 2^64.
    device.plugged = BigInt.asUintN(64, device.plugged + delta);
  },
  discard(device, { from, to }) {
    const { address, blockBytes } = device.geometry;
    for (const at of device.memory.keys()) {
      const index = Math.floor((at - address) / blockBytes);
      if (index >= from && index < to) device.memory.delete(at);
    }
  },
  clear(device) {
    device.bitmap.fill(0);
    device.plugged = 0n;
    device.memory.clear();
  },
  growUsable(device, policy) {
    const usable = roundUp(policy.usableFor(device, device.requested), blockSize(device));
    if (usable > device.usable) device.usable = usable;
  },
  shrinkUsable(device, policy) {
    if (policy.shrinks) device.usable = policy.usableFor(device, device.requested);
  },
  whyNoResize(device, bytes) {
    if (bytes % blockSize(device) !== 0n) return "not a multiple of the block size";
    return bytes > regionSize(device) ? "larger than the region" : null;
  },
  request(device, bytes) {
    device.requested = bytes;
  },
  notify(device, policy) {
    device.interrupt = policy.interrupts === "late" ? "delayed" : "raised";
  },
  deviceReset(device) {
    device.broken = false;
  },
  systemReset({ device, policy, steps }) {
    device.broken = false;
    if (steps.isBusy(device)) return;
    steps.clear(device);
    steps.shrinkUsable(device, policy);
  },
  migrate(device, running) {
    device.migrating = running;
  },
  store(device, address, value) {
    device.memory.set(address, value);
  },
  load: (device, address) => device.memory.get(address) ?? 0n,
  misuse: ({ policy }, how) => policy.malformed[how],
  readConfig(device) {
    const { requested, usable, plugged } = device;
    const [address, region] = [regionStart(device), regionSize(device)];
    return { blockSize: blockSize(device), node: 0, address, region, requested, usable, plugged };
  },
  sizes: ({ requested, usable, plugged }) => ({ requested, usable, plugged }),
  plug,
  unplug,
  unplugAll,
  inspect,
};

import type { Answer, Command } from "../contract.ts";
import type { U64 } from "../units.ts";
import type { Aftermath, Device, Range } from "./vocabulary.ts";

const hex = (n: U64): string => `0x${n.toString(16)}`;

const range = ({ address, blocks }: Range): string =>
  `${blocks} ${blocks === 1 ? "block" : "blocks"} at ${hex(address)}`;

/** Bytes in the largest binary unit that divides them: `6 MiB`. */
export function sayBytes(n: U64): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let [size, unit] = [n, 0];
  while (size !== 0n && size % 1024n === 0n && unit < units.length - 1) {
    size /= 1024n;
    unit++;
  }
  return `${size} ${units[unit]}`;
}

/** A command of the device contract, for people: `plug 3 blocks at 0x8000`. */
export function sayAsk(ask: Command<Device>): string {
  switch (ask.kind) {
    case "resize":
      return `host resizes to ${sayBytes(ask.bytes)}`;
    case "plug":
    case "unplug":
      return `${ask.kind} ${range(ask)}`;
    case "state":
      return `ask the state of ${range(ask)}`;
    case "unplug-all":
      return "unplug all";
    case "malformed":
      return `send a malformed request: ${ask.how.replaceAll("-", " ")}`;
    case "config":
      return "read the configuration space";
    case "device-reset":
      return "reset the device";
    case "system-reset":
      return "host resets the system";
    case "migration-start":
      return "host starts a migration";
    case "migration-end":
      return "host ends the migration";
    case "write":
      return `write ${hex(ask.value)} at ${hex(ask.address)}`;
    case "read":
      return `read at ${hex(ask.address)}`;
  }
}

function outcome(answer: Answer<Device>): string {
  switch (answer.kind) {
    case "ack":
      return "state" in answer ? `ack, ${answer.state}` : "ack";
    case "unknown":
      return `unknown response ${answer.code}`;
    case "needs-reset":
      return "needs a reset";
    case "refused":
      return `refused: ${answer.why}`;
    case "value":
      return `value ${hex(answer.value)}`;
    case "config": {
      const { blockSize, node, address, region } = answer.config;
      return `block size ${sayBytes(blockSize)}, node ${node}, region of ${sayBytes(region)} at ${hex(address)}`;
    }
    default:
      return answer.kind;
  }
}

const notice = { yes: ", notified", no: "", unseen: "" } as const satisfies Record<Aftermath["notified"], string>;

/** An answer of a device, for people: `ack; requested 8 KiB, usable 64 KiB, plugged 8 KiB, notified`. */
export function sayAnswer(_: Command<Device>, answer: Answer<Device>): string {
  const { requested, usable, plugged } = answer.after;
  const sizes = `requested ${sayBytes(requested)}, usable ${sayBytes(usable)}, plugged ${sayBytes(plugged)}`;
  return `${outcome(answer)}; ${sizes}${notice[answer.notified]}`;
}

import type { Config, Sizes } from "../../model/device/vocabulary.ts";
import { bytesOf, numberOf } from "./hex.ts";
import { peek } from "./packets.ts";
import type { Registers } from "./pci.ts";

/** Offsets in struct virtio_mem_config (virtio 1.3, 5.15.4). */
const BLOCK_SIZE = 0;
const NODE = 8;
const ADDRESS = 16;
const REGION = 24;
const USABLE = 32;
const PLUGGED = 40;
const REQUESTED = 48;
const CONFIG_BYTES = 56;

/** Set in the ISR status when the configuration changed; reading clears it (virtio 1.3, 4.1.4.5). */
const CONFIGURATION_CHANGED = 2;

/** What is read after each command: the mutable sizes in one go, then the ISR status. Two packets. */
export const readAftermath = ({ config, isr }: Registers): readonly string[] => [
  peek(config + USABLE, CONFIG_BYTES - USABLE),
  peek(isr, 1),
];

/** Reads the whole configuration space. One packet. */
export const readConfig = ({ config }: Registers): string => peek(config, CONFIG_BYTES);

/** The sizes of a read that began at offset `from`. */
const sizesFrom = (bytes: Buffer, from: number): Sizes => ({
  requested: bytes.readBigUInt64LE(REQUESTED - from),
  usable: bytes.readBigUInt64LE(USABLE - from),
  plugged: bytes.readBigUInt64LE(PLUGGED - from),
});

/** Reads sizes; an answer equal to the one before yields the same object, because most commands change nothing. */
export const sizeReader = (): ((answer: string) => Sizes) => {
  let text = "";
  let sizes: Sizes = { requested: 0n, usable: 0n, plugged: 0n };
  return (answer) => {
    if (answer !== text) {
      text = answer;
      sizes = sizesFrom(bytesOf(answer), USABLE);
    }
    return sizes;
  };
};

/** Whether the ISR status reports a configuration change. */
export const notifiedIn = (answer: string): "yes" | "no" =>
  (numberOf(answer) & CONFIGURATION_CHANGED) === 0 ? "no" : "yes";

/** Reads the answer to {@link readConfig}. */
export const configIn = (answer: string): Config => {
  const bytes = bytesOf(answer);
  return {
    ...sizesFrom(bytes, 0),
    blockSize: bytes.readBigUInt64LE(BLOCK_SIZE),
    node: bytes.readUInt16LE(NODE),
    address: bytes.readBigUInt64LE(ADDRESS),
    region: bytes.readBigUInt64LE(REGION),
  };
};

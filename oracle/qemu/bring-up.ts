import { hex, littleEndian, numberOf } from "./hex.ts";
import { Lost } from "./lost.ts";
import { peek, poke } from "./packets.ts";
import type { Registers } from "./pci.ts";
import { AVAILABLE, layOut, QUEUE_SIZE, TABLE, USED } from "./virtqueue.ts";

/**
 * Offsets in struct virtio_pci_common_cfg (virtio 1.3, 4.1.4.3). Neighbours are written together: QEMU takes a long write
 * apart into accesses of at most 4 aligned bytes, in order.
 */
const DRIVER_FEATURE_SELECT = 8; // and behind it driver_feature
const DEVICE_STATUS = 20;
const QUEUE_SELECT = 22; // and behind it queue_size
const QUEUE_ENABLE = 28;
const QUEUE_NOTIFY_OFF = 30;
const QUEUE_DESC = 32; // and behind it queue_driver and queue_device

/** Bits of the device status (virtio 1.3, 2.1). */
const ACKNOWLEDGE = 1;
const DRIVER = 2;
const DRIVER_OK = 4;
const FEATURES_OK = 8;
const NEEDS_RESET = 0x40;

const UNPLUGGED_INACCESSIBLE = 1 << 1;
/** VERSION_1 is bit 32: bit 0 of the second word. */
const VERSION_1 = 1;

/** Places of the reads among the packets of {@link bringUp}: three of the status, one of the queue's notify offset. */
const READS = [1, 6, 12, 13] as const;

/** Packets that reset the device and drive it up to DRIVER_OK with an empty queue (virtio 1.3, 3.1.1). */
export const bringUp = ({ common }: Registers): readonly string[] => {
  const status = (value: number): string => poke(common + DEVICE_STATUS, littleEndian(value, 1));
  const features = (word: number, bits: number): string =>
    poke(common + DRIVER_FEATURE_SELECT, littleEndian(word, 4) + littleEndian(bits, 4));
  const rings = [TABLE, AVAILABLE, USED].map((address) => littleEndian(address, 8)).join("");
  const statusNow = peek(common + DEVICE_STATUS, 1);
  return [
    status(0),
    statusNow,
    status(ACKNOWLEDGE | DRIVER),
    features(0, UNPLUGGED_INACCESSIBLE),
    features(1, VERSION_1),
    status(ACKNOWLEDGE | DRIVER | FEATURES_OK),
    statusNow,
    layOut,
    poke(common + QUEUE_SELECT, littleEndian(0, 2) + littleEndian(QUEUE_SIZE, 2)),
    poke(common + QUEUE_DESC, rings),
    poke(common + QUEUE_ENABLE, littleEndian(1, 2)),
    status(ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK),
    statusNow,
    peek(common + QUEUE_NOTIFY_OFF, 2),
  ];
};

/**
 * Reads the answers to {@link bringUp}, which begin at `from`.
 *
 * @throws {Lost} when the device did not reset, refused our features or did not start
 */
export const checkBringUp = (answers: readonly string[], from: number): void => {
  const [reset = 0, features = 0, running = 0, offset = 0] = READS.map((at) => numberOf(answers[from + at] ?? ""));
  if (reset !== 0) throw new Lost(`the device status is ${hex(reset)} after a device reset`);
  if ((features & FEATURES_OK) === 0) throw new Lost("the device refused VERSION_1 with UNPLUGGED_INACCESSIBLE");
  if (running !== (ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK)) {
    throw new Lost(`the device status is ${hex(running)} after DRIVER_OK`);
  }
  if (offset !== 0) throw new Lost(`the first queue is notified at offset ${offset}, where nobody looks for it`);
};

/** Reads the device status. */
export const readStatus = ({ common }: Registers): string => peek(common + DEVICE_STATUS, 1);

/** Whether the device says that it went wrong and waits for a reset. */
export const needsReset = (status: string): boolean => (numberOf(status) & NEEDS_RESET) !== 0;

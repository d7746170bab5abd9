import { hex, littleEndian, numberOf } from "./hex.ts";
import { Lost } from "./lost.ts";
import { peek, poke } from "./packets.ts";
import type { Registers } from "./pci.ts";
import { AVAILABLE, layOut, QUEUE_SIZE, TABLE, USED } from "./virtqueue.ts";

/** Offsets in struct virtio_pci_common_cfg (virtio 1.3, 4.1.4.3). */
const DRIVER_FEATURE_SELECT = 8;
const DRIVER_FEATURE = 12;
const DEVICE_STATUS = 20;
const QUEUE_SELECT = 22;
const QUEUE_SIZE_AT = 24;
const QUEUE_ENABLE = 28;
const QUEUE_NOTIFY_OFF = 30;
const QUEUE_DESC = 32;
const QUEUE_DRIVER = 40;
const QUEUE_DEVICE = 48;

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
const READS = [1, 8, 22, 23] as const;

/** Packets that reset the device and drive it up to DRIVER_OK with an empty queue (virtio 1.3, 3.1.1). */
export const bringUp = ({ common }: Registers): readonly string[] => {
  const byte = (offset: number, value: number): string => poke(common + offset, littleEndian(value, 1));
  const word = (offset: number, value: number): string => poke(common + offset, littleEndian(value, 2));
  const long = (offset: number, value: number): string => poke(common + offset, littleEndian(value, 4));
  const readStatus = peek(common + DEVICE_STATUS, 1);
  return [
    byte(DEVICE_STATUS, 0),
    readStatus,
    byte(DEVICE_STATUS, ACKNOWLEDGE | DRIVER),
    long(DRIVER_FEATURE_SELECT, 0),
    long(DRIVER_FEATURE, UNPLUGGED_INACCESSIBLE),
    long(DRIVER_FEATURE_SELECT, 1),
    long(DRIVER_FEATURE, VERSION_1),
    byte(DEVICE_STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK),
    readStatus,
    ...layOut,
    word(QUEUE_SELECT, 0),
    word(QUEUE_SIZE_AT, QUEUE_SIZE),
    long(QUEUE_DESC, TABLE),
    long(QUEUE_DESC + 4, 0),
    long(QUEUE_DRIVER, AVAILABLE),
    long(QUEUE_DRIVER + 4, 0),
    long(QUEUE_DEVICE, USED),
    long(QUEUE_DEVICE + 4, 0),
    word(QUEUE_ENABLE, 1),
    byte(DEVICE_STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK),
    readStatus,
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

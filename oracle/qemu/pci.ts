import { hex } from "./hex.ts";
import { Lost } from "./lost.ts";
import { monitor } from "./packets.ts";
import type { Stub } from "./stub.ts";

/** Configuration mechanism 1 of PCI: an address port and a data port (PCI Local Bus 3.0, 3.2.2.3.2). */
const ADDRESS_PORT = 0xcf8;
const DATA_PORT = 0xcfc;

/** Vendor id of virtio, and device id of a modern virtio-mem (0x1040 + 24, virtio 1.3 4.1.2.1). */
const VIRTIO_MEM_ID = 0x1058_1af4;
const ID = 0x00;
const COMMAND = 0x04;
const FIRST_BAR = 0x10;
/** The bits of a base address register that hold the address; the others say what it is for. */
const BAR_ADDRESS = 0xffff_fff0;
const CAPABILITIES = 0x34;
/** Memory decoding and bus mastering, in the command register. */
const DECODE_AND_MASTER = 0x6;
const VENDOR_CAPABILITY = 0x09;
/** virtio 1.3, 4.1.4: cfg_type. */
const COMMON_CFG = 1;
const NOTIFY_CFG = 2;
const ISR_CFG = 3;
const DEVICE_CFG = 4;

/** Guest-physical addresses of a virtio device's register blocks. */
export interface Registers {
  readonly common: number;
  /** Of the first queue, whose `queue_notify_off` is checked to be 0. */
  readonly notify: number;
  readonly isr: number;
  readonly config: number;
}

/** A function on bus 0, and where its registers are put. */
export interface Slot {
  readonly slot: number;
  /** Guest-physical address given to the base address register; 64 KiB apart are enough for virtio. */
  readonly base: number;
}

const select = (slot: number, register: number): string =>
  monitor(`o /w ${hex(ADDRESS_PORT)} ${hex(0x8000_0000 + (slot << 11) + (register & 0xfc))}`);

const fetch = monitor(`i /w ${hex(DATA_PORT)}`);
/** The number in `portl[0x0cfc] = 0xe0020000`. */
const fetched = (printed: string): number => Number(/= (0x[0-9a-f]+)/.exec(printed)?.[1] ?? Number.NaN);

/** The configuration space of one function as aligned 32-bit registers, read by their offsets. */
type Space = (register: number) => number;

/** Bytes of the part of the configuration space that mechanism 1 reaches. */
const SPACE_BYTES = 256;

const readSpace = async (stub: Stub, slot: number): Promise<Space> => {
  const offsets = Array.from({ length: SPACE_BYTES / 4 }, (_, at) => 4 * at);
  const printed = await stub.ask(offsets.flatMap((register) => [select(slot, register), fetch]));
  return (register) => fetched(printed[(register >> 2) * 2 + 1] ?? "");
};

interface Capability {
  readonly kind: number;
  readonly bar: number;
  readonly offset: number;
}

/** Follows the list of capabilities and keeps virtio's (virtio 1.3, 4.1.4 struct virtio_pci_cap). */
const capabilitiesIn = (space: Space): readonly Capability[] => {
  const found: Capability[] = [];
  let at = space(CAPABILITIES) & 0xfc;
  for (let hops = 0; at !== 0 && hops < 48; hops += 1) {
    const head = space(at);
    if ((head & 0xff) === VENDOR_CAPABILITY) {
      found.push({ kind: head >>> 24, bar: space(at + 4) & 0xff, offset: space(at + 8) });
    }
    at = (head >>> 8) & 0xfc;
  }
  return found;
};

/** What a function needs after each system reset, and where its registers are then. */
export interface PciFunction {
  readonly registers: Registers;
  /** Packets that place the registers and turn on decoding; a system reset undoes both. */
  readonly place: readonly string[];
  /** Whether the registers are where {@link place} puts them; not so after a system reset. */
  readonly isPlaced: { readonly commands: readonly string[]; read(answers: readonly string[]): boolean };
}

/** Finds virtio-mem's register blocks. @throws {Lost} when the slot holds no virtio-mem device */
export const findFunction = async (stub: Stub, { slot, base }: Slot): Promise<PciFunction> => {
  const space = await readSpace(stub, slot);
  const id = space(ID);
  if (id !== VIRTIO_MEM_ID) throw new Lost(`PCI slot ${slot} holds ${hex(id)}, not a virtio-mem device`);
  const capabilities = capabilitiesIn(space);
  const pick = (kind: number): Capability => {
    const one = capabilities.find((capability) => capability.kind === kind);
    if (one === undefined) throw new Lost(`the virtio-mem device has no PCI capability of type ${kind}`);
    return one;
  };
  const [common, notify, isr, config] = [COMMON_CFG, NOTIFY_CFG, ISR_CFG, DEVICE_CFG].map(pick);
  if (!common || !notify || !isr || !config) throw new Error("four kinds yield four capabilities");
  if ([notify, isr, config].some(({ bar }) => bar !== common.bar)) {
    throw new Lost("the virtio-mem device spreads its registers over several base address registers");
  }
  const low = FIRST_BAR + 4 * common.bar;
  const write = (register: number, value: number): readonly string[] => [
    select(slot, register),
    monitor(`o /w ${hex(DATA_PORT)} ${hex(value)}`),
  ];
  return {
    registers: {
      common: base + common.offset,
      notify: base + notify.offset,
      isr: base + isr.offset,
      config: base + config.offset,
    },
    isPlaced: {
      commands: [select(slot, low), fetch],
      read: ([, printed = ""]) => (fetched(printed) & BAR_ADDRESS) >>> 0 === base,
    },
    place: [...write(low, base), ...write(low + 4, 0), ...write(COMMAND, DECODE_AND_MASTER)],
  };
};

import { littleEndian, numberOf } from "./hex.ts";
import { peek, poke } from "./packets.ts";
import type { Registers } from "./pci.ts";

/*
 * One request queue in guest memory, laid out so that a request costs few packets: what the driver writes lies together
 * (response to overwrite, request, head of the available ring) and what the device writes lies together (used ring, response).
 * The queue has two descriptors and carries one request at a time (virtio 1.3, 2.7).
 */

/** Guest-physical address of the descriptor table. */
export const TABLE = 0x10_0000;
/** Guest-physical address of the used ring. */
export const USED = TABLE + 0x40;
const RESPONSE = USED + 0x18;
const REQUEST = RESPONSE + 0x10;
/** Guest-physical address of the available ring. */
export const AVAILABLE = REQUEST + 0x18;
/** Descriptors of the queue: one for the request, one for the response. */
export const QUEUE_SIZE = 2;

/** Bytes of struct virtio_mem_req and struct virtio_mem_resp (virtio 1.3, 5.15.6). */
const REQUEST_BYTES = 24;
const RESPONSE_BYTES = 10;

/** Flag of the available ring: no interrupt for used buffers, so that every interrupt is a configuration change. */
const NO_INTERRUPT = littleEndian(1, 2);
/** The response is filled with this before each request; no response has the type 0xa5a5. */
const POISON = "a5".repeat(0x10);

/** The two buffers of one request, in bytes. `writable` is null when the driver gives no response buffer. */
export interface Chain {
  readonly readable: number;
  readonly writable: number | null;
}

/** Buffers that are just large enough. */
export const wellFormed: Chain = { readable: REQUEST_BYTES, writable: RESPONSE_BYTES };

/** struct virtq_desc: address, length, flags (1 next, 2 written by the device), next. */
const descriptor = (address: number, bytes: number, flags: number, next: number): string =>
  littleEndian(address, 8) + littleEndian(bytes, 4) + littleEndian(flags, 2) + littleEndian(next, 2);

const descriptors = ({ readable, writable }: Chain): string => {
  const first = writable === null ? descriptor(REQUEST, readable, 0, 0) : descriptor(REQUEST, readable, 1, 1);
  return first + descriptor(RESPONSE, writable ?? 0, 2, 0);
};

/** The packet that lays a chain into the descriptor table. */
export const describeChain = (chain: Chain): string => poke(TABLE, descriptors(chain));

/** The packet that lays out an empty queue with well-formed chains: table, rings and all that lies between. */
export const layOut: string = poke(
  TABLE,
  descriptors(wellFormed).padEnd(2 * (AVAILABLE - TABLE), "0") + NO_INTERRUPT + "00".repeat(6),
);

/** What padding is filled with: the device must ignore it (virtio 1.3, 5.15.6.2), so one that does not is found out. */
const JUNK = "5a";

/** A request as hexadecimal digits: type, padding, address, number of blocks, padding. */
export const requestDigits = (type: number, address: bigint, blocks: number): string =>
  littleEndian(type, 2) + JUNK.repeat(6) + littleEndian(address, 8) + littleEndian(blocks, 2) + JUNK.repeat(6);

/** A request that names no range, so that everything behind its type is padding. */
export const bareRequestDigits = (type: number): string => littleEndian(type, 2) + JUNK.repeat(REQUEST_BYTES - 2);

/** What the device did with the request it was just notified of. */
export type Used =
  | { readonly kind: "answered"; readonly code: number; readonly state: number }
  /** It gave the buffers back without a response. */
  | { readonly kind: "empty" }
  | { readonly kind: "untouched" };

/** One request on its way. */
export interface Sent {
  /** Three packets: put the request there, notify, read what came back. */
  readonly commands: readonly string[];
  /** What the used index must be when the device has dealt with it. */
  readonly index: number;
}

/** A virtqueue on the driver's side: counts what it made available. */
export interface Virtqueue {
  send(request: string): Sent;
  /** Forgets all requests, as a device reset makes the device do. */
  restart(): void;
}

/** The queue of a device that has just been brought up. */
export const openVirtqueue = (registers: Registers): Virtqueue => {
  const notify = poke(registers.notify, "0000");
  const collect = peek(USED, RESPONSE + RESPONSE_BYTES - USED);
  let index = 0;
  return {
    send: (request) => {
      index = (index + 1) & 0xffff;
      const put = poke(RESPONSE, POISON + request + NO_INTERRUPT + littleEndian(index, 2));
      return { commands: [put, notify, collect], index };
    },
    restart: () => {
      index = 0;
    },
  };
};

/** Reads the answer to the last packet of {@link Sent}. */
export const usedIn = (answer: string, index: number): Used => {
  const field = (at: number, bytes: number): number => numberOf(answer.slice(2 * at, 2 * (at + bytes)));
  if (field(2, 2) !== index) return { kind: "untouched" };
  const entry = 4 + 8 * ((index - 1) & (QUEUE_SIZE - 1));
  if (field(entry + 4, 4) < 2) return { kind: "empty" };
  const response = RESPONSE - USED;
  return { kind: "answered", code: field(response, 2), state: field(response + 8, 2) };
};

import type { Kind } from "../../../model/contract.ts";
import type { Device } from "../../../model/device/vocabulary.ts";

/** What each command of the device asks for, for the protocol page. */
export const deviceSays: { readonly [K in Kind<Device>]: string } = {
  resize:
    "Host: change `requested_size`, to any number of bytes; `refused` where the implementation does not allow it.",
  plug: "Driver: the request VIRTIO_MEM_REQ_PLUG for so many device blocks from a guest-physical address on.",
  unplug: "Driver: VIRTIO_MEM_REQ_UNPLUG for such a range.",
  "unplug-all": "Driver: VIRTIO_MEM_REQ_UNPLUG_ALL.",
  state: "Driver: VIRTIO_MEM_REQ_STATE for such a range; `state` is that of all of its blocks together.",
  malformed:
    "Driver: a request no driver should send: of a type nobody defined, with fewer than 24 readable bytes, fewer than 10 writable bytes, or none to write to. The last three are STATE otherwise.",
  config: "Driver: read the whole configuration space. Sizes and `address` are bytes.",
  "device-reset":
    "Driver: a virtio device reset and a new start, as when a driver is loaded again. Memory stays plugged.",
  "system-reset": "Host: reset the whole machine. Either all memory is unplugged then, or nothing has changed.",
  "migration-start":
    "Host: begin a live migration and let it run; PLUG, UNPLUG and UNPLUG_ALL are `busy` meanwhile, but ranges that are wrong are still `error`.",
  "migration-end": "Host: end it; the machine stays here.",
  write: "Guest processor: store a 64-bit word in plugged memory. Addresses of words are multiples of 8.",
  read: "Guest processor: load a 64-bit word from plugged memory. What was never written may be anything, but stays it.",
};

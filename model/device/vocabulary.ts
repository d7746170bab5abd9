import type { U64 } from "../units.ts";

/** The mutable fields of the configuration space, read right after the command was carried out. Bytes. */
export interface Sizes {
  readonly requested: U64;
  readonly usable: U64;
  readonly plugged: U64;
}

/** The whole configuration space of virtio-mem (virtio 1.3, 5.15.4). Bytes, except `node`. */
export interface Config extends Sizes {
  readonly blockSize: U64;
  /** Valid only with ACPI_PXM. */
  readonly node: number;
  readonly address: U64;
  readonly region: U64;
}

/**
 * What every answer of a device carries besides its kind. A subject whose device acts on its own looks for the
 * notification first and reads the sizes second: a change in between is then notified with the next answer, in time; the
 * other way round its notification would come before it was seen.
 */
export interface Aftermath {
  readonly after: Sizes;
  /** Whether a configuration-change notification arrived since the previous answer; `unseen` when the subject cannot tell. */
  readonly notified: "yes" | "no" | "unseen";
}

/** The guest-physical range of a request. `blocks` is 0 to 65,535, `address` any 64-bit number. */
export interface Range {
  readonly address: U64;
  readonly blocks: number;
}

/** Request was carried out. */
export interface Ack extends Aftermath {
  readonly kind: "ack";
}
/** Request denied: meant for PLUG beyond the requested size only. */
export interface Nack extends Aftermath {
  readonly kind: "nack";
}
/** Cannot now, try again: PLUG, UNPLUG and UNPLUG_ALL only. */
export interface Busy extends Aftermath {
  readonly kind: "busy";
}
/** Request is malformed, or names blocks in the wrong state. */
export interface Fault extends Aftermath {
  readonly kind: "error";
}
/** A response type outside the specification; `code` as it stood in the response. */
export interface Unknown extends Aftermath {
  readonly kind: "unknown";
  readonly code: number;
}
/** The device used the buffer without a response, or did not use it. */
export interface Ignored extends Aftermath {
  readonly kind: "ignored";
}
/** The device set DEVICE_NEEDS_RESET. The harness resets it (a virtio device reset) before it goes on. */
export interface NeedsReset extends Aftermath {
  readonly kind: "needs-reset";
}

/** Everything that can come of a request. */
export type Response = Ack | Nack | Busy | Fault | Unknown | Ignored | NeedsReset;

/** State of a range of device blocks. */
export type RangeState = "plugged" | "unplugged" | "mixed";

/** STATE was carried out. */
export interface StateAck extends Aftermath {
  readonly kind: "ack";
  /** `code` of a state outside the specification is reported as `unknown`. */
  readonly state: RangeState;
}

/** A host-side operation that took place, or that the implementation does not allow now. */
export type HostAnswer =
  | (Aftermath & { readonly kind: "done" })
  | (Aftermath & { readonly kind: "refused"; readonly why: string });

/**
 * How a request can be malformed below the level of its fields: a type the specification does not define, fewer than 24
 * readable bytes, fewer than 10 writable bytes, no writable buffer at all. The last three are STATE requests otherwise, so
 * that nothing changes even if they are served.
 */
export type Malformation = "unknown-type" | "short-request" | "short-response" | "no-response";

/** The questions one can ask a virtio-mem device: as host, and as driver. */
export interface Device {
  /** Host: changes requested_size, to any number of bytes. */
  readonly resize: { readonly ask: { readonly bytes: U64 }; readonly answer: HostAnswer };
  readonly plug: { readonly ask: Range; readonly answer: Response };
  readonly unplug: { readonly ask: Range; readonly answer: Response };
  readonly "unplug-all": { readonly ask: object; readonly answer: Response };
  readonly state: { readonly ask: Range; readonly answer: StateAck | Exclude<Response, Ack> };
  /** Driver: a request no driver should send. */
  readonly malformed: { readonly ask: { readonly how: Malformation }; readonly answer: Response };
  /** Driver: reads the whole configuration space. */
  readonly config: {
    readonly ask: object;
    readonly answer: Aftermath & { readonly kind: "config"; readonly config: Config };
  };
  /** Driver: a virtio device reset and re-initialisation, as when the driver is reloaded. */
  readonly "device-reset": { readonly ask: object; readonly answer: HostAnswer };
  /** Host: resets the whole machine. */
  readonly "system-reset": { readonly ask: object; readonly answer: HostAnswer };
  /** Host: begins a live migration and leaves it running. */
  readonly "migration-start": { readonly ask: object; readonly answer: HostAnswer };
  /** Host: ends it; the machine stays here. */
  readonly "migration-end": { readonly ask: object; readonly answer: HostAnswer };
  /** Guest CPU: writes one 64-bit word; only asked for plugged memory. The address is a multiple of 8. */
  readonly write: {
    readonly ask: { readonly address: U64; readonly value: U64 };
    readonly answer: Aftermath & { readonly kind: "done" };
  };
  /** Guest CPU: reads one 64-bit word; only asked for plugged memory. The address is a multiple of 8. */
  readonly read: {
    readonly ask: { readonly address: U64 };
    readonly answer: Aftermath & { readonly kind: "value"; readonly value: U64 };
  };
}

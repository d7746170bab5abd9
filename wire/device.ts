import { type TProperties, Type } from "typebox";
import type { Device } from "../model/device/vocabulary.ts";
import { integer, text, u64 } from "./fields.ts";
import { faithful, type WireContract } from "./schema.ts";

const after = Type.Object({ requested: u64(), usable: u64(), plugged: u64() });

/** One answer: its kind, what it carries, and the aftermath that every answer has. */
const is = <K extends string, P extends TProperties>(kind: K, fields: P) =>
  Type.Object({ kind: Type.Literal(kind), ...fields, after, notified: Type.Enum(["yes", "no", "unseen"]) });

const ack = is("ack", {});
const nack = is("nack", {});
const busy = is("busy", {});
const fault = is("error", {});
/** A 16-bit response type (struct virtio_mem_resp, virtio 1.3 5.15.6). */
const unknown = is("unknown", { code: integer<number>(0, 0xffff) });
const ignored = is("ignored", {});
const needsReset = is("needs-reset", {});

const response = Type.Union([ack, nack, busy, fault, unknown, ignored, needsReset]);
const stateAck = is("ack", { state: Type.Enum(["plugged", "unplugged", "mixed"]) });
const hostAnswer = Type.Union([is("done", {}), is("refused", { why: text() })]);

/** `nb_blocks` is a 16-bit field; 0 is writable on the wire and always malformed, so 1 is the simplest. */
const blocks = integer<number>(0, 0xffff, { simplest: 1 });
const address = u64({ measure: "address" });
const nothing = Type.Object({});

/** How the device's commands and answers are written. The compiler holds it to the vocabulary, field by field. */
export const deviceWire: WireContract<Device> = faithful<Device>()({
  resize: { ask: Type.Object({ bytes: u64({ measure: "size" }) }), answer: hostAnswer },
  plug: { ask: Type.Object({ address: u64({ measure: "address", pair: "opens" }), blocks }), answer: response },
  unplug: { ask: Type.Object({ address: u64({ measure: "address", pair: "closes" }), blocks }), answer: response },
  "unplug-all": { ask: nothing, answer: response },
  state: {
    ask: Type.Object({ address, blocks }),
    answer: Type.Union([stateAck, nack, busy, fault, unknown, ignored, needsReset]),
  },
  malformed: {
    ask: Type.Object({ how: Type.Enum(["unknown-type", "short-request", "short-response", "no-response"]) }),
    answer: response,
  },
  config: {
    ask: nothing,
    answer: is("config", {
      config: Type.Object({
        requested: u64(),
        usable: u64(),
        plugged: u64(),
        blockSize: u64(),
        node: integer<number>(0, 0xffff),
        address: u64(),
        region: u64(),
      }),
    }),
  },
  "device-reset": { ask: nothing, answer: hostAnswer },
  "system-reset": { ask: nothing, answer: hostAnswer },
  "migration-start": { ask: nothing, answer: hostAnswer },
  "migration-end": { ask: nothing, answer: hostAnswer },
  write: { ask: Type.Object({ address, value: u64() }), answer: is("done", {}) },
  read: { ask: Type.Object({ address }), answer: is("value", { value: u64() }) },
});

import { match } from "ts-pattern";
import type { Answer, Command } from "../../model/contract.ts";
import type { Aftermath, Device, Malformation, RangeState, Response } from "../../model/device/vocabulary.ts";
import { bringUp, checkBringUp, needsReset, readStatus } from "./bring-up.ts";
import { hex } from "./hex.ts";
import type { Registers } from "./pci.ts";
import { configIn, notifiedIn, readAftermath, readConfig, sizeReader } from "./registers.ts";
import { type Chain, describeChain, openVirtqueue, requestDigits, type Used, usedIn, wellFormed } from "./virtqueue.ts";

/** Request types, response types and states of virtio 1.3, 5.15.6. */
const PLUG = 0;
const UNPLUG = 1;
const UNPLUG_ALL = 2;
const STATE = 3;
const responses = ["ack", "nack", "busy", "error"] as const;
const states: readonly (RangeState | undefined)[] = ["plugged", "unplugged", "mixed"];
/** The first type the specification leaves undefined. */
const UNDEFINED_TYPE = 4;

/** Qtest commands of one question, and how their answers are read. */
export interface Exchange {
  readonly commands: readonly string[];
  /** Reads the answers, which begin at `from`; undefined when the device left the request untouched. */
  read(answers: readonly string[], from: number): Answer<Device> | undefined;
}

/** What a driver does in the ordinary course of things. */
export type OrdinaryAsk = Command<Device, "plug" | "unplug" | "unplug-all" | "state" | "config" | "read" | "write">;

/** Makes exchanges for one device. Commands must be sent in the order in which they were made. */
export interface Exchanger {
  ordinary(ask: OrdinaryAsk): Exchange;
  /** A request no driver should send, and the reset that the device may need after it; so it is never left untouched. */
  malformed(how: Malformation): Exchange;
  /** `before`, a device reset and re-initialisation. @throws {Lost} from `read` when the device does not come up */
  bringUp(before: readonly string[]): Exchange;
  /** A look at what came of a host operation. */
  done(): Exchange;
  refused(why: string): Exchange;
  /** The aftermath that the two answers at `at` tell. */
  seenAt(answers: readonly string[], at: number): Aftermath;
}

const chains: Readonly<Record<Malformation, Chain>> = {
  "unknown-type": wellFormed,
  "short-request": { ...wellFormed, readable: 23 },
  "short-response": { ...wellFormed, writable: 9 },
  "no-response": { ...wellFormed, writable: null },
};

const answerOf = (used: Used, isState: boolean, seen: Aftermath): Answer<Device> | undefined => {
  if (used.kind === "untouched") return undefined;
  if (used.kind === "empty") return { kind: "ignored", ...seen };
  const kind = responses[used.code];
  if (kind === undefined) return { kind: "unknown", code: used.code, ...seen };
  const plain: Response = { kind, ...seen };
  if (!isState || kind !== "ack") return plain;
  const state = states[used.state];
  return state === undefined ? { kind: "unknown", code: used.state, ...seen } : { kind, state, ...seen };
};

/** For the device whose registers these are; `address` is any address in its region. */
export const openExchanger = (registers: Registers, address: bigint): Exchanger => {
  const queue = openVirtqueue(registers);
  const sizesIn = sizeReader();
  const look = readAftermath(registers);

  const seenAt = (answers: readonly string[], at: number): Aftermath => ({
    after: sizesIn(answers[at] ?? ""),
    notified: notifiedIn(answers[at + 1] ?? ""),
  });

  const request = (type: number, at: bigint, blocks: number): Exchange => {
    const sent = queue.send(requestDigits(type, at, blocks));
    return {
      commands: [...sent.commands, ...look],
      read: (answers, from) =>
        answerOf(usedIn(answers[from + 2] ?? "", sent.index), type === STATE, seenAt(answers, from + 3)),
    };
  };

  return {
    ordinary: (ask) =>
      match(ask)
        .returnType<Exchange>()
        .with({ kind: "plug" }, (range) => request(PLUG, range.address, range.blocks))
        .with({ kind: "unplug" }, (range) => request(UNPLUG, range.address, range.blocks))
        .with({ kind: "unplug-all" }, () => request(UNPLUG_ALL, 0n, 0))
        .with({ kind: "state" }, (range) => request(STATE, range.address, range.blocks))
        .with({ kind: "config" }, () => ({
          commands: [readConfig(registers), ...look],
          read: (answers, from) => ({
            kind: "config",
            config: configIn(answers[from] ?? ""),
            ...seenAt(answers, from + 1),
          }),
        }))
        .with({ kind: "write" }, ({ address: at, value }) => ({
          commands: [`writeq ${hex(at)} ${hex(value)}`, ...look],
          read: (answers, from) => ({ kind: "done", ...seenAt(answers, from + 1) }),
        }))
        .with({ kind: "read" }, ({ address: at }) => ({
          commands: [`readq ${hex(at)}`, ...look],
          read: (answers, from) => ({
            kind: "value",
            value: BigInt(answers[from] ?? ""),
            ...seenAt(answers, from + 1),
          }),
        }))
        .exhaustive(),
    malformed: (how) => {
      const { commands, read } = request(how === "unknown-type" ? UNDEFINED_TYPE : STATE, address, 1);
      const start = [describeChain(chains[how]), ...commands, readStatus(registers)];
      queue.restart();
      return {
        commands: [...start, ...bringUp(registers)],
        read: (answers, from) => {
          checkBringUp(answers, from + start.length);
          const kind = needsReset(answers[from + start.length - 1] ?? "") ? "needs-reset" : "ignored";
          return read(answers, from + 1) ?? { kind, ...seenAt(answers, from + start.length - 3) };
        },
      };
    },
    bringUp: (before) => {
      queue.restart();
      const commands = [...before, ...bringUp(registers)];
      return {
        commands: [...commands, ...look],
        read: (answers, from) => {
          checkBringUp(answers, from + before.length);
          return { kind: "done", ...seenAt(answers, from + commands.length) };
        },
      };
    },
    done: () => ({ commands: look, read: (answers, from) => ({ kind: "done", ...seenAt(answers, from) }) }),
    refused: (why) => ({
      commands: look,
      read: (answers, from) => ({ kind: "refused", why, ...seenAt(answers, from) }),
    }),
    seenAt,
  };
};

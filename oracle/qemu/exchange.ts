import type { Answer, Command } from "../../model/contract.ts";
import type { Aftermath, Device, Malformation, Range, RangeState, Response } from "../../model/device/vocabulary.ts";
import { bringUp, checkBringUp, needsReset, readStatus } from "./bring-up.ts";
import { bytesOf, littleEndian } from "./hex.ts";
import { peek, poke } from "./packets.ts";
import type { Registers } from "./pci.ts";
import { configIn, notifiedIn, readAftermath, readConfig, sizeReader } from "./registers.ts";
import {
  bareRequestDigits,
  type Chain,
  describeChain,
  openVirtqueue,
  requestDigits,
  type Used,
  usedIn,
  wellFormed,
} from "./virtqueue.ts";

/** Request types, response types and states of virtio 1.3, 5.15.6. */
const PLUG = 0;
const UNPLUG = 1;
const UNPLUG_ALL = 2;
const STATE = 3;
const responses = ["ack", "nack", "busy", "error"] as const;
const states: readonly (RangeState | undefined)[] = ["plugged", "unplugged", "mixed"];
/** The first type the specification leaves undefined. */
const UNDEFINED_TYPE = 4;

/** Packets of one question, and how their answers are read. */
export interface Exchange {
  readonly commands: readonly string[];
  /** Reads the answers, which begin at `from`; undefined when the device left the request untouched. */
  read(answers: readonly string[], from: number): Answer<Device> | undefined;
}

/** What a driver does in the ordinary course of things. */
export type OrdinaryAsk = Command<Device, "plug" | "unplug" | "unplug-all" | "state" | "config" | "read" | "write">;

/** Makes exchanges for one device. Packets must be sent in the order in which they were made. */
export interface Exchanger {
  ordinary(ask: OrdinaryAsk): Exchange;
  /** A request no driver should send, and the reset that the device may need after it; so it is never left untouched. */
  malformed(how: Malformation): Exchange;
  /** `before`, a device reset and re-initialisation. @throws {Lost} from `read` when the device does not come up */
  bringUp(before: readonly string[]): Exchange;
  /** A host operation: a packet, and what is to be known of it. `said` takes what it was answered and returns why it was refused. */
  host(sent: string, said: (answer: string) => string | undefined): Exchange;
  /** A look at what came of a host operation that was carried out, or refused for a reason. */
  look(refused: string | undefined): Exchange;
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

/** What exchanges are made of. */
interface Parts {
  /** The packets that look at what came of a command. */
  readonly look: readonly string[];
  readonly wholeConfig: string;
  seenAt(answers: readonly string[], at: number): Aftermath;
  /** A request of this type; the digits are all of it. */
  request(type: number, digits: string): Exchange;
  /** Forgets all requests, as a device reset makes the device do. */
  restart(): void;
}

const openParts = (registers: Registers): Parts => {
  const queue = openVirtqueue(registers);
  const sizesIn = sizeReader();
  const look = readAftermath(registers);
  const seenAt = (answers: readonly string[], at: number): Aftermath => ({
    after: sizesIn(answers[at] ?? ""),
    notified: notifiedIn(answers[at + 1] ?? ""),
  });
  const request = (type: number, digits: string): Exchange => {
    const { commands, index } = queue.send(digits);
    return {
      commands: [...commands, ...look],
      read: (answers, from) =>
        answerOf(usedIn(answers[from + 2] ?? "", index), type === STATE, seenAt(answers, from + 3)),
    };
  };
  return { look, wholeConfig: readConfig(registers), seenAt, request, restart: queue.restart };
};

const ranged = ({ request }: Parts, type: number, { address, blocks }: Range): Exchange =>
  request(type, requestDigits(type, address, blocks));

const ordinary = (parts: Parts, ask: OrdinaryAsk): Exchange => {
  const { look, seenAt } = parts;
  switch (ask.kind) {
    case "plug":
      return ranged(parts, PLUG, ask);
    case "unplug":
      return ranged(parts, UNPLUG, ask);
    case "state":
      return ranged(parts, STATE, ask);
    case "unplug-all":
      return parts.request(UNPLUG_ALL, bareRequestDigits(UNPLUG_ALL));
    case "config":
      return {
        commands: [parts.wholeConfig, ...look],
        read: (answers, from) => {
          const config = configIn(answers[from] ?? "");
          return { kind: "config", config, ...seenAt(answers, from + 1) };
        },
      };
    case "write":
      return {
        commands: [poke(ask.address, littleEndian(ask.value, 8)), ...look],
        read: (answers, from) => ({ kind: "done", ...seenAt(answers, from + 1) }),
      };
    case "read":
      return {
        commands: [peek(ask.address, 8), ...look],
        read: (answers, from) => {
          const value = bytesOf(answers[from] ?? "").readBigUInt64LE();
          return { kind: "value", value, ...seenAt(answers, from + 1) };
        },
      };
  }
};

const hostAnswer = (why: string | undefined, seen: Aftermath): Answer<Device, "resize"> =>
  why === undefined ? { kind: "done", ...seen } : { kind: "refused", why, ...seen };

/** For the device whose registers these are; `address` is any address in its region. */
export const openExchanger = (registers: Registers, address: bigint): Exchanger => {
  const parts = openParts(registers);
  const { look, seenAt } = parts;
  const fresh = bringUp(registers);
  return {
    ordinary: (ask) => ordinary(parts, ask),
    malformed: (how) => {
      const type = how === "unknown-type" ? UNDEFINED_TYPE : STATE;
      const { commands, read } = ranged(parts, type, { address, blocks: 1 });
      const start = [describeChain(chains[how]), ...commands, readStatus(registers)];
      parts.restart();
      return {
        commands: [...start, ...fresh],
        read: (answers, from) => {
          checkBringUp(answers, from + start.length);
          const kind = needsReset(answers[from + start.length - 1] ?? "") ? "needs-reset" : "ignored";
          return read(answers, from + 1) ?? { kind, ...seenAt(answers, from + start.length - 3) };
        },
      };
    },
    bringUp: (before) => {
      parts.restart();
      const commands = [...before, ...fresh];
      return {
        commands: [...commands, ...look],
        read: (answers, from) => {
          checkBringUp(answers, from + before.length);
          return { kind: "done", ...seenAt(answers, from + commands.length) };
        },
      };
    },
    host: (sent, said) => ({
      commands: [sent, ...look],
      read: (answers, from) => hostAnswer(said(answers[from] ?? ""), seenAt(answers, from + 1)),
    }),
    look: (refused) => ({ commands: look, read: (answers, from) => hostAnswer(refused, seenAt(answers, from)) }),
    seenAt,
  };
};

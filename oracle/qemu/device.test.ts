import { expect, test } from "vitest";
import type { Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { DeviceGeometry } from "../../model/geometry.ts";
import type { Subject } from "../../model/subject.ts";
import { bytes } from "../../model/units.ts";
import { openDevice } from "./device.ts";
import { littleEndian, numberOf } from "./hex.ts";
import { Lost } from "./lost.ts";
import type { Fitted, Machine } from "./machine.ts";
import { contentOf, monitor } from "./packets.ts";

const shape: DeviceGeometry = { blockBytes: bytes(2 ** 21), regionBlocks: 8, address: bytes(2 ** 32) };
const registers = { common: 0x1000, notify: 0x4000, isr: 0x2000, config: 0x3000 };
const STATUS = "1014";
const NEEDS_RESET = 0x40;

/** What the stand-in for QEMU does with the n-th request of a run, counted from 0. */
type Conduct = (n: number) => "serve" | "skip" | "break" | "die";

type StandIn = Machine & {
  readonly requests: () => number;
  readonly monitored: readonly string[];
  readonly writes: () => number;
};

/** A machine that understands just the registers the driver uses, and serves every request with ACK. */
const standIn = (conduct: Conduct): StandIn => {
  const monitored: string[] = [];
  let writes = 0;
  let status = 0;
  let made = 0; // index of the request made available last
  let used = 0;
  let requests = -1; // the one that empties the device before the run does not count
  const write = (where: string, digits: string): void => {
    if (where === STATUS) status = numberOf(digits);
    if (where === STATUS && status === 0) used = 0;
    if (where === "100058") made = numberOf(digits.slice(-4));
    if (where !== "4000" || (status & NEEDS_RESET) !== 0) return;
    const does = requests < 0 ? "serve" : conduct(requests);
    requests += 1;
    if (does === "die") throw new Lost("QEMU closed the gdb socket");
    if (does === "serve") used = made;
    if (does === "break") status |= NEEDS_RESET;
  };
  const answer = (sent: string): string => {
    const [, verb = "", where = "", count = "", digits = ""] =
      /^([mM])([0-9a-f]+),([0-9a-f]+):?(.*)$/.exec(contentOf(sent)) ?? [];
    if (verb === "") monitored.push(contentOf(sent));
    if (verb === "M") write(where, digits);
    if (verb !== "m") return "";
    if (where === STATUS) return littleEndian(status, 1);
    if (where !== "100040") return "00".repeat(Number.parseInt(count, 16));
    const entry = littleEndian(0, 4) + littleEndian(10, 4);
    return `0000${littleEndian(used, 2)}${entry}${entry}${"00".repeat(4)}${"00".repeat(10)}`;
  };
  const fitted = { shape, path: "/machine/x", registers, place: [] } as unknown as Fitted;
  const ask = (packets: readonly string[]): Promise<readonly string[]> => {
    const answers: string[] = [];
    writes += 1;
    try {
      for (const sent of packets) answers.push(answer(sent));
      return Promise.resolve(answers);
    } catch (caught) {
      return Promise.reject(new Lost((caught as Error).message, answers));
    }
  };
  return {
    stub: { ask },
    migration: { end: () => Promise.resolve(), untilOver: () => Promise.resolve(), cancel: monitor("migrate_cancel") },
    fit: () => Promise.resolve(fitted),
    giveUp: (why: Error) => Promise.resolve(`given up: ${why.message}`),
    requests: () => requests,
    monitored,
    writes: () => writes,
  } as unknown as StandIn;
};

const state: Command<Device> = { kind: "state", address: 2n ** 32n, blocks: 1 };
const row = (count: number): readonly Command<Device>[] => new Array<Command<Device>>(count).fill(state);

const kindsFrom = async (machine: Machine, asks: readonly Command<Device>[]): Promise<readonly string[]> => {
  return kindsOf(await openDevice(machine, shape, () => undefined), asks);
};

const kindsOf = async (device: Subject<Device>, asks: readonly Command<Device>[]): Promise<readonly string[]> => {
  const outcomes = (await device.performAll?.(asks)) ?? [];
  return outcomes.map((outcome) =>
    outcome.kind === "answered" ? outcome.answer.kind : `${outcome.kind}: ${outcome.why}`,
  );
};

test("a device that goes wrong in the middle of a row is reset, and the rest is asked again, each thing once", async () => {
  const machine = standIn((n) => (n === 2 ? "break" : "serve"));
  expect(await kindsFrom(machine, row(6))).toEqual(["ack", "ack", "needs-reset", "ack", "ack", "ack"]);
  expect(machine.requests()).toBe(6);
});

test.each([
  { kind: "device-reset" },
  { kind: "malformed", how: "no-response" },
  { kind: "resize", bytes: 0n },
] as const)(
  "what came after a device went wrong cannot be told when $kind went out with it; asked one at a time, it can",
  async (next) => {
    const conduct: Conduct = (n) => (n === 1 ? "break" : "serve");
    const asks: readonly Command<Device>[] = [state, state, next, state];
    const together = await openDevice(standIn(conduct), shape, () => undefined);
    expect(await kindsOf(together, asks)).toEqual(["ack"]);
    expect(await kindsOf(together, [state])).toEqual([]);
    expect(await together.perform(state)).toMatchObject({ kind: "lost" });
    const device = await openDevice(standIn(conduct), shape, () => undefined);
    const kinds: string[] = [];
    for (const ask of asks) kinds.push(...(await kindsOf(device, [ask])));
    expect(kinds).toEqual(["ack", "needs-reset", next.kind === "malformed" ? "ack" : "done", "ack"]);
  },
);

test("commands of host and driver go out in one write, in order, and only what takes its time ends it", async () => {
  const machine = standIn(() => "serve");
  const resize: Command<Device> = { kind: "resize", bytes: 2n ** 21n };
  const device = await openDevice(machine, shape, () => undefined);
  const before = machine.writes();
  expect(await kindsOf(device, [state, resize, state, { kind: "device-reset" }, resize, state])).toHaveLength(6);
  expect(machine.writes() - before).toBe(1);
  await kindsOf(device, [state, { kind: "migration-end" }, state]);
  expect(machine.writes() - before).toBe(3);
  const set = "qom-set /machine/x requested-size 2097152";
  expect(machine.monitored.slice(-3)).toEqual([set, set, "migrate_cancel"]);
});

test("a request left untouched without a word ends the run, for others are under way", async () => {
  const kinds = await kindsFrom(
    standIn((n) => (n === 1 ? "skip" : "serve")),
    row(3),
  );
  expect(kinds).toEqual(["ack", "lost: given up: the device left a request untouched"]);
});

test("a malformed request left untouched is ignored, and the device goes on", async () => {
  const asks: readonly Command<Device>[] = [{ kind: "malformed", how: "no-response" }, state];
  expect(
    await kindsFrom(
      standIn((n) => (n === 0 ? "skip" : "serve")),
      asks,
    ),
  ).toEqual(["ignored", "ack"]);
  expect(
    await kindsFrom(
      standIn((n) => (n === 0 ? "break" : "serve")),
      asks,
    ),
  ).toEqual(["needs-reset", "ack"]);
});

test("answers that arrived before the end count, and nothing is asked after it", async () => {
  const machine = standIn((n) => (n === 3 ? "die" : "serve"));
  expect(await kindsFrom(machine, row(100))).toEqual([
    "ack",
    "ack",
    "ack",
    "lost: given up: QEMU closed the gdb socket",
  ]);
  expect(machine.requests()).toBe(4);
});

import { expect, test } from "vitest";
import type { Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { DeviceGeometry } from "../../model/geometry.ts";
import { bytes } from "../../model/units.ts";
import { openDevice } from "./device.ts";
import { littleEndian } from "./hex.ts";
import { Lost } from "./lost.ts";
import type { Fitted, Machine } from "./machine.ts";

const shape: DeviceGeometry = { blockBytes: bytes(2 ** 21), regionBlocks: 8, address: bytes(2 ** 32) };
const registers = { common: 0x1000, notify: 0x4000, isr: 0x2000, config: 0x3000 };
const STATUS = "0x1014";
const NEEDS_RESET = 0x40;

/** What the stand-in for QEMU does with the n-th request of a run, counted from 0. */
type Conduct = (n: number) => "serve" | "skip" | "break" | "die";

/** A machine that understands just the registers the driver uses, and serves every request with ACK. */
const standIn = (conduct: Conduct): Machine & { readonly requests: () => number } => {
  let status = 0;
  let made = 0; // index of the request made available last
  let used = 0;
  let requests = -1; // the one that empties the device before the run does not count
  const write = (where: string, value: string): void => {
    if (where === STATUS) status = Number(value);
    if (where === STATUS && Number(value) === 0) used = 0;
    if (where === "0x100058")
      made = Number.parseInt(value.slice(-2), 16) * 256 + Number.parseInt(value.slice(-4, -2), 16);
    if (where !== "0x4000" || (status & NEEDS_RESET) !== 0) return;
    const does = requests < 0 ? "serve" : conduct(requests);
    requests += 1;
    if (does === "die") throw new Lost("QEMU closed the qtest socket");
    if (does === "serve") used = made;
    if (does === "break") status |= NEEDS_RESET;
  };
  const answer = (command: string): string => {
    const [verb = "", where = "", ...rest] = command.split(" ");
    if (verb.startsWith("write")) write(where, rest.at(-1) ?? "");
    if (where === STATUS && verb === "readb") return `0x${status.toString(16)}`;
    if (where !== "0x100040") return where === "0x3020" ? `0x${"00".repeat(24)}` : "0x0";
    const entry = littleEndian(0, 4) + littleEndian(10, 4);
    return `0x0000${littleEndian(used, 2)}${entry}${entry}${"00".repeat(4)}${"00".repeat(10)}`;
  };
  const fitted = { shape, path: "/machine/x", registers, place: [] } as unknown as Fitted;
  const ask = (commands: readonly string[]): Promise<readonly string[]> => {
    const answers: string[] = [];
    try {
      for (const command of commands) answers.push(answer(command));
      return Promise.resolve(answers);
    } catch (caught) {
      return Promise.reject(new Lost((caught as Error).message, answers));
    }
  };
  return {
    qtest: { ask },
    console: { run: () => Promise.resolve("") },
    migration: { end: () => Promise.resolve(undefined) },
    fit: () => Promise.resolve(fitted),
    giveUp: (why: Error) => Promise.resolve(`given up: ${why.message}`),
    requests: () => requests,
  } as unknown as Machine & { readonly requests: () => number };
};

const state: Command<Device> = { kind: "state", address: 2n ** 32n, blocks: 1 };
const row = (count: number): readonly Command<Device>[] => new Array<Command<Device>>(count).fill(state);

const kindsFrom = async (machine: Machine, asks: readonly Command<Device>[]): Promise<readonly string[]> => {
  const device = await openDevice(machine, shape, () => undefined);
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

test("a device that goes wrong right before its reset is asked for is still found out", async () => {
  const asks: readonly Command<Device>[] = [state, { kind: "device-reset" }, state];
  expect(
    await kindsFrom(
      standIn((n) => (n === 0 ? "break" : "serve")),
      asks,
    ),
  ).toEqual(["needs-reset", "done", "ack"]);
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
    "lost: given up: QEMU closed the qtest socket",
  ]);
  expect(machine.requests()).toBe(4);
});

import { describe, expect, test } from "vitest";
import { type Answer, applies, type Command, judge } from "../../contract.ts";
import { presets } from "../../presets.ts";
import { openDocket, profilesUpTo } from "../../rule.ts";
import { LEGAL } from "../../verdict.ts";
import { device } from "../contract.ts";
import { sayAnswer, sayAsk } from "../say.ts";
import type { Device } from "../vocabulary.ts";
import { referenceDevice, referenceDevices } from "./reference.ts";

const unit = BigInt(presets.tiny.device.blockBytes);
const start = BigInt(presets.tiny.device.address);
const at = (block: number): bigint => start + BigInt(block) * unit;
const docket = () => openDocket(device.rules, { profiles: profilesUpTo(device.profiles, "uapi"), world: "closed" });

/** Asks in order and judges each answer. */
function story(source: (typeof referenceDevices)[number], asks: readonly Command<Device>[]): readonly Answer<Device>[] {
  const state = device.begin(presets.tiny, docket());
  const subject = source.boot(presets.tiny);
  return asks.map((ask) => {
    const outcome = subject.perform(ask);
    if (outcome.kind !== "answered") throw new Error(`${sayAsk(ask)} was ${outcome.kind}`);
    expect(applies(device.laws, state, ask), sayAsk(ask)).toBe(true);
    expect(judge(device.laws, state, { ask, answer: outcome.answer }), sayAnswer(ask, outcome.answer)).toBe(LEGAL);
    return outcome.answer;
  });
}

const resize = (blocks: number): Command<Device> => ({ kind: "resize", bytes: BigInt(blocks) * unit });
const plug = (block: number, blocks: number): Command<Device> => ({ kind: "plug", address: at(block), blocks });
const unplug = (block: number, blocks: number): Command<Device> => ({ kind: "unplug", address: at(block), blocks });
const state = (block: number, blocks: number): Command<Device> => ({ kind: "state", address: at(block), blocks });
const kinds = (answers: readonly Answer<Device>[]): string => answers.map(({ kind }) => kind).join(" ");

const table: readonly [
  title: string,
  asks: readonly Command<Device>[],
  margin: string,
  region: string,
  slot: string,
][] = [
  [
    "plug and unplug",
    [resize(4), plug(0, 4), unplug(1, 2), state(0, 2)],
    "done ack ack ack",
    "done ack ack ack",
    "done ack ack ack",
  ],
  ["over-request", [resize(2), plug(0, 3)], "done nack", "done nack", "done nack"],
  [
    "over-request that overlaps too",
    [resize(2), plug(0, 2), plug(1, 1)],
    "done ack nack",
    "done ack nack",
    "done ack error",
  ],
  ["beyond the usable region", [resize(1), plug(5, 1)], "done error", "done ack", "done error"],
  [
    "last block of the region",
    [resize(10), plug(9, 1), plug(9, 2)],
    "done ack error",
    "done ack error",
    "done ack error",
  ],
  [
    "nothing, misaligned, near 2^64",
    [
      resize(1),
      plug(0, 0),
      { kind: "plug", address: start + 8n, blocks: 1 },
      { kind: "plug", address: 2n ** 64n - unit, blocks: 65_535 },
    ],
    "done error error error",
    "done error error error",
    "done error error error",
  ],
  [
    "migration",
    [
      resize(4),
      plug(0, 2),
      { kind: "migration-start" },
      plug(2, 1),
      unplug(0, 1),
      { kind: "unplug-all" },
      { kind: "system-reset" },
      { kind: "migration-end" },
      { kind: "unplug-all" },
    ],
    "done ack done busy busy busy done done ack",
    "done ack done busy busy busy done done ack",
    "done ack done busy busy busy done done ack",
  ],
  [
    "impossible resizes",
    [resize(11), { kind: "resize", bytes: 1n }],
    "refused refused",
    "refused refused",
    "refused refused",
  ],
  [
    "malformed",
    [
      { kind: "malformed", how: "unknown-type" },
      { kind: "malformed", how: "short-request" },
    ],
    "needs-reset needs-reset",
    "error ignored",
    "ignored error",
  ],
];

describe("the reference device", () => {
  test.each(table)("answers: %s", (_, asks, ...expected) => {
    expect(referenceDevices.map((source) => kinds(story(source, asks)))).toEqual(expected);
  });

  test("a page of memory survives everything but its own unplug", () => {
    const word = at(0) + 8n;
    const read: Command<Device> = { kind: "read", address: word };
    const answers = story(referenceDevice, [
      resize(2),
      plug(0, 1),
      read,
      { kind: "write", address: word, value: 7n },
      plug(1, 1),
      unplug(1, 1),
      { kind: "device-reset" },
      { kind: "config" },
      read,
      unplug(0, 1),
      plug(0, 1),
      read,
    ]);
    expect(answers.flatMap((answer) => (answer.kind === "value" ? [answer.value] : []))).toEqual([0n, 7n, 0n]);
  });

  test("a fork goes its own way", () => {
    const one = referenceDevice.boot(presets.tiny);
    one.perform(resize(2));
    const other = one.fork();
    expect(other.key()).toBe(one.key());
    other.perform(plug(0, 1));
    expect(other.key()).not.toBe(one.key());
    other.perform(unplug(0, 1));
    expect(other.key()).toBe(one.key());
    void one.stop();
  });
});

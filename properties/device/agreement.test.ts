import { describe, expect, test } from "vitest";
import { type Answer, type Command, judge, type Kind, type Law } from "../../model/contract.ts";
import { device } from "../../model/device/contract.ts";
import type { DeviceState } from "../../model/device/state.ts";
import type { Aftermath, Device, Response } from "../../model/device/vocabulary.ts";
import type { Geometry } from "../../model/geometry.ts";
import { presets } from "../../model/presets.ts";
import { openDocket, profilesUpTo } from "../../model/rule.ts";
import { bytes } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import { diceOf } from "../dice.ts";
import { listed } from "../listed.test-kit.ts";
import { deviceComposer } from "./composer.ts";

const UNIT = 4096n;
/** Three blocks: the fewest with a middle. */
const three: Geometry = {
  ...presets.tiny,
  device: { blockBytes: bytes(4096), regionBlocks: 3, address: bytes(8192) },
};

const docketOf = (profile: string) =>
  openDocket(device.rules, { profiles: profilesUpTo(device.profiles, profile), world: "closed" });

/** The law of a command; the cast is sound because a law is filed under its own kind. */
const lawOf = (ask: Command<Device>) => device.laws[ask.kind] as unknown as Law<Device, Kind<Device>, DeviceState>;

/** Equal for equal answers. */
function textOf(answer: Answer<Device>): string {
  const { kind, after, notified } = answer;
  const sizes = `${kind} ${after.requested}/${after.usable}/${after.plugged} ${notified}`;
  if ("state" in answer) return `${sizes} ${answer.state}`;
  if ("value" in answer) return `${sizes} ${answer.value}`;
  if (!("config" in answer)) return sizes;
  const { blockSize, node, address, region, requested, usable, plugged } = answer.config;
  return `${sizes} ${blockSize} ${node} ${address} ${region} ${requested}/${usable}/${plugged}`;
}

const sizes = [0n, 1n, 2n, 3n, 4n].map((n) => n * UNIT);

function* aftermaths(): Iterable<Aftermath> {
  for (const requested of sizes)
    for (const usable of [...sizes, UNIT / 2n])
      for (const plugged of sizes)
        for (const notified of ["yes", "no", "unseen"] as const)
          yield { after: { requested, usable, plugged }, notified };
}

const responses = ["ack", "nack", "busy", "error", "ignored", "needs-reset", "unknown"] as const;
/** The values that stand for all others when a word may hold anything, and some that are wrong when it may not. */
const [anything, words] = [
  [0n, 2n ** 64n - 1n],
  [0n, 1n, 7n, 2n ** 64n - 1n],
];

function* anyResponse(rest: Aftermath, kinds: readonly (typeof responses)[number][]): Iterable<Response> {
  for (const kind of kinds) yield kind === "unknown" ? { kind, code: 4, ...rest } : { kind, ...rest };
}

function* configs(rest: Aftermath): Iterable<Answer<Device, "config">> {
  const good = { blockSize: UNIT, node: 0, address: 8192n, region: 3n * UNIT, ...rest.after };
  const bad = [{ blockSize: 2n * UNIT }, { address: 0n }, { region: 0n }, { plugged: UNIT }, { requested: UNIT }];
  for (const change of bad) yield { kind: "config", config: { ...good, ...change }, ...rest };
  for (const node of [0, 1])
    for (const usable of [...sizes, UNIT / 2n]) yield { kind: "config", config: { ...good, node, usable }, ...rest };
}

/** Everything a device could answer at all, with sizes from a short list. */
function* candidates(state: DeviceState, ask: Command<Device>): Iterable<Answer<Device>> {
  for (const rest of aftermaths()) {
    switch (ask.kind) {
      case "plug":
      case "unplug":
      case "unplug-all":
      case "malformed":
        yield* anyResponse(rest, responses);
        break;
      case "state":
        yield* anyResponse(rest, responses.slice(1)) as Iterable<Answer<Device, "state">>;
        for (const said of ["plugged", "unplugged", "mixed"] as const) yield { kind: "ack", state: said, ...rest };
        break;
      case "config":
        yield* configs(rest);
        break;
      case "write":
        yield { kind: "done", ...rest };
        break;
      case "read":
        for (const value of state.words.has(Number(ask.address)) ? words : anything)
          yield { kind: "value", value, ...rest };
        break;
      default:
        yield { kind: "done", ...rest };
        yield { kind: "refused", why: "not now", ...rest };
    }
  }
}

/** A state some device could be in: any answers at all, as long as they are legal. */
function wander(dice: Dice, steps: number): DeviceState {
  const state = device.begin(three, docketOf("uapi"));
  for (let i = 0; i < steps; i++) {
    const asks = [...deviceComposer.enumerate(state)];
    const ask = dice.pick(asks);
    const answers = [...listed(lawOf(ask), state, ask)];
    const welcome = answers.filter(({ kind }) => kind === "ack" || kind === "done");
    const answer = dice.pick(welcome.length > 0 && dice.chance(4, 5) ? welcome : answers);
    const before = state.key();
    expect(judge(device.laws, state, { ask, answer }), `${before} ${device.sayAsk(ask)}: ${textOf(answer)}`).toEqual({
      kind: "legal",
    });
  }
  return state;
}

/** A device whose words hold what `words` offers, so that candidates can be right. */
const clean = (state: DeviceState): DeviceState => {
  for (const at of state.words.keys()) state.words.set(at, 7n);
  return state;
};

/** The first candidate on which the two differ, or an answer that is no candidate. */
function disagreement(state: DeviceState, ask: Command<Device>, allowed: ReadonlySet<string>): string | undefined {
  const unseen = new Set(allowed);
  for (const answer of candidates(state, ask)) {
    const accepted = judge(device.laws, state.fork(), { ask, answer }).kind === "legal";
    const text = textOf(answer);
    if (accepted !== allowed.has(text)) return `judge ${accepted ? "accepts" : "rejects"} ${text}`;
    if (accepted) unseen.delete(text);
  }
  return [...unseen][0];
}

describe("answers() and judge()", () => {
  test("agree on everything a device of three blocks could answer", () => {
    const seen = new Map<string, number>();
    for (let run = 0; run < 16; run++) {
      const dice = diceOf(20, run);
      const state = clean(wander(dice, dice.below(16)));
      const key = state.key();
      const asks = [...deviceComposer.enumerate(state)];
      for (const kind of new Set(asks.map((ask) => ask.kind))) {
        const ask = dice.pick(asks.filter((one) => one.kind === kind));
        const allowed = new Set([...listed(lawOf(ask), state, ask)].map(textOf));
        expect(state.key(), "answers() changed the state").toBe(key);
        expect(allowed.size).toBeGreaterThan(0);
        seen.set(ask.kind, (seen.get(ask.kind) ?? 0) + 1);
        expect(disagreement(state, ask, allowed), `${key} ${device.sayAsk(ask)}`).toBeUndefined();
      }
    }
    expect([...seen.keys()].sort()).toEqual(Object.keys(device.laws).sort());
  });

  test("what the strongest profile accepts, the weakest accepts too", () => {
    for (let run = 0; run < 200; run++) {
      const dice = diceOf(21, run);
      const state = wander(dice, dice.below(16));
      const weak = { ...state, docket: docketOf("spec") };
      const ask = dice.pick([...deviceComposer.enumerate(state)]);
      for (const answer of listed(lawOf(ask), state, ask))
        expect(judge(device.laws, state.fork.call(weak), { ask, answer }).kind).toBe("legal");
    }
  });

  test("no answer makes a law throw", () => {
    const wild = [0n, 1n, 2n ** 64n - 1n, 2n ** 63n, UNIT - 1n];
    for (let run = 0; run < 3_000; run++) {
      const dice = diceOf(22, run);
      const state = wander(dice, dice.below(4));
      const ask = dice.pick([...deviceComposer.enumerate(state)]);
      const kind = dice.pick([...responses, "done", "refused", "value", "config"] as const);
      const any = () => dice.pick(wild);
      const after = { requested: any(), usable: any(), plugged: any() };
      const config = { blockSize: any(), node: -1, address: any(), region: any(), ...after };
      const answer = { kind, code: -1, state: "?", why: "", value: any(), config, after, notified: "no" };
      const before = JSON.stringify(ask, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
      expect(() => judge(device.laws, state, { ask, answer: answer as never }), `${before} ${kind}`).not.toThrow();
    }
  });
});

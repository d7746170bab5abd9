import { describe, expect, test } from "vitest";
import { type Answer, applies, type Command, judge } from "../../contract.ts";
import type { Geometry } from "../../geometry.ts";
import { presets } from "../../presets.ts";
import { openDocket, profilesUpTo } from "../../rule.ts";
import { bytes } from "../../units.ts";
import { device } from "../contract.ts";
import type { DeviceRuleId } from "../rules.ts";
import type { DeviceState } from "../state.ts";
import type { Aftermath, Device, Malformation } from "../vocabulary.ts";

/** Eight blocks of 4 KiB at 64 KiB. */
const eight: Geometry = {
  ...presets.tiny,
  device: { blockBytes: bytes(4096), regionBlocks: 8, address: bytes(65_536) },
};
const blocks = (n: number): bigint => BigInt(n * 4096);
const at = (n: number): bigint => 65_536n + blocks(n);

const begin = (profile: string): DeviceState =>
  device.begin(eight, openDocket(device.rules, { profiles: profilesUpTo(device.profiles, profile), world: "closed" }));

/** Sizes in blocks, as `requested/usable/plugged`, with `!` when a notification came, `~` when nobody can tell. */
function aftermath(text: string): Aftermath {
  const [requested = 0, usable = 0, plugged = 0] = text.replace(/[!~]/, "").split("/").map(Number);
  const notified = text.endsWith("!") ? "yes" : text.endsWith("~") ? "unseen" : "no";
  return { after: { requested: blocks(requested), usable: blocks(usable), plugged: blocks(plugged) }, notified };
}

/** A step as text: `plug 0+2 ack 4/6/2`. Addresses and lengths in blocks, resizes too. */
function step(text: string): { ask: Command<Device>; answer: Answer<Device> } {
  const words = text.split(" ");
  const sizes = aftermath(words.at(-1) ?? "");
  const [kind = "", ...rest] = words.slice(0, -1);
  return { ask: askOf(kind, rest), answer: answerOf(kind, rest, sizes) };
}

const number = (word = ""): bigint => (word.startsWith("#") ? BigInt(word.slice(1)) : blocks(Number(word)));

function askOf(kind: string, [arg = "", arg2 = ""]: readonly string[]): Command<Device> {
  switch (kind) {
    case "resize":
      return { kind, bytes: number(arg) };
    case "plug":
    case "unplug":
    case "state": {
      const [start = "", count] = arg.split("+");
      return {
        kind,
        address: start.startsWith("#") ? BigInt(start.slice(1)) : at(Number(start)),
        blocks: Number(count),
      };
    }
    case "malformed":
      return { kind, how: arg as Malformation };
    case "write":
      return { kind, address: at(Number(arg)), value: BigInt(arg2) };
    case "read":
      return { kind, address: at(Number(arg)) };
    default:
      return { kind } as Command<Device>;
  }
}

function answerOf(kind: string, words: readonly string[], sizes: Aftermath): Answer<Device> {
  const said = words.at(-1) ?? "";
  if (kind === "config") {
    const { requested, usable, plugged } = sizes.after;
    const config = { blockSize: 4096n, node: 0, address: at(0), region: blocks(8), requested, usable, plugged };
    const changed: Record<string, object> = {
      odd: { blockSize: 4097n },
      askew: { address: at(0) + 1n },
      twice: { blockSize: 8192n },
      moved: { address: at(8) },
      grown: { region: blocks(16) },
      node: { node: 1 },
      stale: { plugged: plugged + 4096n },
      early: { usable: usable - 4096n },
      ahead: { usable: usable + 4096n },
    };
    return { kind: "config", config: { ...config, ...changed[said] }, ...sizes };
  }
  if (kind === "read") return { kind: "value", value: BigInt(said), ...sizes };
  if (kind === "write") return { kind: "done", ...sizes };
  if (said === "plugged" || said === "unplugged" || said === "mixed") return { kind: "ack", state: said, ...sizes };
  if (said === "unknown") return { kind: "unknown", code: 9, ...sizes };
  if (said === "refused") return { kind: "refused", why: "no", ...sizes };
  return { kind: said, ...sizes } as Answer<Device>;
}

const four = ["resize 4 done 4/6/0!", "plug 0+2 ack 4/6/2"];
const migrating = [...four, "migration-start done 4/6/2"];

/** One block is plugged, and nobody knows which: possible where a system reset need not do all or nothing. */
const unsure = [...four, "system-reset done 4/6/1"];

type Row = readonly [before: readonly string[], last: string, rule: DeviceRuleId | "fine", under?: "spec"];

const rows: readonly Row[] = [
  [four, "plug 2+2 ack 4/6/4", "fine"],
  [four, "plug 2+2 busy 4/6/2", "fine"],
  [four, "plug 2+2 error 4/6/2", "plug/error-has-cause"],
  [four, "plug 2+2 error 4/6/2", "fine", "spec"],
  [four, "plug 2+2 nack 4/6/2", "nack/only-for-over-request"],
  [four, "plug 2+2 nack 4/6/2", "fine", "spec"],
  [four, "plug 2+2 ignored 4/6/2", "request/answered"],
  [four, "plug 2+2 needs-reset 4/6/2", "request/answered"],
  [four, "plug 2+2 unknown 4/6/2", "response/defined"],
  [four, "plug 2+2 ack 4/6/3", "plugged/reflects-blocks"],
  [four, "plug 2+2 busy 4/6/3", "refusal/changes-nothing"],
  [four, "plug 2+3 ack 4/6/5", "plug/within-requested"],
  [four, "plug 2+3 ack 4/6/5", "fine", "spec"],
  [[...four, "plug 2+2 ack 4/6/4"], "plug 4+1 ack 4/6/5", "plug/stops-at-requested", "spec"],
  [[...four, "plug 2+2 ack 4/6/4"], "plug 4+1 ack 5/6/5!", "fine", "spec"],
  [[...four, "resize 1 done 1/6/2!"], "plug 2+1 ack 1/6/3", "plug/stops-at-requested", "spec"],
  [four, "plug 2+3 nack 4/6/2", "fine"],
  [four, "plug 2+3 busy 4/6/2", "fine"],
  [four, "plug 2+3 error 4/6/2", "nack/for-over-request"],
  [four, "plug 2+3 error 4/6/2", "fine", "spec"],
  [four, "plug 1+2 ack 4/6/3", "plug/already-plugged"],
  [four, "plug 1+2 error 4/6/2", "fine"],
  [four, "plug 1+2 busy 4/6/2", "fine"],
  [four, "plug 1+2 nack 4/6/2", "plug/already-plugged"],
  [four, "plug 1+3 nack 4/6/2", "fine"],
  [four, "plug 1+3 error 4/6/2", "fine"],
  [four, "plug 5+2 ack 4/6/4", "plug/invalid-range"],
  [four, "plug 5+2 error 4/6/2", "fine"],
  [four, "plug 5+2 busy 4/6/2", "plug/invalid-range"],
  [four, "plug 5+2 nack 4/6/2", "plug/invalid-range"],
  [four, "plug 5+2 ack 4/8/4!", "fine"],
  [four, "plug 5+2 error 4/8/2!", "fine"],
  [four, "plug 2+0 error 4/6/2", "fine"],
  [four, "plug 2+0 ack 4/6/2", "plug/invalid-range"],
  [four, "plug #73736+1 ack 4/6/3", "plug/invalid-range"],
  [four, "plug #18446744073709547520+2 ack 4/6/4", "plug/invalid-range"],
  [four, "plug #0+1 error 4/6/2", "fine"],
  [[], "plug 0+1 error 0/0/0", "fine"],
  [[], "plug 0+1 nack 0/8/0", "fine"],
  [four, "unplug 0+2 ack 4/6/0", "fine"],
  [four, "unplug 0+2 busy 4/6/2", "fine"],
  [four, "unplug 0+2 error 4/6/2", "unplug/error-has-cause"],
  [four, "unplug 0+2 error 4/6/2", "fine", "spec"],
  [four, "unplug 0+2 nack 4/6/2", "nack/only-for-over-request"],
  [four, "unplug 0+2 ignored 4/6/2", "request/answered"],
  [four, "unplug 0+2 busy 4/6/0", "refusal/changes-nothing"],
  [four, "unplug 0+2 ack 4/6/2", "plugged/reflects-blocks"],
  [four, "unplug 1+2 error 4/6/2", "fine"],
  [four, "unplug 1+2 busy 4/6/2", "fine"],
  [four, "unplug 1+2 ack 4/6/1", "unplug/already-unplugged"],
  [four, "unplug 6+1 ack 4/6/1", "unplug/invalid-range"],
  [four, "unplug 6+1 busy 4/6/2", "unplug/invalid-range"],
  [four, "unplug 8+1 error 4/6/2", "fine"],
  [four, "unplug-all ack 4/4/0", "fine"],
  [four, "unplug-all ack 4/8/0", "fine"],
  [four, "unplug-all ack 4/0/0", "usable/covers-requested"],
  [four, "unplug-all ack 4/4/2", "unplug-all/empties"],
  [four, "unplug-all busy 4/6/2", "fine"],
  [[...four, "resize 1 done 1/6/2!"], "unplug-all busy 1/1/2", "usable/covers-plugged"],
  [four, "unplug-all busy 4/6/0", "refusal/changes-nothing"],
  [four, "unplug-all error 4/6/2", "unplug-all/ack-or-busy"],
  [four, "unplug-all error 4/6/2", "fine", "spec"],
  [four, "unplug-all error 4/6/0", "refusal/changes-nothing", "spec"],
  [four, "unplug-all nack 4/6/2", "nack/only-for-over-request"],
  [four, "unplug-all unknown 4/6/2", "response/defined"],
  [four, "state 0+2 plugged 4/6/2", "fine"],
  [four, "state 1+2 mixed 4/6/2", "fine"],
  [four, "state 2+2 unplugged 4/6/2", "fine"],
  [four, "state 1+2 plugged 4/6/2", "state/truthful"],
  [four, "state 0+2 mixed 4/6/2", "state/truthful"],
  [four, "state 0+2 busy 4/6/2", "state/acknowledged"],
  [four, "state 0+2 error 4/6/2", "state/acknowledged"],
  [four, "state 0+2 unknown 4/6/2", "response/defined"],
  [four, "state 6+1 unplugged 4/6/2", "state/invalid-range"],
  [four, "state 6+1 error 4/6/2", "fine"],
  [four, "state 0+2 plugged 4/6/3", "plugged/reflects-blocks"],
  [four, "resize 8 done 8/8/2!", "fine"],
  [four, "resize 8 done 8/8/2", "fine"],
  [four, "resize 8 done 8/7/2!", "usable/covers-requested"],
  [four, "resize 8 done 8/9/2!", "usable/inside-region"],
  [four, "resize 1 done 1/4/2!", "usable/never-shrinks"],
  [four, "resize 1 done 1.5/6/2!", "sizes/whole-blocks"],
  [four, "resize 1 done 1/6.5/2!", "sizes/whole-blocks"],
  [four, "resize 1 done 1/6/2.5!", "sizes/whole-blocks"],
  [four, "resize 1 done 4/6/2", "resize/takes-effect"],
  [four, "resize 1 done 4/6/2", "fine", "spec"],
  [four, "resize #5000 done 1/6/2!", "fine"],
  [four, "resize #5000 done 2/6/2!", "fine"],
  [four, "resize #5000 done 3/6/2!", "resize/takes-effect"],
  [four, "resize #18446744073709551615 done 8/8/2!", "fine"],
  [four, "resize #18446744073709551615 done 7/8/2!", "resize/takes-effect"],
  [four, "resize 9 refused 4/6/2", "fine"],
  [four, "resize 5 refused 5/6/2", "requested/host-alone"],
  [four, "read 0 5 5/6/2!", "requested/host-alone"],
  [four, "read 0 5 5/6/2!", "fine", "spec"],
  [[...four, "resize 5 done 5/7/2"], "config fine 5/7/2", "notify/size-changed"],
  [[...four, "resize 5 done 5/7/2"], "config fine 5/7/2!", "fine"],
  [[...four, "resize 5 done 5/7/2"], "config fine 5/7/2~", "fine"],
  [[...four, "resize 5 done 5/7/2~"], "config fine 5/7/2", "fine"],
  [[...four, "resize 5 done 5/7/2", "resize 3 done 3/7/2!"], "state 0+1 plugged 3/7/2", "fine"],
  [[...four, "resize 5 done 5/7/2"], "unplug-all ack 5/5/0", "notify/size-changed"],
  [[...four, "unplug-all ack 4/4/0"], "state 0+1 unplugged 4/4/0", "fine"],
  [[...four, "read 0 0 4/7/2"], "state 0+1 plugged 4/7/2", "notify/size-changed"],
  [[...four, "resize 5 done 5/7/2", "device-reset done 5/7/2"], "state 0+1 plugged 5/7/2", "fine"],
  [[...four, "resize 5 done 5/7/2", "system-reset done 5/5/0"], "state 0+1 unplugged 5/5/0", "fine"],
  [four, "device-reset done 4/6/2", "fine"],
  [four, "device-reset done 4/6/0", "device-reset/changes-nothing"],
  [four, "device-reset done 4/4/2", "usable/never-shrinks"],
  [four, "system-reset done 4/4/0", "fine"],
  [four, "system-reset done 4/6/2", "fine"],
  [four, "system-reset done 4/6/1", "system-reset/all-or-nothing"],
  [four, "system-reset done 4/6/1", "fine", "spec"],
  [four, "system-reset done 4/6/5", "fine", "spec"],
  [four, "system-reset done 4/6/9", "plugged/reflects-blocks", "spec"],
  [four, "system-reset done 4/4/5", "usable/covers-plugged", "spec"],
  [unsure, "state 3+1 plugged 4/6/1", "fine", "spec"],
  [unsure, "state 3+1 unplugged 4/6/1", "fine", "spec"],
  [unsure, "state 3+1 mixed 4/6/1", "state/truthful", "spec"],
  [unsure, "state 3+2 mixed 4/6/1", "fine", "spec"],
  [unsure, "state 3+2 plugged 4/6/1", "state/truthful", "spec"],
  [[...unsure, "state 3+1 plugged 4/6/1"], "state 2+2 unplugged 4/6/1", "state/truthful", "spec"],
  [[...unsure, "state 3+1 plugged 4/6/1"], "state 2+2 mixed 4/6/1", "fine", "spec"],
  [[...unsure, "state 3+1 plugged 4/6/1"], "plug 3+2 ack 4/6/3", "plug/already-plugged", "spec"],
  [[...unsure, "state 3+1 unplugged 4/6/1"], "unplug 2+2 ack 4/6/0", "unplug/already-unplugged", "spec"],
  [unsure, "plug 2+1 ack 4/6/2", "fine", "spec"],
  [unsure, "plug 2+1 error 4/6/1", "fine", "spec"],
  [unsure, "plug 2+1 ack 4/6/1", "plugged/reflects-blocks", "spec"],
  [unsure, "unplug 2+1 ack 4/6/0", "fine", "spec"],
  [unsure, "unplug 2+1 error 4/6/1", "fine", "spec"],
  [[...unsure, "unplug-all ack 4/6/0"], "state 0+6 mixed 4/6/0", "state/truthful", "spec"],
  [four, "system-reset refused 4/6/2", "fine"],
  [four, "system-reset refused 4/6/0", "plugged/reflects-blocks"],
  [four, "migration-start done 4/6/2", "fine"],
  [four, "migration-start done 4/6/0", "plugged/reflects-blocks"],
  [migrating, "plug 2+2 busy 4/6/2", "fine"],
  [migrating, "plug 2+2 ack 4/6/4", "fine"],
  [migrating, "migration-end refused 4/6/2", "fine"],
  [four, "malformed unknown-type needs-reset 4/6/2", "fine"],
  [four, "malformed short-request ignored 4/6/2", "fine"],
  [four, "malformed no-response error 4/6/2", "fine"],
  [four, "malformed unknown-type ack 4/6/2", "malformed/not-served"],
  [four, "malformed unknown-type unknown 4/6/2", "malformed/not-served"],
  [four, "malformed unknown-type ignored 4/6/0", "refusal/changes-nothing"],
  [four, "config fine 4/6/2", "fine"],
  [four, "config odd 4/6/2", "config/power-of-two"],
  [four, "config askew 4/6/2", "config/power-of-two"],
  [four, "config twice 4/6/2", "config/constant"],
  [four, "config moved 4/6/2", "config/constant"],
  [four, "config grown 4/6/2", "config/constant"],
  [four, "config stale 4/6/2", "config/current"],
  [four, "config early 4/6/2", "config/current"],
  [four, "config early 4/7/2", "fine"],
  [four, "config ahead 4/6/2", "config/current"],
  [[], "config early 0/7/0", "fine"],
  [four, "config node 4/6/2", "fine"],
  [[...four, "config fine 4/6/2"], "config node 4/6/2", "config/constant"],
  [[...four, "config fine 4/6/2", "system-reset done 4/6/2"], "config node 4/6/2", "fine"],
  [[...four, "write 0 7 4/6/2"], "read 0 7 4/6/2", "fine"],
  [[...four, "write 0 7 4/6/2"], "read 0 8 4/6/2", "content/kept"],
  [[...four, "write 0 7 4/6/2", "device-reset done 4/6/2"], "read 0 0 4/6/2", "content/kept"],
  [[...four, "write 0 7 4/6/2", "system-reset done 4/6/2"], "read 0 0 4/6/2", "fine"],
  [[...four, "write 1 7 4/6/2", "unplug 0+1 ack 4/6/1"], "read 1 0 4/6/1", "content/kept"],
  [[...four, "write 0 7 4/6/2", "unplug 0+1 ack 4/6/1", "plug 0+1 ack 4/6/2"], "read 0 0 4/6/2", "fine"],
  [[...four, "write 0 7 4/6/2", "unplug-all ack 4/6/0", "plug 0+1 ack 4/6/1"], "read 0 0 4/6/1", "fine"],
  [[...four, "read 0 3 4/6/2"], "read 0 4 4/6/2", "content/kept"],
];

describe("the laws of the device", () => {
  for (const [before, last, rule, under = "uapi"] of rows)
    test(`${before.slice(four.length).join(", ")} then ${last} is ${rule} under ${under}`, () => {
      const state = begin(under);
      for (const text of before) {
        expect(applies(device.laws, state, step(text).ask), text).toBe(true);
        expect(judge(device.laws, state, step(text)), text).toEqual({ kind: "legal" });
      }
      expect(applies(device.laws, state, step(last).ask)).toBe(true);
      const verdict = judge(device.laws, state, step(last));
      expect(verdict.kind === "legal" ? "fine" : verdict.violation.rule).toBe(rule);
    });

  test("every rule is shown broken", () => {
    const shown = new Set<string>(rows.map(([, , rule]) => rule));
    expect(Object.keys(device.rules).filter((rule) => !shown.has(rule))).toEqual([]);
  });

  test("a premise is counted only when its rule has something to say", () => {
    const counts = (...steps: readonly string[]) => {
      const state = begin("uapi");
      for (const text of steps) judge(device.laws, state, step(text));
      return (rule: DeviceRuleId) => state.docket.premises[device.rules[rule].index];
    };
    const idle = counts("unplug-all ack 0/0/0", "config fine 0/0/0!", "state 0+1 error 0/0/0");
    const busy = counts(
      ...four,
      "write 0 7 4/6/2",
      "read 0 7 4/6/2",
      "unplug-all busy 4/6/2",
      "state 0+2 plugged 4/6/2",
    );
    const rules = ["usable/covers-plugged", "notify/size-changed", "content/kept", "state/truthful"] as const;
    expect(rules.map(idle)).toEqual([0, 0, 0, 0]);
    expect(rules.map(busy)).toEqual([1, 1, 1, 1]);
    const late = counts(
      ...four,
      "resize 5 done 5/7/2",
      "resize 6 done 6/8/2",
      "config fine 6/8/2!",
      "config fine 6/8/2!",
    );
    expect(late("notify/size-changed")).toBe(2);
  });

  test("memory is asked for only where it is plugged, requests only as they can be encoded", () => {
    const state = begin("uapi");
    for (const text of four) judge(device.laws, state, step(text));
    const asks = (...all: readonly Command<Device>[]) => all.map((ask) => applies(device.laws, state, ask));
    const value = 1n;
    expect(
      asks(
        { kind: "read", address: at(2) },
        { kind: "read", address: at(0) + 4n },
        { kind: "read", address: 0n },
        { kind: "read", address: at(8) },
        { kind: "write", address: at(2), value },
        { kind: "write", address: at(1), value: 2n ** 64n },
        { kind: "plug", address: -4096n, blocks: 1 },
        { kind: "plug", address: 2n ** 64n, blocks: 1 },
        { kind: "unplug", address: at(0), blocks: 65_536 },
        { kind: "state", address: at(0), blocks: 0.5 },
        { kind: "resize", bytes: -1n },
        { kind: "resize", bytes: 2n ** 64n },
        { kind: "migration-end" },
      ),
    ).toEqual(Array(13).fill(false));
    expect(asks({ kind: "read", address: at(1) + 4088n }, { kind: "write", address: at(1), value })).toEqual([
      true,
      true,
    ]);
    judge(device.laws, state, step("migration-start done 4/6/2"));
    expect(asks({ kind: "migration-start" }, { kind: "migration-end" })).toEqual([false, true]);
  });
});

import { describe, expect, test } from "vitest";
import { type Command, judge, type Step } from "../../../model/contract.ts";
import { guest } from "../../../model/guest/contract.ts";
import type { GuestEvent, Spent } from "../../../model/guest/events.ts";
import { withRegion } from "../../../model/guest/layout.ts";
import { referenceGuest, virtioMemGuest } from "../../../model/guest/reference/reference.ts";
import type { GuestRuleId } from "../../../model/guest/rules.ts";
import type { Guest } from "../../../model/guest/vocabulary.ts";
import { presets } from "../../../model/presets.ts";
import { openDocket, profilesUpTo } from "../../../model/rule.ts";
import type { ForkableSource } from "../../../model/subject.ts";
import { block, extent, FRAME_BYTES, frames, type Handle, pfn, type U64 } from "../../../model/units.ts";

/** 8 frames of boot memory, 4 shared ones, two partitions of 8: frames 12 to 19 and 20 to 27. */
const geometry = withRegion(presets.tiny);
const size = (count: number): U64 => BigInt(count * FRAME_BYTES) as U64;
const handle = (n: number): Handle => n as Handle;

const resize = (count: number): Command<Guest> => ({ kind: "resize", bytes: size(count) });
const settle: Command<Guest> = { kind: "settle", within: 1_000 };
const spawn = (as: number, wait = false): Command<Guest> => ({ kind: "spawn", as: handle(as), wait });
const exit = (process: number): Command<Guest> => ({ kind: "exit", process: handle(process) });
const touch = (process: number, as: number, pages: number, write = true): Command<Guest> => ({
  kind: "touch",
  process: handle(process),
  as: handle(as),
  pages: frames(pages),
  write,
});
const on = (process: number, area: number) => ({ process: handle(process), area: handle(area) });
const read = (process: number, area: number): Command<Guest> => ({ kind: "read", ...on(process, area) });
const write = (process: number, area: number, value: number): Command<Guest> => ({
  kind: "write",
  ...on(process, area),
  value,
});
const pin = (process: number, area: number, as: number, how: "io" | "longterm"): Command<Guest> => ({
  kind: "pin",
  ...on(process, area),
  as: handle(as),
  how,
});
const pages = { file: 1, first: 0, pages: frames(2) };
const faultFile = (process: number, as: number): Command<Guest> => ({
  kind: "fault-file",
  process: handle(process),
  as: handle(as),
  ...pages,
});
const readFile = (process: number): Command<Guest> => ({ kind: "read-file", process: handle(process), ...pages });
const kernel = (as: number, order: number): Command<Guest> =>
  ({ kind: "kernel-allocate", as: handle(as), order }) as Command<Guest>;
const observe: Command<Guest> = { kind: "observe" };

/** The shared partition and the first private one are plugged; process 1 has it. */
const started = [resize(12), settle, spawn(1)];

type Answered = Step<Guest>["answer"];
/** Falsifies an answer. */
type Forge = (answer: Answered) => unknown;

const say =
  (fields: object): Forge =>
  (answer) => ({ ...answer, ...fields });
const spend =
  (fields: Partial<Spent>): Forge =>
  (answer) => ({ ...answer, spent: { ...answer.spent, ...fields } });
/** Counts what the changed events cost, so that only the events are wrong. */
const tellAll = (answer: Answered, events: readonly GuestEvent[]) => {
  const sum = (count: (event: GuestEvent) => number) => events.reduce((total, event) => total + count(event), 0);
  const spent: Spent = {
    ...answer.spent,
    migrated: sum((event) => (event.kind === "move" ? event.count : 0)),
    zeroed: sum((event) => (event.kind === "zero" ? event.extent.count : 0)),
    requests: sum((event) => (event.kind === "response" ? 1 : 0)),
    offlined: sum((event) => (event.kind === "offline" && event.outcome === "done" ? 1 : 0)),
  };
  return { ...answer, events, spent };
};
/** Changes the first event of a kind. */
const tell =
  (kind: GuestEvent["kind"], fields: object): Forge =>
  (answer) => {
    const at = answer.events.findIndex((event) => event.kind === kind);
    expect(at).toBeGreaterThanOrEqual(0);
    return tellAll(
      answer,
      answer.events.map((event, i) => (i === at ? ({ ...event, ...fields } as GuestEvent) : event)),
    );
  };
/** Leaves the first event of a kind out. */
const hush =
  (kind: GuestEvent["kind"]): Forge =>
  (answer) => {
    const at = answer.events.findIndex((event) => event.kind === kind);
    expect(at).toBeGreaterThanOrEqual(0);
    return tellAll(
      answer,
      answer.events.filter((_, i) => i !== at),
    );
  };
/** Invents an event, before all others. */
const invent =
  (event: GuestEvent): Forge =>
  (answer) =>
    tellAll(answer, [event, ...answer.events]);

/** Which rule convicts, after which commands, and what is falsified in the answer to the last one. */
const forgeries: readonly (readonly [GuestRuleId, readonly Command<Guest>[], Forge])[] = [
  ["place/as-many-as-asked", [...started, touch(1, 2, 3)], say({ frames: [extent(12, 2)] })],
  ["place/usable-frames", [...started, touch(1, 2, 3)], say({ frames: [extent(20, 3)] })],
  ["place/free-frames", [...started, touch(1, 2, 3), touch(1, 3, 3)], say({ frames: [extent(12, 3)] })],
  ["place/pages-stay", [...started, touch(1, 2, 3), write(1, 2, 7)], say({ frames: [extent(15, 3)] })],
  ["place/zero-page", [...started, touch(1, 2, 1, false)], say({ frames: [extent(12, 1)] })],
  [
    "place/breaks-sharing",
    [...started, touch(1, 2, 1), { kind: "fork", process: handle(1), as: handle(3) }, write(1, 2, 7)],
    say({ frames: [extent(12, 1)] }),
  ],
  ["place/kernel-aligned", [...started, kernel(2, 1)], say({ frames: [extent(1, 2)] })],
  ["files/one-copy", [...started, faultFile(1, 2), readFile(1)], say({ frames: [extent(10, 2)] })],
  ["confine/anonymous", [...started, touch(1, 2, 3)], say({ frames: [extent(0, 3)] })],
  ["confine/files", [...started, faultFile(1, 2)], say({ frames: [extent(12, 2)] })],
  ["confine/shared-first", [...started, faultFile(1, 2)], say({ frames: [extent(0, 2)] })],
  ["confine/kernel", [...started, kernel(2, 0)], say({ frames: [extent(12, 1)] })],
  [
    "confine/moves",
    [...started, touch(1, 2, 1), pin(1, 2, 3, "longterm")],
    (answer) => ({ ...(tell("move", { to: pfn(8) })(answer) as object), frames: [extent(8, 1)] }),
  ],
  [
    "hold/never-moves",
    [...started, touch(1, 2, 1), pin(1, 2, 3, "io"), pin(1, 2, 4, "io")],
    (answer) => ({
      ...(invent({ kind: "move", from: pfn(12), to: pfn(0), count: frames(1) })(answer) as object),
      frames: [extent(0, 1)],
    }),
  ],
  [
    "hold/never-given-up",
    [...started, touch(1, 2, 1), pin(1, 2, 3, "io"), touch(1, 4, 1)],
    say({ frames: [extent(12, 1)] }),
  ],
  [
    "pin/longterm-place",
    [...started, touch(1, 2, 1), pin(1, 2, 3, "longterm")],
    (answer) => ({
      ...(hush("move")(answer) as object),
      frames: [extent(12, 1)],
    }),
  ],
  ["pin/refused-with-cause", [...started, touch(1, 2, 1), pin(1, 2, 3, "io")], say({ kind: "refused", why: "no" })],
  [
    "fork/copies-what-is-held",
    [...started, touch(1, 2, 1), pin(1, 2, 3, "io"), { kind: "fork", process: handle(1), as: handle(4) }],
    (answer) => ({ ...answer, copies: [], spent: { ...answer.spent, faulted: 0 } }),
  ],
  [
    "drop/idle-only",
    [...started, faultFile(1, 2), { kind: "drop-caches", sync: true }],
    invent({ kind: "drop", extent: extent(8, 2) }),
  ],
  ["exhausted/nothing-left", [...started, kernel(2, 0)], say({ kind: "exhausted" })],
  ["exhausted/who-dies", [...started, touch(1, 2, 9)], say({ events: [] })],
  ["content/every-page", [...started, touch(1, 2, 3), read(1, 2)], say({ runs: [{ value: 0, pages: frames(2) }] })],
  ["content/fresh-is-zero", [...started, touch(1, 2, 1), read(1, 2)], say({ runs: [{ value: 5, pages: frames(1) }] })],
  [
    "content/kept",
    [...started, touch(1, 2, 1), write(1, 2, 7), read(1, 2)],
    say({ runs: [{ value: 5, pages: frames(1) }] }),
  ],
  ["content/of-files", [...started, readFile(1)], say({ runs: [{ value: 5, pages: frames(2) }] })],
  [
    "partition/transitions",
    [resize(12), settle],
    (answer) => {
      const told = answer.events.filter((event) => event.kind !== "partition" || event.state !== "plugging");
      return tellAll(answer, told);
    },
  ],
  ["partition/users", [...started, exit(1)], hush("partition")],
  ["partition/whole", [resize(12), settle], tell("partition", { state: "free" })],
  [
    "partition/drains-while-held",
    [...started, touch(1, 2, 1), pin(1, 2, 3, "io"), exit(1)],
    tell("partition", { state: "free" }),
  ],
  ["partition/freed-when-empty", [...started, exit(1)], tell("partition", { state: "draining" })],
  ["attach/consistent", started, say({ partition: null })],
  ["attach/free-populated", started, say({ partition: 1 })],
  ["attach/serves-at-once", started, say({ kind: "refused", why: "no", events: [] })],
  ["attach/as-asked", [...started, spawn(2, true)], say({ kind: "refused", why: "no" })],
  ["wait/who-waits", [...started, spawn(2, true), exit(1)], tell("served", { process: handle(9) })],
  ["wait/first-come", [...started, spawn(2, true), spawn(3, true), exit(1)], tell("served", { process: handle(3) })],
  [
    "wait/no-lost-wake-up",
    [...started, spawn(2, true), exit(1)],
    (answer) => tellAll(answer, answer.events.slice(0, 1)),
  ],
  ["device/answers-request", [resize(12), settle], tell("response", { request: "unplug" })],
  [
    "device/plug-within-requested",
    [...started, resize(20), { kind: "run", steps: 2 }, resize(12), { kind: "run", steps: 1 }],
    tell("response", { response: "ack" }),
  ],
  ["device/error-has-cause", [resize(12), { kind: "run", steps: 3 }], tell("response", { response: "error" })],
  ["device/nack-has-cause", [resize(12), { kind: "run", steps: 3 }], tell("response", { response: "nack" })],
  ["device/busy-has-cause", [resize(12), { kind: "run", steps: 3 }], tell("response", { response: "busy" })],
  [
    "device/busy-as-ordered",
    [
      { kind: "busy", requests: 1 },
      { kind: "run", steps: 3 },
    ],
    tell("response", { response: "ack" }),
  ],
  ["device/config-current", [resize(12), { kind: "run", steps: 1 }], tell("config", { requested: size(4) })],
  ["resize/accepted", [resize(12)], say({ kind: "refused", why: "no" })],
  ["resize/accepted", [{ kind: "resize", bytes: 1n as U64 }], say({ kind: "done" })],
  ["host/acts-alone", [{ kind: "restore" }], invent({ kind: "timer", afterMs: 50_000 })],
  [
    "misfortune/as-ordered",
    [
      { kind: "obstruct", what: "enqueue", times: 1 },
      { kind: "run", steps: 2 },
    ],
    tell("send", { queued: true }),
  ],
  ["driver/valid-range", [resize(12), settle], tell("send", { extent: extent(9, 4) })],
  ["driver/request-fits", [resize(12), settle, resize(20), settle], tell("send", { extent: extent(12, 4) })],
  [
    "driver/one-request",
    [resize(12), settle],
    (answer) => {
      const sent = answer.events.find(({ kind }) => kind === "send") as GuestEvent;
      const at = answer.events.indexOf(sent);
      return tellAll(answer, answer.events.toSpliced(at, 0, sent));
    },
  ],
  ["driver/config-before-send", [resize(12), settle], hush("config")],
  ["driver/never-overshoots", [resize(12), settle], tell("send", { extent: extent(8, 16) })],
  [
    "driver/exclusive",
    [resize(12), settle, resize(4), settle],
    (answer) => {
      const kinds = ["offline", "remove"];
      return tellAll(
        answer,
        answer.events.filter(({ kind }) => !kinds.includes(kind)),
      );
    },
  ],
  ["driver/never-broken", [resize(12), settle], invent({ kind: "broken", why: "tired" })],
  ["driver/retry-timer", [{ kind: "run", steps: 3 }], invent({ kind: "timer", afterMs: 70_000 })],
  [
    "partition/unplug-moves-nothing",
    [resize(20), settle, spawn(1), touch(1, 2, 1), resize(12), { kind: "run", steps: 3 }],
    invent({ kind: "move", from: pfn(12), to: pfn(13), count: frames(1) }),
  ],
  [
    "partition/unplug-only-free",
    [...started, resize(4), { kind: "run", steps: 3 }],
    invent({ kind: "offline", block: block(3), outcome: "busy" }),
  ],
  [
    "partition/shared-stays",
    [...started, { kind: "run", steps: 1 }],
    invent({ kind: "offline", block: block(2), outcome: "busy" }),
  ],
  ["block/transitions", [resize(12), settle], hush("add")],
  ["block/zone", [resize(12), settle], tell("online", { zone: "private" })],
  [
    "block/handed-over-once",
    [...started, { kind: "run", steps: 1 }],
    invent({ kind: "give-back", extent: extent(12, 2) }),
  ],
  ["block/memory-map", [resize(12), settle], tell("add", { memmap: [extent(0, 1)] })],
  [
    "block/no-spurious-failure",
    [resize(12), settle, resize(4), { kind: "run", steps: 2 }],
    tell("offline", { outcome: "busy" }),
  ],
  ["settle/bounded", [resize(12), settle, settle], say({ kind: "unsettled" })],
  [
    "settle/plugged",
    [resize(12), settle],
    (answer) => {
      const shared = answer.events.findIndex((event) => event.kind === "partition");
      return tellAll(answer, answer.events.slice(0, shared));
    },
  ],
  ["settle/request-answered", [resize(12), settle], (answer) => tellAll(answer, answer.events.slice(0, 2))],
  ["observed/blocks", [resize(12), settle, observe], say({ blocks: Array(5).fill("shared") })],
  ["observed/plugged", [resize(12), settle, observe], say({ plugged: [extent(8, 10)] })],
  ["observed/managed", [resize(12), settle, observe], (answer) => sights(answer, "managed")],
  ["observed/free", [resize(12), settle, observe], (answer) => sights(answer, "free")],
  ["observed/partitions", [...started, observe], say({ partitions: Array(2).fill({ state: "empty", users: 0 }) })],
  ["observed/waiting", [...started, spawn(2, true), observe], say({ waiting: [] })],
  ["cost/migrated", [...started, touch(1, 2, 1), pin(1, 2, 3, "longterm")], spend({ migrated: 0 })],
  ["cost/zeroed", [resize(12), settle], spend({ zeroed: 1 })],
  ["cost/requests", [resize(12), settle], spend({ requests: 1 })],
  ["cost/offlined", [resize(12), settle], spend({ offlined: 1 })],
  ["cost/faulted", [...started, touch(1, 2, 3)], spend({ faulted: 2 })],
  [
    "attach/one-instance",
    [...started, resize(20), settle, spawn(2)],
    (answer) => ({
      ...answer,
      partition: 0,
      events: [{ kind: "partition", partition: 0, state: "assigned", users: 1 }],
    }),
  ],
  [
    "content/reuse-exposes-nothing",
    [...started, touch(1, 2, 1), write(1, 2, 7), exit(1), spawn(3), touch(3, 4, 1), read(3, 4)],
    say({ runs: [{ value: 7, pages: frames(1) }] }),
  ],
  [
    "content/skipped-zeroing-stays-inside",
    [
      ...[resize(12), settle, { kind: "obstruct", what: "veto", times: 1 } as const, resize(4)],
      ...[{ kind: "run", steps: 2 } as const, resize(12), settle, spawn(3), touch(3, 4, 1), read(3, 4)],
    ],
    say({ runs: [{ value: 7, pages: frames(1) }] }),
  ],
  [
    "exhausted/own-instance",
    [resize(20), settle, spawn(1), spawn(2), touch(1, 3, 9)],
    tell("killed", { process: handle(2) }),
  ],
  ["reclaim/exact", [...started, exit(1), resize(4), settle], (answer) => tellAll(answer, answer.events.slice(0, 1))],
  ["reclaim/steps", [...started, exit(1), resize(4), settle], spend({ steps: 100 })],
  ["cost/steps", [resize(12)], spend({ steps: 1 })],
];

/** The same of a guest without partitions, which owes less. */
const stockForgeries: typeof forgeries = [
  ["place/kernel-zones", [resize(12), settle, kernel(1, 0)], say({ frames: [extent(12, 1)] })],
  [
    "block/taken-unused",
    [...started, touch(1, 2, 1), { kind: "run", steps: 1 }],
    (answer) =>
      invent({ kind: "zero", extent: extent(16, 2) })(
        invent({ kind: "zero", extent: extent(8, 12) })(answer) as Answered,
      ),
  ],
  ["settle/unplugged", [resize(12), settle, resize(4), settle], (answer) => tellAll(answer, answer.events.slice(0, 1))],
  [
    "driver/attempts",
    [...started, touch(1, 2, 1), pin(1, 2, 3, "io"), resize(0), settle],
    (answer) => {
      const at = answer.events.findIndex((event) => event.kind === "isolate" && event.outcome === "busy");
      return tellAll(answer, answer.events.toSpliced(at, 0, answer.events[at] as GuestEvent));
    },
  ],
  ["driver/exclusive", [...started, resize(0), settle], hush("isolate")],
  ["move/of-pages", [...started, touch(1, 2, 4), touch(1, 3, 4), resize(4), settle], tell("move", { from: pfn(4) })],
];

/** One frame less in the zone that was seen first. */
function sights(answer: Answered, field: "managed" | "free"): unknown {
  if (answer.kind !== "observed") throw new Error("nothing was observed");
  const [first, ...others] = answer.zones;
  if (first === undefined) throw new Error("no zone was seen");
  return { ...answer, zones: [{ ...first, [field]: frames(first[field] - 1) }, ...others] };
}

/** What an honest guest answers. */
function history(source: ForkableSource<Guest>, asks: readonly Command<Guest>[]): readonly Step<Guest>[] {
  const subject = source.boot(geometry);
  return asks.map((ask) => {
    const outcome = subject.perform(ask);
    if (outcome.kind !== "answered") throw new Error(`${ask.kind}: ${outcome.why}`);
    return { ask, answer: outcome.answer } as Step<Guest>;
  });
}

/** Judges a run by all rules up to a profile, until the first violation; what that is. */
function rulingOn(profile: string, steps: readonly Step<Guest>[]): readonly [step: number, rule: string] | null {
  const docket = openDocket(guest.rules, { profiles: profilesUpTo(guest.profiles, profile), world: "closed" });
  const state = guest.begin(geometry, docket);
  for (const [at, step] of steps.entries()) {
    const verdict = judge<Guest, typeof state>(guest.laws, state, step);
    if (verdict.kind === "illegal") return [at, verdict.violation.rule];
  }
  return null;
}

describe.each([
  { source: referenceGuest, profile: "hotmem", cases: forgeries },
  { source: virtioMemGuest, profile: "virtio-mem", cases: stockForgeries },
])("an honest run of $source.name in which one answer is falsified", ({ source, profile, cases }) => {
  test.each(cases)("%s %#", (rule, asks, forge) => {
    const steps = history(source, asks);
    expect(rulingOn(profile, steps)).toBeNull();
    const last = steps.at(-1) as Step<Guest>;
    const forged = { ask: last.ask, answer: forge(last.answer) } as Step<Guest>;
    expect(rulingOn(profile, [...steps.slice(0, -1), forged])).toEqual([steps.length - 1, rule]);
  });
});

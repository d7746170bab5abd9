import { describe, expect, it } from "vitest";
import type { Command } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { presets } from "../../model/presets.ts";
import { openDocket } from "../../model/rule.ts";
import { block, frames, handle, order } from "../../model/units.ts";
import { type RunReport, runScript } from "../run.ts";
import type { Script } from "../script.ts";
import { argumentOf, fieldsOf, withArgument } from "./arguments.ts";
import { stepsDown } from "./axis.ts";
import { shrinkScript } from "./shrink.ts";
import { type Toy, toy, toyGeometry, toyRules, toyWire } from "./toy.test-kit.ts";
import { type Fault, faults, toySource } from "./toy-subject.test-kit.ts";

const suite = { contract: toy, wire: toyWire };

/** A walk of many commands, most of which apply; the same for the same number. */
function walk(seed: number, steps: number): Command<Toy>[] {
  let state = seed * 2654435761 + 1;
  const below = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % n;
  };
  const making: ((i: number) => Command<Toy>)[] = [
    (i) => ({ kind: "allocate", as: handle(i), order: order(below(3)), fixed: below(4) === 0 }),
    (i) => ({ kind: "release", what: handle(below(i + 1)) }),
    (i) => ({ kind: "pin", as: handle(i), what: handle(below(i + 1)) }),
    (i) => ({ kind: "unpin", what: handle(below(i + 1)) }),
    () => ({ kind: "plug", block: block(below(3)) }),
    () => ({ kind: "unplug", block: block(below(3)) }),
  ];
  return Array.from({ length: steps }, (_, i) => (making[below(making.length)] as (typeof making)[0])(i));
}

function run(script: Script<Toy>, fault: Fault): RunReport<Toy> {
  const docket = openDocket(toyRules, { profiles: ["any"], world: "closed" });
  return runScript(toy, docket, toySource(fault).boot(script.geometry), script) as RunReport<Toy>;
}
const ruleOf = ({ ending }: RunReport<Toy>) => (ending.kind === "violated" ? ending.violation.rule : null);

/** Scripts that break a rule on a toy with this fault. */
function* failing(fault: Fault, many: number, geometry: Geometry = toyGeometry) {
  for (let seed = 0, found = 0; found < many && seed < 4000; seed++) {
    const script = { geometry, commands: walk(seed, 120) };
    const rule = ruleOf(run(script, fault));
    if (rule === null) continue;
    found++;
    yield { script, rule, profile: "any" };
  }
}
const all = Object.keys(faults) as Fault[];

describe("shrinkScript", () => {
  it.each(all)("ends with the same rule and with nothing left to take or lower: %s", async (fault) => {
    let tried = 0;
    for (const one of failing(fault, 4)) {
      tried++;
      const shrunk = await shrinkScript(suite, one, toySource(fault).boot);
      const again = run(shrunk.script, fault);
      expect(ruleOf(again)).toBe(one.rule);
      expect(again.steps).toEqual(shrunk.steps);
      expect(shrunk).toMatchObject({ minimal: true, reproduced: true, violation: { rule: one.rule } });
      const { commands } = shrunk.script;
      expect(again.steps).toHaveLength(commands.length);
      for (const at of commands.keys()) {
        const shorter = { ...shrunk.script, commands: commands.toSpliced(at, 1) };
        expect(ruleOf(run(shorter, fault))).not.toBe(one.rule);
        for (const lower of lowered(shrunk.script, at)) expect(ruleOf(run(lower, fault))).not.toBe(one.rule);
      }
    }
    expect(tried).toBe(4);
  });

  it("never slips to a rule that is easier to break", async () => {
    // The fault breaks allocate/free in 2 commands, and unplug/idle in no fewer than 4.
    const [slippery] = [...failing("keepsUnpluggedFree", 60)].filter(({ rule }) => rule === "unplug/idle");
    if (slippery === undefined) throw new Error("no script of the walk breaks unplug/idle");
    const shrunk = await shrinkScript(suite, slippery, toySource("keepsUnpluggedFree").boot);
    expect(shrunk.violation?.rule).toBe("unplug/idle");
    expect(shrunk.script.commands).toHaveLength(4);
  });

  it("lowers the guest towards the smallest preset, and commands move along", async () => {
    const geometry = { ...presets.small, cpus: 7, initOnAlloc: true, highatomic: true };
    const high = block(geometry.bootFrames / geometry.blockFrames + 41);
    const commands: Command<Toy>[] = [
      { kind: "plug", block: high },
      { kind: "unplug", block: high },
      { kind: "plug", block: high },
      { kind: "plug", block: high },
    ];
    const script = { geometry, commands };
    const shrunk = await shrinkScript(
      suite,
      { script, rule: "plug/once", profile: "any" },
      toySource("plugsTwice").boot,
    );
    expect(shrunk.script).toEqual({ geometry: presets.tiny, commands: [{ kind: "plug", block: 0 }] });
  });

  it("keeps to the geometries that the subject can have", async () => {
    const stubborn = (wish: Geometry) => (wish.cpus === 7 ? wish : { refused: "7 or nothing" });
    const geometry = { ...presets.small, cpus: 7 };
    const script = { geometry, commands: [{ kind: "plug", block: block(3) }] satisfies Command<Toy>[] };
    const options = { adapt: stubborn };
    const failure = { script, rule: "plug/once", profile: "any" };
    const shrunk = await shrinkScript(suite, failure, toySource("plugsTwice").boot, options);
    expect(shrunk.script.geometry).toEqual({ ...presets.tiny, cpus: 7 });
  });

  it("says when the budget ended before", async () => {
    const [one] = failing("movesPinned", 1);
    if (one === undefined) throw new Error("the walk breaks nothing");
    const shrunk = await shrinkScript(suite, one, toySource("movesPinned").boot, { maxExecutions: 30 });
    expect(shrunk.minimal).toBe(false);
    expect(shrunk.executions).toBeLessThanOrEqual(31);
    expect(ruleOf(run(shrunk.script, "movesPinned"))).toBe(one.rule);
  });

  it("returns what does not happen again as it came", async () => {
    const [one] = failing("movesPinned", 1);
    if (one === undefined) throw new Error("the walk breaks nothing");
    const shrunk = await shrinkScript(suite, one, toySource().boot);
    expect(shrunk).toEqual({
      script: one.script,
      steps: [],
      violation: null,
      executions: 1,
      minimal: false,
      reproduced: false,
    });
  });

  it("comes to the same with a subject that answers later", async () => {
    const [one] = failing("freesWhereItWasGranted", 1);
    if (one === undefined) throw new Error("the walk breaks nothing");
    const source = toySource("freesWhereItWasGranted");
    const slow = async (geometry: Geometry) => {
      const subject = await Promise.resolve(source.boot(geometry));
      return { ...subject, perform: async (ask: Command<Toy>) => await Promise.resolve(subject.perform(ask)) };
    };
    const [now, later] = [await shrinkScript(suite, one, source.boot), await shrinkScript(suite, one, slow)];
    expect(later).toEqual(now);
  });

  it("stops every subject it has booted", async () => {
    const [one] = failing("movesPinned", 1);
    if (one === undefined) throw new Error("the walk breaks nothing");
    let running = 0;
    const counted = (geometry: Geometry) => {
      running++;
      const subject = toySource("movesPinned").boot(geometry);
      return {
        ...subject,
        stop: () => {
          running--;
        },
      };
    };
    await shrinkScript(suite, one, counted);
    expect(running).toBe(0);
  });

  it("makes scripts that differ in the names of handles the same", async () => {
    const named = (a: number, b: number): Command<Toy>[] => [
      { kind: "allocate", as: handle(a), order: order(0), fixed: false },
      { kind: "pin", as: handle(b), what: handle(a) },
      { kind: "plug", block: block(1) },
      { kind: "unplug", block: block(0) },
    ];
    const shrunk = [named(17, 4), named(2, 99)].map(async (commands) => {
      const script = { geometry: toyGeometry, commands };
      const failure = { script, rule: "unplug/pinned", profile: "any" };
      return (await shrinkScript(suite, failure, toySource("movesPinned").boot)).script;
    });
    const [one, other] = await Promise.all(shrunk);
    expect(one).toEqual(other);
    expect(one?.commands).toContainEqual({ kind: "pin", as: 1, what: 0 });
  });
});

/** Everything that differs from the script by one argument lowered by one simplest step. */
function lowered(script: Script<Toy>, at: number): Script<Toy>[] {
  const ask = script.commands[at] as Command<Toy>;
  return fieldsOf(toyWire, ask).flatMap((field) =>
    stepsDown(field, argumentOf(ask, field.name), script.geometry).map((value) => ({
      ...script,
      commands: script.commands.with(at, withArgument(ask, field.name, value)),
    })),
  );
}

describe("the toy", () => {
  it("holds when it has no fault", () => {
    for (let seed = 0; seed < 200; seed++) {
      const script = { geometry: { ...toyGeometry, sharedFrames: frames(4) }, commands: walk(seed, 120) };
      const docket = openDocket(toyRules, { profiles: ["any", "strict"], world: "closed" });
      const report = runScript(toy, docket, toySource().boot(script.geometry), script) as RunReport<Toy>;
      expect(report.ending).toEqual({ kind: "held" });
    }
  });
});

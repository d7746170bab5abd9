import { Type } from "typebox";
import { describe, expect, it } from "vitest";
import type { Cpu, Handle } from "../model/units.ts";
import { cpu, handle, integer, order } from "./fields.ts";
import { type Describes, faithful } from "./schema.ts";

/** A vocabulary of one command. */
interface One {
  readonly drain: {
    readonly ask: { readonly what: Handle; readonly cpu: Cpu };
    readonly answer: { readonly kind: "done" };
  };
}

const done = Type.Object({ kind: Type.Literal("done") });
const drain = { ask: Type.Object({ what: handle("uses"), cpu: cpu() }), answer: done };

describe("faithful", () => {
  it("takes a schema that equals the vocabulary", () => {
    expect(Object.keys(faithful<One>()({ drain }))).toEqual(["drain"]);
  });

  it("refuses every difference at compile time", () => {
    const missing = { ...drain, ask: Type.Object({ what: handle("uses") }) };
    const extra = { ...drain, ask: Type.Object({ what: handle("uses"), cpu: cpu(), more: cpu() }) };
    const otherUnit = { ...drain, ask: Type.Object({ what: handle("uses"), cpu: order() }) };
    const noUnit = { ...drain, ask: Type.Object({ what: handle("uses"), cpu: integer<number>(0, 1) }) };
    const optional = { ...drain, ask: Type.Object({ what: handle("uses"), cpu: Type.Optional(cpu()) }) };
    const wider = { ...drain, answer: Type.Union([done, Type.Object({ kind: Type.Literal("busy") })]) };
    // @ts-expect-error a field is missing
    faithful<One>()({ drain: missing });
    // @ts-expect-error a field is too many
    faithful<One>()({ drain: extra });
    // @ts-expect-error the unit is another
    faithful<One>()({ drain: otherUnit });
    // @ts-expect-error the unit is missing
    faithful<One>()({ drain: noUnit });
    // @ts-expect-error the field may be absent
    faithful<One>()({ drain: optional });
    // @ts-expect-error an answer is too many
    faithful<One>()({ drain: wider });
    // @ts-expect-error a kind is too many
    faithful<One>()({ drain, flush: drain });
    // @ts-expect-error a kind is missing
    faithful<One>()({});
    const same: Describes<typeof drain.ask, One["drain"]["ask"]> = true;
    expect(same).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import type { Geometry, GuestOptions } from "../../model/geometry.ts";
import { decided } from "../../model/guest/options.ts";
import { presets } from "../../model/presets.ts";
import { block, frames } from "../../model/units.ts";
import { costOfOptions, withFewerOptions, withOptionsOf } from "./options.ts";
import { shrinkScript } from "./shrink.ts";
import { toy, toyWire } from "./toy.test-kit.ts";
import { toySource } from "./toy-subject.test-kit.ts";

const guest = (options: Partial<GuestOptions>, base: Geometry = presets.tiny): Geometry => ({
  ...base,
  guest: { ...decided, ...options },
});

describe("options", () => {
  it("cost what they differ from their defaults, and their presence", () => {
    expect(costOfOptions(presets.tiny)).toBe(0);
    expect(costOfOptions(guest({}))).toBe(1);
    expect(costOfOptions(guest({ waiters: "all", reserve: frames(3) }))).toBe(5);
    expect(costOfOptions(guest({ memmap: frames(512) }, presets.paper))).toBe(1);
    expect(costOfOptions(guest({}, presets.paper))).toBe(513);
  });

  it("become fewer, every wish simpler than what is wished from", () => {
    const odd = guest({ waiters: "all", reserve: frames(4), exec: "drops" });
    const wishes = withFewerOptions(odd);
    expect(wishes).toContainEqual(presets.tiny);
    expect(wishes).toContainEqual(guest({ reserve: frames(4), exec: "drops" }));
    expect(wishes).toContainEqual(guest({ waiters: "all", reserve: frames(2), exec: "drops" }));
    for (const wish of wishes) expect(costOfOptions(wish)).toBeLessThan(costOfOptions(odd));
    expect(withFewerOptions(presets.tiny)).toEqual([]);
  });

  it("move along to another shape", () => {
    expect(withOptionsOf(presets.paper, presets.tiny)).toBe(presets.tiny);
    const usual = guest({ waiters: "all", memmap: frames(512) }, presets.paper);
    expect(withOptionsOf(usual, presets.tiny)).toEqual(guest({ waiters: "all" }));
    const odd = guest({ memmap: frames(1) }, presets.paper);
    expect(withOptionsOf(odd, presets.tiny)).toEqual(guest({ memmap: frames(1) }));
  });

  it("are taken from a counterexample that does not need them, and left to one that does", async () => {
    const geometry = guest({ waiters: "all", reserve: frames(3), exec: "drops" }, presets.small);
    const failing = {
      script: { geometry, commands: [{ kind: "plug", block: block(3) } as const] },
      rule: "plug/once",
      profile: "any",
    };
    const shrink = async (needs: (options: GuestOptions | undefined) => boolean) => {
      const boot = ({ guest }: Geometry) => toySource(needs(guest) ? "plugsTwice" : undefined).boot(presets.small);
      return (await shrinkScript({ contract: toy, wire: toyWire }, failing, boot)).script.geometry;
    };
    expect(await shrink(() => true)).toEqual(presets.tiny);
    expect(await shrink((options) => options?.waiters === "all")).toEqual(guest({ waiters: "all" }));
    expect(await shrink((options) => (options?.reserve ?? 0) >= 2)).toEqual(guest({ reserve: frames(2) }));
  });
});

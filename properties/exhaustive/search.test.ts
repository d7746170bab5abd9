import { expect, test } from "vitest";
import { type ToyState, toyGeometry } from "../../replay/shrink/toy.test-kit.ts";
import { toySource } from "../../replay/shrink/toy-subject.test-kit.ts";
import { toySuite } from "../toy.test-kit.ts";
import { search } from "./search.ts";

const wanted = { profile: "any", rule: "unplug/pinned", states: 100_000 } as const;
const find = (options: { readonly depth: number; readonly atLeast?: (state: ToyState) => number }) =>
  search(toySuite, toySource("movesPinned"), toyGeometry, { ...wanted, ...options });

/** A pinned page is moved by an unplug; without a pin it takes one, and without a page an allocation before that. */
const atLeast = ({ memory }: ToyState): number => (memory.pins.size > 0 ? 1 : memory.pages.size > 0 ? 2 : 3);

test("what it takes at least spares states, and hides nothing", () => {
  const [all, spared] = [find({ depth: 4 }), find({ depth: 4, atLeast })];
  expect([all.kind, spared.kind]).toEqual(["found", "found"]);
  if (all.kind !== "found" || spared.kind !== "found") return;
  expect(spared.commands).toEqual(all.commands);
  expect(spared.states).toBeLessThan(all.states / 2);
  const shorter = all.commands.length - 1;
  expect([find({ depth: shorter }).kind, find({ depth: shorter, atLeast }).kind]).toEqual(["none", "none"]);
});

test("more states than it may keep are no answer", () => {
  const result = search(toySuite, toySource("movesPinned"), toyGeometry, { ...wanted, depth: 4, states: 10 });
  expect(result).toMatchObject({ kind: "gave-up", states: 10 });
});

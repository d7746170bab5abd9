import { expect, test } from "vitest";
import { leftOut } from "./left-out.ts";
import { guestRules } from "./rules.ts";

const numbered = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);

/** Partitions, content, bounded reclaim, driver, liveness. */
const catalogue = [
  ...numbered("P", 15),
  ...numbered("I", 6),
  ...numbered("K", 6),
  ...numbered("D", 11),
  ...numbered("L", 11),
];

test("every fact about guests has a rule or a reason why not, never both", () => {
  const ruled = new Set(Object.values(guestRules).flatMap((rule) => rule.alias));
  const excused = new Set(leftOut.map((fact) => fact.alias));
  expect(catalogue.filter((id) => !ruled.has(id) && !excused.has(id))).toEqual([]);
  expect([...ruled].filter((id) => excused.has(id))).toEqual([]);
});

test("rules have an id of two words, one sentence and a source", () => {
  for (const rule of Object.values(guestRules)) {
    expect(rule.id).toMatch(/^[a-z]+\/[a-z-]+$/);
    expect(rule.says, rule.id).toMatch(/^(?!.*\. ).+\.$/);
    expect(rule.source.length, rule.id).toBeGreaterThan(10);
  }
});

test("a guest of any kind is judged by rules of the weaker profile, HotMem by all", () => {
  const profiles = new Set(Object.values(guestRules).map(({ profile }) => profile));
  expect([...profiles].sort()).toEqual(["hotmem", "virtio-mem"]);
  for (const { id, profile } of Object.values(guestRules))
    if (id.startsWith("reclaim/")) expect([id, profile]).toEqual([id, "hotmem"]);
});

import { expect, test } from "vitest";
import { allocatorRules, leftOut } from "./rules.ts";

const catalogue = [
  ...Array.from({ length: 11 }, (_, i) => `A${i + 1}`),
  ...["C1", "C2", "C3", "C4", "Z1", "Z2", "Z3", "Z4"],
  ...Array.from({ length: 6 }, (_, i) => `M${i + 1}`),
  ...Array.from({ length: 10 }, (_, i) => `H${i + 1}`),
];

test("every fact of the catalogue has a rule or a reason why not, never both", () => {
  const ruled = new Set(Object.values(allocatorRules).flatMap((rule) => rule.alias));
  const excused = new Set(leftOut.map((fact) => fact.alias));
  expect(catalogue.filter((id) => ruled.has(id) === excused.has(id))).toEqual([]);
});

test("rules have an id of two words, one sentence and a source", () => {
  for (const rule of Object.values(allocatorRules)) {
    expect(rule.id).toMatch(/^[a-z]+\/[a-z-]+$/);
    expect(rule.says, rule.id).toMatch(/^(?!.*\. ).+\.$/);
    expect(rule.source.length, rule.id).toBeGreaterThan(10);
  }
});

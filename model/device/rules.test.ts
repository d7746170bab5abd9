import { expect, test } from "vitest";
import { device } from "./contract.ts";
import { leftOut } from "./left-out.ts";
import { deviceRules } from "./rules.ts";

const rules = Object.values(deviceRules);

test("every rule is a sentence with a source, under a topic and a profile", () => {
  for (const { id, says, source, profile, alias } of rules) {
    expect(id).toMatch(/^[a-z-]+\/[a-z-]+$/);
    expect(says).toMatch(/^[A-Za-z].*\.$/);
    expect(source).toMatch(/^(virtio-v1\.3 5\.15|include\/uapi\/linux\/virtio_mem\.h)/);
    expect(device.profiles).toContain(profile);
    expect(alias.length).toBeGreaterThan(0);
  }
  expect(new Set(rules.map(({ says }) => says)).size).toBe(rules.length);
});

test("every device requirement is a rule or left out with a reason", () => {
  const known = new Set([...rules.flatMap(({ alias }) => alias), ...leftOut.map(({ alias }) => alias)]);
  const facts = [...Array(29).keys()].map((n) => `V-D${n + 1}`).concat([...Array(8).keys()].map((n) => `V${n + 1}`));
  expect(facts.filter((fact) => !known.has(fact))).toEqual([]);
  expect([...known].filter((alias) => !facts.includes(alias))).toEqual([]);
  for (const { says, why } of leftOut) for (const text of [says, why]) expect(text).toMatch(/\.$/);
});
